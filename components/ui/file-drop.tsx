// How does a file get in? Drag it here, or choose it.
"use client";

import { CircleAlert, FileUp } from "lucide-react";
import type { ReactNode } from "react";
import { useDropzone } from "react-dropzone";

import { buttonClass } from "./button-class.ts";
import { cn } from "./cn.ts";

type FileDropProps = {
  /** What to drop: "Drop a CSV file here". */
  readonly label: string;
  readonly hint?: ReactNode;
  /** Media type to endings: { "text/csv": [".csv"] }. */
  readonly accept: Readonly<Record<string, string[]>>;
  readonly bytesMax?: number;
  readonly isDisabled?: boolean;
  /** Why the last file was not taken, when the server said no. */
  readonly error?: string | undefined;
  readonly onFile: (file: File) => void;
};

function refusalOf(code: string | undefined, accept: FileDropProps["accept"], bytesMax = 0): string | undefined {
  if (code === undefined) return undefined;
  if (code === "file-too-large") return `The file is larger than ${Math.floor(bytesMax / 1_000_000)} MB`;
  if (code === "too-many-files") return "One file at a time, please";
  return `Only files ending in ${Object.values(accept).flat().join(", ")} can be read here`;
}

/** A large target for one file. Also a button, so it works with the keyboard and on a phone. */
export function FileDrop({ label, hint, accept, bytesMax, isDisabled = false, error, onFile }: FileDropProps) {
  const { getRootProps, getInputProps, isDragActive, fileRejections, open } = useDropzone({
    accept: { ...accept },
    maxFiles: 1,
    multiple: false,
    noClick: true,
    noKeyboard: true,
    disabled: isDisabled,
    ...(bytesMax ? { maxSize: bytesMax } : {}),
    onDropAccepted: (files) => {
      const file = files[0];
      if (file) onFile(file);
    },
  });
  const refusal = error ?? refusalOf(fileRejections[0]?.errors[0]?.code, accept, bytesMax);
  return (
    <div
      {...getRootProps()}
      className={cn(
        "grid justify-items-center gap-3 rounded-lg border border-dashed border-line-strong px-edge py-12 text-center transition-colors duration-100",
        isDragActive && "border-solid border-accent bg-selected",
        isDisabled && "opacity-60",
      )}
    >
      {/* The library hides the input with an inline style, which the content policy refuses; a class does it instead. */}
      <input {...getInputProps({ style: undefined, className: "sr-only", "aria-label": label })} />
      <FileUp aria-hidden className="size-6 stroke-[1.5] text-soft" />
      <div>
        <p className="text-md font-medium">{isDragActive ? "Let go to add it" : label}</p>
        {hint ? <p className="mt-1 text-soft">{hint}</p> : null}
      </div>
      <button type="button" onClick={open} disabled={isDisabled} className={buttonClass("plain")}>
        Choose a file
      </button>
      {refusal ? (
        <p role="alert" className="flex items-center gap-1.5 text-bad">
          <CircleAlert aria-hidden className="size-4 shrink-0" />
          {refusal}
        </p>
      ) : null}
    </div>
  );
}

// How does a person put something in? Label above, hint below, an error that says what would be right.
"use client";

import { CircleAlert } from "lucide-react";
import { createContext, use, useEffect, useId, useRef } from "react";
import type { ComponentProps, ReactNode } from "react";

import { cn } from "./cn.ts";

type FieldIds = { readonly id: string; readonly describedBy: string | undefined; readonly isWrong: boolean };

const FieldContext = createContext<FieldIds | null>(null);

export type FieldProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  /** A sentence that says what would be right; its presence marks the control as wrong. */
  readonly error?: string | undefined;
  /** The label is read out but not drawn (search boxes, cells). */
  readonly isLabelHidden?: boolean;
  readonly className?: string;
  /** One Input, Select or Textarea. */
  readonly children: ReactNode;
};

/** A label, one control, a hint and an error, wired together for assistive technology. */
export function Field({ label, hint, error, isLabelHidden = false, className, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [error ? errorId : "", hint ? hintId : ""].filter(Boolean).join(" ") || undefined;
  return (
    <div className={cn("grid gap-1", className)}>
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "font-medium"}>
        {label}
      </label>
      <FieldContext value={{ id, describedBy, isWrong: Boolean(error) }}>{children}</FieldContext>
      {error ? (
        <p id={errorId} className="flex items-start gap-1.5 text-xs text-bad">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={hintId} className="text-xs text-faint">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

function useFieldProps() {
  const field = use(FieldContext);
  if (!field) return {};
  return { id: field.id, "aria-describedby": field.describedBy, "aria-invalid": field.isWrong || undefined };
}

const CONTROL =
  "w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink placeholder:text-faint " +
  "hover:border-soft focus-visible:border-accent focus-visible:outline-offset-0 disabled:bg-sunken disabled:text-faint " +
  "aria-invalid:border-bad pointer-coarse:text-[1rem]";

/** One line of text. Inside a Field it takes its id and description from there. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...useFieldProps()} {...rest} className={cn(CONTROL, "h-control", className)} />;
}

/** Several lines of text; grows with what is typed where the browser can. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...useFieldProps()}
      rows={rows}
      {...rest}
      className={cn(CONTROL, "field-sizing-content py-1.5", className)}
    />
  );
}

/** The browser's own list: it works with the keyboard, on a phone, and without script. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return (
    <select
      {...useFieldProps()}
      {...rest}
      className={cn(CONTROL, "select-arrow h-control pr-8 text-ellipsis", className)}
    />
  );
}

export type CheckboxProps = Omit<ComponentProps<"input">, "type" | "checked"> & {
  readonly checked?: boolean | "some";
  /** What it selects, in words: "Select invoice 1042, ACME". Drawn beside the box unless hidden. */
  readonly label: string;
  readonly isLabelHidden?: boolean;
};

/** A box with three states: on, off, and "some" for a header above a partly chosen list. */
export function Checkbox({ checked, label, isLabelHidden = false, className, ...rest }: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = checked === "some";
  }, [checked]);
  const control = checked === undefined ? {} : { checked: checked === true, onChange: rest.onChange ?? (() => {}) };
  return (
    <label
      className={cn(
        "relative inline-flex min-h-6 min-w-6 items-center gap-2 pointer-coarse:min-h-11 pointer-coarse:min-w-9",
        isLabelHidden && "justify-center",
        className,
      )}
    >
      <input ref={box} type="checkbox" {...rest} {...control} className="size-4 shrink-0 accent-accent" />
      <span className={isLabelHidden ? "sr-only" : undefined}>{label}</span>
    </label>
  );
}

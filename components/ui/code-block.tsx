// How is a raw answer shown? As it came, in full, wrapped, with a way to copy it.
"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";

import { IconButton } from "./icon-button.tsx";

type CodeBlockProps = {
  /** Text, or a value that is written as indented JSON. Secrets are removed before it comes here. */
  readonly value: unknown;
  /** What it is: "Answer from QuickBooks". */
  readonly label: string;
};

export function CodeBlock({ value, label }: CodeBlockProps) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const [isCopied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  }
  return (
    <figure className="relative rounded-md bg-sunken">
      <figcaption className="flex items-center justify-between gap-2 py-0.5 pr-1 pl-3 text-xs text-faint">
        {label}
        <IconButton
          label={isCopied ? "Copied" : `Copy: ${label}`}
          icon={isCopied ? <Check className="text-good" /> : <Copy />}
          onClick={() => void copy()}
          onBlur={() => setCopied(false)}
        />
      </figcaption>
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className="max-h-96 overflow-y-auto px-3 pb-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap text-ink"
      >
        {text}
      </pre>
    </figure>
  );
}

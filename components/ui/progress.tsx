// How far is it? A thin bar with words; the words are what a screen reader hears.
import type { ReactNode } from "react";

type ProgressProps = {
  /** What is going on: "Resyncing 37 invoices". */
  readonly label: string;
  /** Done so far; leave out when nobody knows. */
  readonly value?: number;
  readonly max?: number;
  /** Beside the label: "24 of 37, 2 failed". */
  readonly detail?: ReactNode;
};

/** A progress bar with its words. Without `value` it only says that something is going on. */
export function Progress({ label, value, max = 100, detail }: ProgressProps) {
  return (
    <div className="grid gap-1">
      <div className="flex items-baseline justify-between gap-3 text-xs">
        <span className="min-w-0 truncate">{label}</span>
        <span className="shrink-0 text-soft">{detail ?? (value === undefined ? null : `${value} of ${max}`)}</span>
      </div>
      <progress className="progress" aria-label={label} {...(value === undefined ? {} : { value, max })} />
    </div>
  );
}

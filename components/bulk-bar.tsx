// What is chosen, and what may be done with all of it? A bar at the bottom of the list, never over the focused row.
"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";

import { MoneyList } from "./money.tsx";
import type { MoneyValue } from "./money.tsx";
import { IconButton } from "./ui/icon-button.tsx";

export type BulkBarProps = {
  /** "23 invoices" or "All 1,284 matching". Empty selection: do not draw the bar. */
  readonly countText: string;
  readonly money?: readonly MoneyValue[];
  /** Offers to take what other pages hold: a quiet button. */
  readonly more?: ReactNode;
  /** The main action comes first; at most three, then a menu. */
  readonly actions: ReactNode;
  /** A running Progress takes the place of the actions. */
  readonly progress?: ReactNode;
  readonly onDrop: () => void;
};

/** Sticks to the bottom inside its list. The count is announced when it changes. */
export function BulkBar({ countText, money = [], more, actions, progress, onDrop }: BulkBarProps) {
  return (
    <div
      role="region"
      aria-label="Selection"
      className="bulk-bar sticky bottom-(--sticky-bottom) z-10 flex flex-wrap items-center gap-x-4 gap-y-2 border-y border-line bg-raised px-edge py-2 shadow-float"
    >
      <div className="flex min-w-0 items-center gap-1 max-md:w-full">
        <IconButton label="Drop the selection" icon={<X />} onClick={onDrop} className="-ml-2" />
        <p role="status" className="min-w-0">
          <span className="font-medium">{countText}</span>
          {money.length > 0 ? (
            <>
              <span className="text-faint"> · </span>
              <MoneyList values={money} />
            </>
          ) : null}
        </p>
        {more}
      </div>
      {progress ? (
        <div className="min-w-0 flex-1 md:max-w-sm">{progress}</div>
      ) : (
        <div className="flex flex-wrap gap-2">{actions}</div>
      )}
    </div>
  );
}

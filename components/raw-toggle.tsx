// How is what machines said to each other kept out of the way, but never out of reach? Behind a toggle.
"use client";

import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

type RawToggleProps = { readonly label: string; readonly children: ReactNode };

/** The browser's own disclosure: works with the keyboard and with find-in-page. */
export function RawToggle({ label, children }: RawToggleProps) {
  return (
    <details>
      <summary className="-ml-1 inline-flex min-h-6 list-none items-center gap-1 rounded-sm px-1 text-xs text-accent select-none pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-3.5 shrink-0 transition-transform duration-100 [details[open]>summary>&]:rotate-90"
        />
        {label}
      </summary>
      <div className="mt-1.5 grid gap-2">{children}</div>
    </details>
  );
}

// What happened, in order? A thin line with a mark for each thing.
import type { ReactNode } from "react";

import { toneText } from "./badge.tsx";
import type { Tone } from "./badge.tsx";
import { cn } from "./cn.ts";

export type TimelineEntry = {
  readonly id: string;
  readonly icon: ReactNode;
  readonly tone?: Tone;
  readonly title: ReactNode;
  readonly time: ReactNode;
  readonly detail?: ReactNode;
};

export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  return (
    <ol className="grid">
      {entries.map((entry) => (
        <li key={entry.id} className="group relative grid grid-cols-[1rem_1fr] gap-x-3 pb-4 last:pb-0">
          <span aria-hidden className="absolute top-5 bottom-0 left-[7.5px] w-px bg-line group-last:hidden" />
          <span aria-hidden className={cn("mt-0.5 [&_svg]:size-4", toneText[entry.tone ?? "neutral"])}>
            {entry.icon}
          </span>
          <div className="min-w-0">
            <div className="flex items-baseline justify-between gap-3">
              <span className="min-w-0">{entry.title}</span>
              <span className="shrink-0 text-xs text-faint">{entry.time}</span>
            </div>
            {entry.detail ? <div className="mt-0.5 text-soft">{entry.detail}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

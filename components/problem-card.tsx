// How is one cause drawn, with everything it holds up? A line to act on, and its rows below when opened.
"use client";

import { ChevronRight, CircleAlert } from "lucide-react";
import { useId, useState } from "react";
import type { ReactNode } from "react";

import { MoneyList } from "./money.tsx";
import type { MoneyValue } from "./money.tsx";
import { cn } from "./ui/cn.ts";
import { RelativeTime } from "./ui/relative-time.tsx";

export type ProblemCardProps = {
  /** The sentence in plain words, names included: 'The item “Detention” is not in QuickBooks'. */
  readonly title: ReactNode;
  /** What to do, one sentence. */
  readonly fix: ReactNode;
  /** How many documents it holds up, and what they are called: "24 invoices". */
  readonly countText: string;
  readonly money: readonly MoneyValue[];
  /** ISO time of the oldest document it holds up, and of this rendering. */
  readonly oldestAt: string;
  readonly now: string;
  /** A checkbox that takes the whole cause. */
  readonly select?: ReactNode;
  /** The fixing control first, then Resync. */
  readonly actions?: ReactNode;
  /** Progress of a running resync, in place of nothing. */
  readonly progress?: ReactNode;
  /** Small marks: "Came back", "Blocks 12 payments". */
  readonly marks?: ReactNode;
  readonly isOpenAtFirst?: boolean;
  /** Given together: the page decides which card is open. */
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  /** The rows: a Table. */
  readonly children?: ReactNode;
};

/** A group of rows that share one cause: code and what it is about. */
export function ProblemCard(props: ProblemCardProps) {
  const {
    title,
    fix,
    countText,
    money,
    oldestAt,
    now,
    select,
    actions,
    progress,
    marks,
    isOpenAtFirst = false,
  } = props;
  const [isOpenHere, setOpenHere] = useState(isOpenAtFirst);
  const isOpen = props.isOpen ?? isOpenHere;
  const setOpen = props.onOpenChange ?? setOpenHere;
  const id = useId();
  return (
    <section aria-labelledby={`${id}-title`} className="border-b border-line">
      <div className="grid grid-cols-[auto_1fr] gap-x-2 px-edge py-3.5 lg:grid-cols-[auto_1fr_auto] lg:gap-x-3">
        <div className="flex items-start gap-1">
          {select ?? <CircleAlert aria-hidden className="mt-1 size-4 text-bad" />}
        </div>
        <div className="min-w-0">
          <h2 id={`${id}-title`} className="text-md">
            <button
              type="button"
              aria-expanded={isOpen}
              aria-controls={`${id}-rows`}
              onClick={() => setOpen(!isOpen)}
              className="group/open -ml-1 flex min-h-6 w-full items-start gap-1 rounded-sm pl-1 text-left hover:text-accent"
            >
              <span className="min-w-0">{title}</span>
              <ChevronRight
                aria-hidden
                className={cn(
                  "mt-[3px] size-4 shrink-0 text-faint transition-transform duration-100 group-hover/open:text-accent",
                  isOpen && "rotate-90",
                )}
              />
            </button>
          </h2>
          <p className="mt-0.5 max-w-[68ch] text-soft">{fix}</p>
          {marks ? <div className="mt-1.5 flex flex-wrap gap-1.5">{marks}</div> : null}
        </div>
        <div className="col-start-2 mt-2 flex flex-wrap items-center gap-x-5 gap-y-2 lg:col-start-3 lg:mt-0 lg:flex-nowrap lg:items-start">
          <p className="min-w-0 flex-1 lg:text-right">
            <span className="font-medium whitespace-nowrap">{countText}</span>
            {money.length > 0 ? (
              <>
                <span className="text-faint lg:hidden"> · </span>
                <MoneyList values={money} className="lg:block" />
              </>
            ) : null}
            <span className="block text-xs text-faint">
              oldest <RelativeTime at={oldestAt} now={now} />
            </span>
          </p>
          {actions ? (
            <div className="flex flex-wrap gap-2 max-md:w-full lg:w-[21rem] lg:justify-end">{actions}</div>
          ) : null}
        </div>
        {progress ? <div className="col-span-full mt-3">{progress}</div> : null}
      </div>
      <div id={`${id}-rows`} hidden={!isOpen} className="-mb-px border-t border-line">
        {isOpen ? props.children : null}
      </div>
    </section>
  );
}

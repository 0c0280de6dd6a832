// Which lines of a file are not done, and why? Each with its number, what it is about, why not and what helps.
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useId } from "react";

import type { RefusedLine } from "#lib/sync/deciding.ts";

import { figure } from "./words.ts";

type RefusedListProps = {
  readonly title: string;
  readonly tone: "warn" | "neutral";
  readonly lines: readonly RefusedLine[];
  readonly total: number;
};

/** Each line with its number, what it is about, why not and what helps. */
export function RefusedList({ title, tone, lines, total }: RefusedListProps) {
  const id = useId();
  if (total === 0) return null;
  const Icon = tone === "warn" ? TriangleAlert : CircleCheck;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="flex items-center gap-2 font-medium">
        <Icon aria-hidden className={tone === "warn" ? "size-4 text-warn" : "size-4 text-faint"} />
        {title} <span className="font-normal text-faint">{figure(total)}</span>
      </h3>
      <ul aria-labelledby={id} className="mt-2 border-t border-line">
        {lines.map((line) => (
          <li
            key={line.line}
            className="grid grid-cols-[4.5rem_1fr] gap-x-3 border-b border-line py-2 max-md:grid-cols-1"
          >
            <span className="text-faint tabular-nums">Line {figure(line.line)}</span>
            <span className="min-w-0">
              <About line={line} />
              <span className="block">{line.reason}</span>
              {line.isAlready ? null : <span className="block text-soft">{line.fix}</span>}
            </span>
          </li>
        ))}
      </ul>
      {total > lines.length ? (
        <p className="flex items-center gap-2 pt-2 text-soft">
          <CircleAlert aria-hidden className="size-4 text-faint" />
          The first {figure(lines.length)} of {figure(total)}.
        </p>
      ) : null}
    </section>
  );
}

/** "Invoice 1042 · Mark paid: Cheque 4711" */
function About({ line: { title, record, decision, value } }: { readonly line: RefusedLine }) {
  const said = [decision, value].filter((word) => word !== "").join(": ");
  return (
    <span className="block break-words">
      {title === "" ? (
        <span className="font-mono text-xs">{record || "no record ID"}</span>
      ) : (
        <span className="font-medium">{title}</span>
      )}
      {said === "" ? null : <span className="text-soft"> · {said}</span>}
    </span>
  );
}

// When was it taken off Problem Sync, and why? Beside the words for who did.
import { decisionText } from "#app/(admin)/problems/row-words.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { DecidedShown } from "#lib/sync/orders-shown.ts";

/** "Marked paid by Anna" */
export function decidedText({ clearing, by }: DecidedShown): string {
  return decisionText({ clearing, decidedBy: by });
}

type DecidedProps = { readonly decided: DecidedShown; readonly now: string };

/** "3 min ago: Paid by check 1044. Nothing is sent." */
export function Decided({ decided: { at, because }, now }: DecidedProps) {
  return (
    <span className="text-soft">
      <RelativeTime at={at} now={now} />
      {because ? `: ${because}` : ""}. Nothing is sent.
    </span>
  );
}

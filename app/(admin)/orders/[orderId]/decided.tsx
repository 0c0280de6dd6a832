// Who took it off Problem Sync, when and why? Said wherever the order shows it.
import { decisionText } from "#app/(admin)/problems/row-words.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { DecidedShown } from "#lib/sync/orders-shown.ts";

type DecidedProps = { readonly decided: DecidedShown; readonly now: string };

/** "Marked paid by Anna 3 min ago: Paid by check 1044. Nothing is sent." */
export function Decided({ decided: { clearing, by, at, because }, now }: DecidedProps) {
  return (
    <span className="text-soft">
      {decisionText({ clearing, decidedBy: by })} <RelativeTime at={at} now={now} />
      {because ? `: ${because}` : ""}. Nothing is sent.
    </span>
  );
}

// How is it said what became of a digest and of a delivery?
import { relativeTime } from "#components/ui/relative-time.tsx";
import { dateText } from "#lib/dates.ts";
import type { LastDigest } from "#lib/notify/digest.ts";

/** Longer than any mail server is waited for: whoever sent it is gone. */
const SENDING_MS = 2 * 60_000;

type Standing = { readonly isOn: boolean; readonly nextAt: string | null; readonly last: LastDigest | null };

/** What became of the last digest, and when the next one comes. */
export function digestWords({ isOn, nextAt, last }: Standing, now: string): string {
  const next = isOn && nextAt !== null ? `The next one is due ${relativeTime(nextAt, now)}.` : "";
  if (last === null) return next;
  return [
    lastWords(last, now),
    last.state === "failed" && next ? `It is tried again ${relativeTime(nextAt!, now)}.` : next,
  ]
    .filter(Boolean)
    .join(" ");
}

function lastWords({ day, state, movedAt, said }: LastDigest, now: string): string {
  const of = dateText(day);
  switch (state) {
    case "sent":
      return `The digest of ${of} was sent ${relativeTime(movedAt, now)}.`;
    case "printed":
      return `The digest of ${of} was written to the worker's log, because no mail server is set.`;
    case "nothing":
      return `Nothing needed you on ${of}, so no mail was sent.`;
    case "failed":
      return `The digest of ${of} was not sent: ${(said ?? "the reason is not known").replace(/\.$/, "")}.`;
    case "unsure":
      return `The mail server was given the digest of ${of} and did not answer. It may have arrived, so it is not sent twice.`;
    case "sending":
      return Date.parse(now) - Date.parse(movedAt) < SENDING_MS
        ? `The digest of ${of} is being sent.`
        : `The worker stopped while it sent the digest of ${of}. It may have arrived, so it is not sent twice.`;
    default:
      return state satisfies never;
  }
}

/** "07:00" */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

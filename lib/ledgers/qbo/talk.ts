// How does one turn of a conversation go? Used by tests only.
import type { Verdict } from "#lib/ledgers/ledger.ts";
import type { Push } from "#lib/sync/push.ts";
import { singleAnswer } from "./answer.ts";
import { qbo } from "./ledger.ts";
import { books, recordedRows } from "./samples.ts";

/** Says the next thing and reads the given answer; the memory goes on into the next turn. */
export function turn(from: Push, status: number, answer: string): { verdict: Verdict; next: Push; said: unknown } {
  const said = qbo.nextRequest(from, books());
  const verdict = qbo.readResponse(from, singleAnswer(status, answer));
  return {
    said,
    verdict,
    next: { ...from, unsure: false, memory: verdict.is === "more" ? verdict.memory : from.memory },
  };
}

/** An answer without rows. */
export const none = (entity: string) => recordedRows(entity, []);

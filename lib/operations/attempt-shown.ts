// A stored attempt → what a person sees of it: one push's part of what was sent and what came back.
import { batchPart } from "#lib/ledgers/qbo/back/written.ts";
import type { AttemptShown } from "#lib/sync/problems.ts";
import type { StoredAttempt } from "#lib/sync/attempts/store.ts";

/** Cuts one push's part out of a batch and writes JSON so that people can read it. */
export function attemptShown(attempt: StoredAttempt): AttemptShown {
  const isBatch = attempt.shape === "batch";
  const path = attempt.path.split("?")[0]!;
  return {
    attemptId: attempt.attemptId,
    sentAt: new Date(attempt.sentAt).toISOString(),
    answeredAt: attempt.answeredAt === null ? null : new Date(attempt.answeredAt).toISOString(),
    state: attempt.state,
    sends: attempt.sends,
    requestId: attempt.requestId,
    call: `${attempt.method} ${path}`,
    status: attempt.status,
    sent: readable(isBatch ? itemOf(attempt.body, "BatchItemRequest", attempt.item) : sentAlone(attempt)),
    answer:
      attempt.answer === null
        ? null
        : readable(isBatch ? itemOf(attempt.answer, "BatchItemResponse", attempt.item) : attempt.answer),
    traceId: attempt.traceId,
  };
}

/** A question has no body: its statement is in the address. */
function sentAlone(attempt: StoredAttempt): string {
  if (attempt.body !== "") return attempt.body;
  return new URLSearchParams(attempt.path.split("?")[1] ?? "").get("query") ?? attempt.path;
}

function itemOf(text: string, list: Parameters<typeof batchPart>[1], item: string): string {
  const own = batchPart(text, list, item);
  return own === undefined ? text : JSON.stringify(own);
}

function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

// A stored attempt → what a person sees of it: one push's part of what was sent and what came back.
import type { AttemptShown } from "#lib/sync/problems.ts";
import type { readAttemptsOf } from "#lib/sync/attempts/store.ts";

type Attempt = Awaited<ReturnType<typeof readAttemptsOf>>[number];

/** Cuts one push's part out of a batch and writes JSON so that people can read it. */
export function attemptShown(attempt: Attempt): AttemptShown {
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
function sentAlone(attempt: Attempt): string {
  if (attempt.body !== "") return attempt.body;
  return new URLSearchParams(attempt.path.split("?")[1] ?? "").get("query") ?? attempt.path;
}

function itemOf(text: string, list: string, item: string): string {
  try {
    const items = (JSON.parse(text) as Record<string, unknown>)[list];
    const own = Array.isArray(items) ? items.find((entry) => (entry as { bId?: string }).bId === item) : undefined;
    return own === undefined ? text : JSON.stringify(own);
  } catch {
    return text;
  }
}

function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

// Is what the page says still true? What was promised of each connection, the last proof of it, and what is overdue.

/** An answer that is late by this much is missing. */
export const GRACE_MS = 15 * 60_000;
/** A worker says every few seconds that it lives; nobody heard of for this long is gone. */
export const WORKER_SILENT_MS = 60_000;
/** Each company's books are looked at this often, whatever else happens: lib/sync/events keeps to it. */
export const LOOK_EVERY_HOURS = 24;

/** What is known of a connection; moments as ISO text. */
export type ConnectionFacts = {
  readonly connection: "connected" | "lost" | "disconnected";
  readonly isPaused: boolean;
  readonly lastAnswerAt: string | null;
  readonly listsReadAt: string | null;
  /** Up to when the changes over there are known. */
  readonly changesReadAt: string | null;
  /** When the books are looked at next; the beginning of time says "at once". */
  readonly nextLookAt: string | null;
};

export const freshnesses = ["fresh", "overdue", "unproven", "paused", "lost", "disconnected"] as const;
export type Freshness = (typeof freshnesses)[number];

export type Proof = {
  readonly is: Freshness;
  /** When the company last answered us; null when it never did. */
  readonly provenAt: string | null;
  /** The latest moment for the next proof; null when none is expected. */
  readonly expectedBy: string | null;
};

/** How a connection keeps what was promised: an answer at least once a day, and the daily look when it is due. */
export function proofOf(facts: ConnectionFacts, now: Date): Proof {
  const provenAt = latest([facts.lastAnswerAt, facts.listsReadAt, facts.changesReadAt]);
  if (facts.connection !== "connected") return { is: facts.connection, provenAt, expectedBy: null };
  if (facts.isPaused) return { is: "paused", provenAt, expectedBy: null };
  const afterProof = provenAt === null ? null : later(provenAt, LOOK_EVERY_HOURS * 3_600_000);
  const expectedBy = earliest([isAtOnce(facts.nextLookAt) ? null : facts.nextLookAt, afterProof]);
  const isLate = expectedBy !== null && now.getTime() > Date.parse(expectedBy) + GRACE_MS;
  if (isLate) return { is: "overdue", provenAt, expectedBy };
  return { is: provenAt === null ? "unproven" : "fresh", provenAt, expectedBy };
}

/** Does any worker live? Nothing is sent, planned or read without one. */
export function isWorkerSilent(aliveAt: string | null, now: Date): boolean {
  return aliveAt === null || now.getTime() - Date.parse(aliveAt) > WORKER_SILENT_MS;
}

function isAtOnce(at: string | null): boolean {
  return at !== null && Date.parse(at) <= 0;
}

function latest(moments: readonly (string | null)[]): string | null {
  return (
    moments
      .filter((at) => at !== null)
      .toSorted()
      .at(-1) ?? null
  );
}

function earliest(moments: readonly (string | null)[]): string | null {
  return moments.filter((at) => at !== null).toSorted()[0] ?? null;
}

function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}

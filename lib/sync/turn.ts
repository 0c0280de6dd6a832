// The shapes of one turn: a lane's permission to speak, the pushes under a lease, the call as written, what came of it.
import type { Problem } from "#lib/problem.ts";
import type { LedgerLink } from "./link.ts";
import type { Gaps, PaceLog } from "./pace.ts";
import type { Memory, Push, PushState } from "./push.ts";

export type Lane = {
  readonly tenantId: string;
  readonly companyFileId: string;
  /** person: one push by a single call; bulk: up to a batch; beside: one push by a single call while no batch may go. */
  readonly mode: "person" | "bulk" | "beside";
};

/** A lane with its turn: what it sent of late and how far apart its calls stand. */
export type PacedLane = Lane & Gaps & { readonly paceLog: PaceLog };

export type Lease = { readonly owner: string; readonly attemptId: string; readonly until: Date };

/** A push under our lease, with everything a ledger needs to go on with it. */
export type ClaimedPush = {
  readonly push: Push;
  readonly documentId: string;
  readonly turns: number;
  readonly laters: number;
};

/** A call as it goes over the wire: never rebuilt, because only the same words are the same request. */
export type WrittenCall = {
  readonly shape: "single" | "batch";
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
};

export type OpenAttempt = {
  readonly attemptId: string;
  readonly call: WrittenCall;
  readonly sends: number;
  /** push id → name inside the batch. */
  readonly items: ReadonlyMap<string, string>;
};

/** Where one push goes after an answer. */
export type Settlement = {
  readonly pushId: string;
  readonly state: Extract<PushState, "ready" | "posted" | "problem" | "unsure">;
  readonly memory?: Memory;
  readonly link?: LedgerLink;
  /** What the ledger said of the record: its number there and its total. */
  readonly told?: { readonly number?: string; readonly totalMinor?: string };
  readonly problem?: Problem;
  readonly availableAt?: Date;
  /** True when QuickBooks was busy: counts busy answers in a row. */
  readonly isLater?: boolean;
  /** True when nothing was said about the push: the turn does not count. */
  readonly isTurnBack?: boolean;
};

export type AttemptEnd = {
  readonly attemptId: string;
  readonly leaseOwner: string;
  readonly sends: number;
  readonly state: "answered" | "lost" | "given-up";
  readonly status?: number;
  readonly answer?: string;
  readonly traceId?: string | null;
};

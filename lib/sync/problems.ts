// What the Problem Sync page shows of one problem, and what is asked of it. The shapes that page, routes and operations share.
import { z } from "zod";

import type { FixPlace, Problem } from "#lib/problem.ts";
import type { ProblemRow } from "./problem-row.ts";
import type { PushState } from "./push.ts";
import type { Tie } from "./relink.ts";
import type { OrderStanding } from "./standing.ts";
import type { ProblemAct } from "./problem-acts.ts";

export type { ProblemRow } from "./problem-row.ts";
export type {
  Blocker,
  CalmState,
  Cause,
  ProblemCounts,
  ProblemPage,
  ProblemRows,
  TabCount,
  WaitingGroup,
} from "./problem-page.ts";

export const ShowProblem = z.object({ rowId: z.uuid() });
export type ShowProblem = z.infer<typeof ShowProblem>;

export type AttemptShown = {
  readonly attemptId: string;
  readonly sentAt: string;
  readonly answeredAt: string | null;
  readonly state: string;
  readonly sends: number;
  readonly requestId: string;
  /** "POST /v3/company/…/invoice": without query. */
  readonly call: string;
  readonly status: number | null;
  /** Exactly what was sent for this push and what came back for it, indented JSON where it is JSON. */
  readonly sent: string;
  readonly answer: string | null;
  readonly traceId: string | null;
};

/** An order behind a problem, and how it stands. */
export type ProblemOrder = { readonly orderId: string; readonly number: string; readonly standing: OrderStanding };

export type ProblemShown = {
  readonly row: ProblemRow;
  /** The first few orders behind it. */
  readonly orders: readonly ProblemOrder[];
  readonly problem: Problem;
  readonly title: string;
  readonly fix: string;
  /** Who can make the fix, in words: "your accountant". */
  readonly who: string;
  readonly where: FixPlace;
  readonly state: PushState | null;
  readonly attempts: readonly AttemptShown[];
  /** What we want the books to hold. */
  readonly document: unknown;
  /** The ledger's page of the document, when it holds one. */
  readonly ledgerUrl: string | null;
  /** Whether it can be tied to a record of the books, or untied. */
  readonly tie: Tie;
  /** The ledger's page of the company, where lists and settings are corrected. */
  readonly companyUrl: string | null;
};

export const MapItem = z.object({
  companyFileId: z.uuid(),
  /** The item the books do not have, as the cause names it. */
  about: z.string().min(1).max(500),
  /** QuickBooks ID of the item to use instead. */
  itemId: z.string().min(1).max(50),
});
export type MapItem = z.infer<typeof MapItem>;

export const ShowRun = z.object({ bulkRunId: z.uuid() });
export type ShowRun = z.infer<typeof ShowRun>;

/** `asOf`: when the person saw what failed; what moved later is left alone. */
export const RetryRun = z.object({ bulkRunId: z.uuid(), asOf: z.iso.datetime() });
export type RetryRun = z.infer<typeof RetryRun>;

export const ListRuns = z.object({ companyFileId: z.uuid() });
export type ListRuns = z.infer<typeof ListRuns>;

/** How far a piece of work on problems is. `left` reaches 0 when every row came to an end. */
export type RunShown = {
  readonly bulkRunId: string;
  readonly kind: ProblemAct["act"];
  readonly title: string;
  readonly state: "running" | "paused" | "done" | "aborted" | "failed";
  /** Of "failed": what went wrong. */
  readonly failure: string | null;
  readonly total: number;
  /** Rows it was done to so far, and rows that were left alone. */
  readonly ok: number;
  readonly failed: number;
  /** Documents that waited behind the rows and were cleared with them. */
  readonly followers: number;
  /** Of a resync: what became of its documents. */
  readonly posted: number;
  readonly problems: number;
  readonly left: number;
  readonly isDone: boolean;
  readonly startedBy: string;
  /** ISO. */
  readonly createdAt: string;
  /** It can be taken back: a decision as long as it stands, a resync until its documents have left. */
  readonly mayUndo: boolean;
  /** It was taken back, or is being. `left`: rows that had gone on. */
  readonly undo: { readonly undone: number; readonly left: number } | null;
  /** When it stood like this, ISO. */
  readonly asOf: string;
};

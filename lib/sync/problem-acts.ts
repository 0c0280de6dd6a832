// What can be done to problems, one or many: the shapes of question, preview and answer.
import { z } from "zod";

import type { MoneyJson } from "#lib/money.ts";
import { ProblemSelect } from "./problem-filter.ts";
import { snoozes } from "./triage.ts";

const because = z.string().trim().min(3).max(500);

/**
 * clear: off the list, nothing is sent, nothing in the books changes. mark-paid: invoices that are settled outside; no sync.
 * restore: from cleared or snoozed back to where it stood. All but resync apply at once and can be taken back.
 */
export const ProblemAct = z.discriminatedUnion("act", [
  z.object({ act: z.literal("resync") }),
  /** `withFollowers`: what waits behind these documents is cleared with them, such as the payments of an invoice. */
  z.object({ act: z.literal("clear"), because, withFollowers: z.boolean().default(false) }),
  z.object({ act: z.literal("mark-paid"), because }),
  z.object({ act: z.literal("restore") }),
  z.object({ act: z.literal("assign"), userId: z.uuid().nullable() }),
  z.object({
    act: z.literal("snooze"),
    until: z.discriminatedUnion("is", [
      z.object({ is: z.literal(snoozes[0]), day: z.iso.date() }),
      z.object({ is: z.literal(snoozes[1]) }),
      z.object({ is: z.literal(snoozes[2]) }),
      z.object({ is: z.literal(snoozes[3]), more: z.number().int().min(1).max(10_000) }),
    ]),
  }),
]);
export type ProblemAct = z.infer<typeof ProblemAct>;

export const problemActs = ["resync", "clear", "mark-paid", "restore", "assign", "snooze"] as const;

export const PreviewAct = z.object({
  companyFileId: z.uuid(),
  act: z.enum(problemActs),
  /** Of snooze: until what; it says which rows fit. */
  until: z.enum(snoozes).optional(),
  select: ProblemSelect,
});
export type PreviewAct = z.infer<typeof PreviewAct>;

/** What an act would do, before anybody says yes. */
export type ActPreview = {
  /** Rows it would be done to, and their money. */
  readonly total: number;
  readonly money: readonly MoneyJson[];
  /** What follows from it, in whole sentences: "Nothing is sent, and nothing in QuickBooks changes." */
  readonly says: readonly string[];
  /** Documents that wait behind these ones and go on waiting when they are cleared: `withFollowers` takes them along. */
  readonly behind: number;
  /** Resync: what is sent. Rows that are planned again stand under `plans`. */
  readonly creates: number;
  readonly updates: number;
  readonly voids: number;
  readonly plans: number;
  /** Rows the act cannot be done to, by reason in plain words: "5 are not invoices". They are left alone. */
  readonly skips: readonly { readonly reason: string; readonly rows: number }[];
  /** Rows that will most likely come back: the cause still stands, the period is closed, the number is used. */
  readonly willFail: readonly { readonly reason: string; readonly rows: number }[];
  /** Give it back with the act: what moved later is left out. */
  readonly asOf: string;
};

/** A resync waits so long before its first byte leaves, so that taking it back costs nothing. */
export const RESYNC_WAIT_MS = 5_000;
/** Up to so many rows an act is done while the person waits; more are accepted and done by the clock. */
export const ROWS_AT_ONCE_MAX = 2_000;

export const DoAct = z.object({ companyFileId: z.uuid(), act: ProblemAct, select: ProblemSelect });
export type DoAct = z.infer<typeof DoAct>;

/** `isApplied` false: so many rows that the clock applies them; the run tells how far it is. */
export type ActDone = {
  readonly bulkRunId: string;
  readonly total: number;
  /** Documents that waited behind these rows and were cleared with them. */
  readonly followers: number;
  readonly isApplied: boolean;
  /** Chosen rows that had moved on, by title. At most 100. */
  readonly movedOn: readonly string[];
  /** Chosen rows it could not be done to, by reason. */
  readonly skips: readonly { readonly reason: string; readonly rows: number }[];
};

export const UndoRun = z.object({ bulkRunId: z.uuid() });
export type UndoRun = z.infer<typeof UndoRun>;
/** `left`: rows that had gone on meanwhile, or about which somebody decided anew. They stay as they are. */
export type RunUndone = { readonly undone: number; readonly left: number; readonly isApplied: boolean };
export const ChangeRun = z.object({ bulkRunId: z.uuid(), wish: z.enum(["pause", "go-on", "abort"]) });
export type ChangeRun = z.infer<typeof ChangeRun>;

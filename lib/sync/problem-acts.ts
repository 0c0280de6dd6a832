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
  z.object({ act: z.literal("clear"), because }),
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

export const PreviewAct = z.object({
  companyFileId: z.uuid(),
  act: z.enum(["resync", "clear", "mark-paid", "restore", "assign", "snooze"]),
  select: ProblemSelect,
});
export type PreviewAct = z.infer<typeof PreviewAct>;

/** What an act would do, before anybody says yes. */
export type ActPreview = {
  readonly total: number;
  readonly money: readonly MoneyJson[];
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

export const DoAct = z.object({ companyFileId: z.uuid(), act: ProblemAct, select: ProblemSelect });
export type DoAct = z.infer<typeof DoAct>;

/** `isApplied` false: so many rows that the clock applies them; the run tells how far it is. */
export type ActDone = {
  readonly bulkRunId: string;
  readonly total: number;
  readonly isApplied: boolean;
  /** Chosen rows that had moved on, by title. At most 100. */
  readonly movedOn: readonly string[];
};

export const UndoRun = z.object({ bulkRunId: z.uuid() });
export type UndoRun = z.infer<typeof UndoRun>;
export const ChangeRun = z.object({ bulkRunId: z.uuid(), wish: z.enum(["pause", "go-on", "abort"]) });
export type ChangeRun = z.infer<typeof ChangeRun>;

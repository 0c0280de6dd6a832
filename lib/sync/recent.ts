// What was decided lately, and can it still be taken back? The shapes of the list that outlives every toast.
import { z } from "zod";

import type { BulkRunKind } from "./run.ts";

export const ListRecent = z.object({ companyFileId: z.uuid() });
export type ListRecent = z.output<typeof ListRecent>;

export type RecentRun = {
  readonly bulkRunId: string;
  readonly kind: BulkRunKind;
  /** "Clear 37 invoices" */
  readonly title: string;
  readonly startedBy: string;
  readonly startedAt: string;
  readonly isUndone: boolean;
  /** It changed only what is here; what was sent cannot be taken back from this list. */
  readonly isUndoable: boolean;
};

// What is asked when a cause is solved inside its card? The shapes that the card, the doors and the operations share.
import { z } from "zod";

import { problemCodes } from "#lib/problem.ts";
import { problemTabs } from "./triage.ts";

const ledgerId = z.string().min(1).max(50);
const about = z.string().min(1).max(500);

export const ChooseEntry = z.object({
  companyFileId: z.uuid(),
  code: z.enum(problemCodes),
  /** What the books do not have, as the cause names it. */
  about,
  tab: z.enum(problemTabs),
  /** QuickBooks ID of the entry that is meant instead. */
  entryId: ledgerId,
});
export type ChooseEntry = z.infer<typeof ChooseEntry>;

export const CreateItem = z.object({
  companyFileId: z.uuid(),
  /** The item the books do not have, as the cause names it. */
  about,
  /** QuickBooks ID of its income account. */
  accountId: ledgerId,
});
export type CreateItem = z.infer<typeof CreateItem>;

/** What a fix set going, and when (ISO): orders that are planned again, and documents that go again as they are. */
export type Released = { readonly orders: number; readonly documents: number; readonly at: string };

export const CountReturned = z.object({ companyFileId: z.uuid(), since: z.iso.datetime() });
export type CountReturned = z.infer<typeof CountReturned>;

export type Returned = {
  /** Nothing waits any more that was to be planned at that moment. */
  readonly isPlanned: boolean;
  /** Problems since then whose document had one before. */
  readonly returned: number;
};

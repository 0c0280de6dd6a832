// What is asked about entries of the books' lists, and what is shown of them.
import { z } from "zod";

import { entryLists } from "./choices.ts";

export const ListChoices = z.object({ companyFileId: z.uuid(), list: z.enum(entryLists) });
export type ListChoices = z.infer<typeof ListChoices>;

export type EntryShown = { readonly ledgerId: string; readonly name: string };

export type EntriesShown = {
  readonly entries: readonly EntryShown[];
  /** The one that the company's settings name now. */
  readonly chosenId: string | null;
};

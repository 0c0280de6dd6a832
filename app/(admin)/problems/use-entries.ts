// Which entries does QuickBooks have to choose from? Asked once a minute at most, by list.
"use client";

import { useQuery } from "@tanstack/react-query";

import { fetchJson, queryText } from "#app/(admin)/_watch/fetch-json.ts";
import type { EntryList } from "#lib/ledgers/choices.ts";
import type { EntriesShown, EntryShown } from "#lib/ledgers/entry-shapes.ts";

export type Entries = {
  readonly entries: readonly EntryShown[];
  /** The one that the company's settings name now. */
  readonly chosenId: string;
  /** What stands in the select before anything is chosen. */
  readonly first: string;
  readonly error: string | undefined;
};

/** `word`: what is chosen, "an item". Not asked for before it `isWanted`. */
export function useEntries(companyFileId: string, list: EntryList, word: string, isWanted = true): Entries {
  const query = useQuery({
    queryKey: ["ledger-entries", companyFileId, list],
    queryFn: async ({ signal }) =>
      await fetchJson<EntriesShown>(`/problems/entries?${queryText({ companyFileId, list })}`, signal),
    staleTime: 60_000,
    enabled: isWanted,
  });
  const entries = query.data?.entries ?? [];
  const isEmpty = query.isSuccess && entries.length === 0;
  return {
    entries,
    chosenId: query.data?.chosenId ?? "",
    first: query.isPending ? "Loading…" : isEmpty ? "QuickBooks has none to choose" : `Choose ${word}…`,
    error: query.error?.message,
  };
}

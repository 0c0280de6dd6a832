// How do the problems stand right now? Watched while somebody looks; the first answer came with the page.
"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { InfiniteData } from "@tanstack/react-query";
import { useMemo } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { problemQuery } from "#lib/sync/problem-query.ts";
import type { ProblemPage, RunShown } from "#lib/sync/problems.ts";

import { filterKey, listOf, type ProblemView } from "./view.ts";

const CALM_MS = 3_000;
const BUSY_MS = 1_000;
/** From here on, asking for every page again and again would be a burden. */
const MANY_PAGES = 4;
const MANY_PAGES_MS = 10_000;

export type FirstPage = { readonly filter: string; readonly page: ProblemPage };

/** Pages of the view's rows. `isBusy` asks every second. */
export function useProblemFeed(companyFileId: string, view: ProblemView, first: FirstPage, isBusy: boolean) {
  const { tab, cause } = view;
  const isFirst = first.filter === filterKey(view);
  const feed = useInfiniteQuery({
    queryKey: ["problems", companyFileId, tab, cause?.code ?? "", cause?.about ?? ""],
    queryFn: async ({ pageParam, signal }) => {
      const query = problemQuery({
        ...listOf(companyFileId, { tab, cause }),
        ...(pageParam ? { after: pageParam } : {}),
      });
      return await fetchJson<ProblemPage>(`/problems/feed?${query.toString()}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: ProblemPage) => last.next,
    ...(isFirst ? { initialData: onePage(first.page) } : {}),
    // Another cause of the same tab keeps the causes in place; another tab's causes would be wrong here.
    placeholderData: (before, query) => (query?.queryKey[2] === tab ? before : undefined),
    staleTime: BUSY_MS,
    refetchInterval: ({ state }) => {
      if ((state.data?.pages.length ?? 1) > MANY_PAGES) return MANY_PAGES_MS;
      return isBusy ? BUSY_MS : CALM_MS;
    },
  });
  const pages = feed.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.rows), [pages]);
  // The counters of the latest answer; the first page is asked first, so the last one is the newest.
  return { feed, page: pages?.at(-1) ?? first.page, rows, isTabLoading: pages === undefined };
}

function onePage(page: ProblemPage): InfiniteData<ProblemPage, string | null> {
  return { pages: [page], pageParams: [null] };
}

/** How far the resync is, asked every second until it is done. */
export function useRun(bulkRunId: string | null) {
  return useQuery({
    queryKey: ["problem-run", bulkRunId],
    queryFn: async ({ signal }) => await fetchJson<RunShown>(`/problems/runs/${bulkRunId ?? ""}`, signal),
    enabled: bulkRunId !== null,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.isDone || state.error ? false : BUSY_MS),
  });
}

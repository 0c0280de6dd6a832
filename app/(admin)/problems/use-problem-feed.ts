// How do the problems stand right now? Watched while somebody looks; the first answer came with the page.
"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { InfiniteData } from "@tanstack/react-query";
import { useMemo } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import type { ProblemPage, RunShown } from "#lib/sync/problems.ts";

import { feedQuery, listKey, type ProblemView } from "./view.ts";

const BUSY_MS = 1_000;
const CALM_MS = 3_000;
/** With news from the server, asking is only the net below it. */
const LIVE_MS = 20_000;
/** From here on, asking for every page again and again would be a burden. */
const MANY_PAGES = 4;
const MANY_PAGES_MS = 30_000;

export type FirstPage = { readonly list: string; readonly page: ProblemPage };

type FeedMood = { readonly isBusy: boolean; readonly isLive: boolean };

/** Pages of the view's rows. */
export function useProblemFeed(companyFileId: string, view: ProblemView, first: FirstPage, mood: FeedMood) {
  const list = listKey(view);
  const place = `${view.lane} ${view.tab}`;
  const feed = useInfiniteQuery({
    queryKey: ["problems", companyFileId, place, list],
    queryFn: async ({ pageParam, signal }) =>
      await fetchJson<ProblemPage>(`/problems/feed?${feedQuery(view, companyFileId, pageParam)}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: ProblemPage) => last.next,
    ...(first.list === list ? { initialData: onePage(first.page) } : {}),
    // Another filter of the same tab keeps counts and causes in place; another tab's causes would be wrong here.
    placeholderData: (before, query) => (query?.queryKey[2] === place ? before : undefined),
    staleTime: BUSY_MS,
    refetchInterval: ({ state }) => {
      if ((state.data?.pages.length ?? 1) > MANY_PAGES) return MANY_PAGES_MS;
      if (mood.isBusy) return BUSY_MS;
      return mood.isLive ? LIVE_MS : CALM_MS;
    },
  });
  const pages = feed.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.rows), [pages]);
  // The counters of the latest answer; the first page is asked first, so the last one is the newest.
  return { feed, page: pages?.at(-1) ?? first.page, rows, isPlaceLoading: pages === undefined };
}

function onePage(page: ProblemPage): InfiniteData<ProblemPage, string | null> {
  return { pages: [page], pageParams: [null] };
}

/** How far the bulk work is, asked every second until it is done. */
export function useRun(bulkRunId: string | null) {
  return useQuery({
    queryKey: ["problem-run", bulkRunId],
    queryFn: async ({ signal }) => await fetchJson<RunShown>(`/problems/runs/${bulkRunId ?? ""}`, signal),
    enabled: bulkRunId !== null,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.isDone || state.error ? false : BUSY_MS),
  });
}

// Which resync is watched? The one in the address; a reload or a way back to the page finds it again.
"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { useRun } from "./use-problem-feed.ts";
import type { GoTo } from "./use-problem-view.ts";

/** Keeps the run's id for this browser tab and company, in case the page is left by a link that does not name it. */
export function useWatchedRun(companyFileId: string, runId: string | null, goTo: GoTo) {
  const queries = useQueryClient();
  const place = `tieout-resync-${companyFileId}`;
  const run = useRun(runId);
  const isDone = run.data?.isDone === true;

  useEffect(() => {
    const kept = sessionStorage.getItem(place);
    if (!runId && kept) goTo({ run: kept }, "replace");
  }, [runId, place, goTo]);

  useEffect(() => {
    if (!isDone) return;
    sessionStorage.removeItem(place);
    void queries.invalidateQueries({ queryKey: ["problems"] });
  }, [isDone, place, queries]);

  return {
    run,
    isRunning: run.data ? !run.data.isDone : runId !== null && !run.error,
    watchRun: (bulkRunId: string) => {
      sessionStorage.setItem(place, bulkRunId);
      goTo({ run: bulkRunId }, "replace");
    },
    closeRun: () => {
      sessionStorage.removeItem(place);
      goTo({ run: null }, "replace");
    },
  };
}

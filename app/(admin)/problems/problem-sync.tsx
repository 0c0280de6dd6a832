// What does a person work with on Problem Sync? Tabs, causes, rows, the side panel, and one question before anything is sent.
"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { Freshness, NotFresh, NotLoaded } from "#app/(admin)/_watch/freshness.tsx";
import { figure, tabLabels } from "#app/(admin)/_watch/words.ts";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { PageHeader } from "#components/ui/page.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Cause, ProblemPage } from "#lib/sync/problems.ts";
import { problemTabs } from "#lib/sync/triage.ts";

import { CauseList } from "./cause-list.tsx";
import { CauseIsGone, NothingHere } from "./nothing-here.tsx";
import { ProblemPanel } from "./problem-panel.tsx";
import { ProblemRows } from "./problem-rows.tsx";
import { ResyncQuestion } from "./resync-question.tsx";
import { RunTray } from "./run-tray.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { useHeldRows } from "./use-held-rows.ts";
import { useProblemFeed, type FirstPage } from "./use-problem-feed.ts";
import { useProblemView } from "./use-problem-view.ts";
import { useRailCount } from "./use-rail-count.ts";
import { useSelection, type Target } from "./use-selection.ts";
import { useSteadyCauses } from "./use-steady-causes.ts";
import { useWatchedRun } from "./use-watched-run.ts";
import { causeKey, filterKey, viewHref } from "./view.ts";

/** How long after a mapping the list is looked at every second: the released documents go meanwhile. */
const MAPPED_BUSY_MS = 30_000;

export type ProblemSyncProps = {
  readonly companyFileId: string;
  readonly first: FirstPage;
  /** How many documents were changed in QuickBooks, for the tab beside. */
  readonly drifted: number;
  readonly mayResolve: boolean;
  readonly mayMap: boolean;
};

export function ProblemSync({ companyFileId, first, drifted, mayResolve, mayMap }: ProblemSyncProps) {
  const queries = useQueryClient();
  const { view, goTo } = useProblemView();
  const { run, isRunning, watchRun, closeRun } = useWatchedRun(companyFileId, view.run, goTo);
  const mapped = useBusyFor(MAPPED_BUSY_MS);
  const isBusy = isRunning || mapped.isBusy;
  const { feed, page, rows, isTabLoading } = useProblemFeed(companyFileId, view, first, isBusy);
  const causes = useSteadyCauses(isTabLoading ? [] : page.causes, view.tab);
  useRailCount(problemsIn(page));
  const filter = filterKey(view);
  const held = useHeldRows(feed.isPlaceholderData ? [] : rows, `${filter}\n${feed.data?.pages.length ?? 0}`);
  const selection = useSelection(rows, filter);
  const [asked, setAsked] = useState<Target | null>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const cause = causes.find((each) => causeKey(each) === causeKey(view.cause));

  function choose(next: Cause | null) {
    if (selection.count > 0) toast.info("The selection was dropped", { detail: "Other rows are listed now." });
    selection.drop();
    goTo({ cause: next ? { code: next.code, about: next.about } : null, open: null });
  }

  function started(bulkRunId: string) {
    selection.drop();
    watchRun(bulkRunId);
    void queries.invalidateQueries({ queryKey: ["problems"] });
    void queries.invalidateQueries({ queryKey: ["problem"] });
  }

  const list = (
    <ProblemRows
      held={held}
      rows={rows}
      selection={selection}
      cause={cause}
      tab={view.tab}
      openRowId={view.open}
      now={page.checkedAt}
      mayResolve={mayResolve}
      isLoading={feed.isPlaceholderData}
      hasMore={feed.hasNextPage}
      isLoadingMore={feed.isFetchingNextPage}
      onMore={() => void feed.fetchNextPage()}
      onOpen={(rowId) => goTo({ open: rowId }, view.open ? "replace" : "push")}
      onResync={setAsked}
      onHelp={() => setHelpOpen(true)}
    />
  );
  const isSettled = !feed.isPlaceholderData && !isTabLoading;

  return (
    <>
      <PageHeader
        title="Problem Sync"
        lead={leadOf(page)}
        actions={<Freshness updatedAt={feed.dataUpdatedAt} checkedAt={page.checkedAt} />}
      />
      <RunTray run={run.data} error={run.error} onClose={closeRun} />
      <LinkTabs
        label="Kinds of documents"
        tabs={[
          ...problemTabs.map((tab) => ({
            href: viewHref({ tab, cause: null, open: null, run: view.run }),
            label: tabLabels[tab],
            count: page.tabs[tab].rows,
            isCurrent: tab === view.tab,
          })),
          { href: "/problems/drift", label: "Drift", count: drifted, isCurrent: false },
        ]}
      />
      {feed.error && !isTabLoading ? (
        <NotFresh
          error={feed.error}
          checkedAt={page.checkedAt}
          isTrying={feed.isFetching}
          onRetry={() => void feed.refetch()}
        />
      ) : null}
      {view.cause && !cause && isSettled && causes.length > 0 ? (
        <CauseIsGone cause={view.cause} onShowAll={() => choose(null)} />
      ) : null}
      <CauseList
        companyFileId={companyFileId}
        causes={causes}
        view={view}
        now={page.checkedAt}
        mayResolve={mayResolve}
        mayMap={mayMap}
        onChoose={choose}
        onResync={setAsked}
        onMapped={() => {
          mapped.start();
          void queries.invalidateQueries({ queryKey: ["problems"] });
        }}
      >
        {list}
      </CauseList>
      {isTabLoading ? <TabOnItsWay feed={feed} /> : null}
      {causes.length === 0 && isSettled ? <NothingHere page={page} view={view} /> : null}
      {view.cause ? null : (
        <>
          {causes.length > 0 ? (
            <h2 className="border-b border-line px-edge pt-6 pb-2 text-md">
              All rows under {tabLabels[view.tab]}{" "}
              <span className="font-normal text-faint">{figure(page.tabs[view.tab].rows)}</span>
            </h2>
          ) : null}
          {list}
        </>
      )}
      <ProblemPanel
        rowId={view.open}
        rows={held.rows}
        now={page.checkedAt}
        isBusy={isBusy}
        mayResolve={mayResolve}
        onOpen={(rowId) => goTo({ open: rowId }, "replace")}
        onResync={setAsked}
      />
      <ResyncQuestion companyFileId={companyFileId} target={asked} onClose={() => setAsked(null)} onStarted={started} />
      <Shortcuts open={isHelpOpen} onOpenChange={setHelpOpen} mayResolve={mayResolve} />
    </>
  );
}

type TabOnItsWayProps = {
  readonly feed: Pick<ReturnType<typeof useProblemFeed>["feed"], "error" | "isFetching" | "refetch">;
};

/** A tab that was never looked at yet. */
function TabOnItsWay({ feed }: TabOnItsWayProps) {
  if (!feed.error) return <SkeletonRows />;
  return <NotLoaded error={feed.error} isTrying={feed.isFetching} onRetry={() => void feed.refetch()} />;
}

function problemsIn({ tabs }: ProblemPage): number {
  return Object.values(tabs).reduce((sum, { rows }) => sum + rows, 0);
}

/** "57 need you · 12 on the way · 31 waiting for another document · 214 in the books" */
function leadOf(page: ProblemPage): string {
  const { states } = page;
  const problems = problemsIn(page);
  const onTheWay = states.ready + states.sending + states.unsure;
  const parts = [
    problems === 0 ? "Nothing needs you" : `${figure(problems)} ${problems === 1 ? "needs" : "need"} you`,
    onTheWay > 0 ? `${figure(onTheWay)} on the way` : "",
    states.waiting > 0 ? `${figure(states.waiting)} waiting for another document` : "",
    states.posted > 0 ? `${figure(states.posted)} in the books` : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

/** True for a while after `start`. */
function useBusyFor(ms: number): { readonly isBusy: boolean; readonly start: () => void } {
  const [round, setRound] = useState(0);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    if (round === 0) return undefined;
    const timer = setTimeout(() => setBusy(false), ms);
    return () => clearTimeout(timer);
  }, [round, ms]);
  return {
    isBusy,
    start: () => {
      setBusy(true);
      setRound((before) => before + 1);
    },
  };
}

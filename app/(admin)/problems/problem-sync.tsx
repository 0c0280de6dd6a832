// What does a person work with on Problem Sync? Lanes, causes, rows, the side panel, and one question before each act.
"use client";

import { History } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";

import { Freshness, NotFresh, NotLoaded } from "#app/(admin)/_watch/freshness.tsx";
import { figure, tabLabels } from "#app/(admin)/_watch/words.ts";
import { Button } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import type { ProblemPage } from "#lib/sync/problems.ts";

import { saveLetters } from "./actions.ts";
import { CauseList } from "./cause-list.tsx";
import { FileTools } from "./file-tools.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { currencyOf } from "./filter-currency.ts";
import type { FilterChoices } from "./filter-words.ts";
import { LaneBar } from "./lane-bar.tsx";
import { ProblemList } from "./problem-list.tsx";
import { SavedViews } from "./saved-views.tsx";
import { useProblemPage } from "./use-problem-page.ts";
import type { FirstPage } from "./use-problem-feed.ts";
import { causeOf, feedQuery, hasCards, withCause } from "./view.ts";

// What is not the list itself comes when it is first needed: the list must be there at once.
const NothingHere = dynamic(async () => (await import("./nothing-here.tsx")).NothingHere);
const WaitingGroups = dynamic(async () => (await import("./waiting-groups.tsx")).WaitingGroups);
const CauseIsGone = dynamic(async () => (await import("./cause-is-gone.tsx")).CauseIsGone);
const ActDialog = dynamic(async () => (await import("./act-dialog.tsx")).ActDialog, { ssr: false });
const LinkDialog = dynamic(async () => (await import("./link-dialog.tsx")).LinkDialog, { ssr: false });
const UnlinkConfirm = dynamic(async () => (await import("./unlink-confirm.tsx")).UnlinkConfirm, { ssr: false });
const ProblemPanel = dynamic(async () => (await import("./problem-panel.tsx")).ProblemPanel, { ssr: false });
const RunTray = dynamic(async () => (await import("./run-tray.tsx")).RunTray);
const RecentActions = dynamic(async () => (await import("./recent-actions.tsx")).RecentActions, { ssr: false });
const Shortcuts = dynamic(async () => (await import("./shortcuts.tsx")).Shortcuts, { ssr: false });

export type ProblemSyncProps = {
  readonly companyFileId: string;
  /** Its name, where the tenant has several. */
  readonly company: string | null;
  readonly first: FirstPage;
  /** How many documents were changed in QuickBooks, for the lane beside. */
  readonly drifted: number;
  readonly mayAct: boolean;
  readonly mayChangeSettings: boolean;
  /** Single letters work as keys, as this person chose. */
  readonly hasLetters: boolean;
  readonly choices: Omit<FilterChoices, "currency">;
};

type Page = ReturnType<typeof useProblemPage>;

export function ProblemSync(props: ProblemSyncProps) {
  const { companyFileId, drifted, mayAct, mayChangeSettings } = props;
  const on = useProblemPage(companyFileId, props.first);
  const [hasLetters, setLetters] = useState(props.hasLetters);
  const { view, page, feed, acts, ties } = on;
  const rights = { hasLetters, mayAct };
  const choices = { ...props.choices, currency: currencyOf(Object.values(page.tabs).flatMap(({ money }) => money)) };
  const hasPanel = useEver(view.open !== null);
  const hasQuestion = useEver(acts.asked !== null);
  const hasTie = useEver(ties.asked !== null);
  const hasRecent = useEver(on.dialog === "recent");
  const hasKeys = useEver(on.dialog === "keys");
  return (
    <>
      <PageHeader
        title="Problem Sync"
        lead={props.company ? `${props.company} · ${leadOf(page)}` : leadOf(page)}
        actions={<Freshness updatedAt={feed.dataUpdatedAt} checkedAt={page.checkedAt} />}
      />
      <Tray on={on} mayAct={mayAct} />
      <LaneBar view={view} page={page} drifted={drifted} onGo={on.goToHref} />
      <FilterBar
        view={view}
        causes={on.causes}
        choices={choices}
        searchBox={on.searchBox}
        onFilter={on.filterBy}
        onSort={(sort) => on.goTo({ sort })}
        views={<SavedViews view={view} mayShare={mayAct} onGo={on.goToHref} />}
        tools={
          <>
            <Button icon={<History aria-hidden />} onClick={() => on.setDialog("recent")}>
              Recent actions
            </Button>
            <FileTools
              companyFileId={companyFileId}
              exportHref={exportHref(on, companyFileId)}
              mayAct={mayAct}
              onDecided={acts.onDecided}
            />
          </>
        }
      />
      {feed.error && !on.isPlaceLoading ? (
        <NotFresh
          error={feed.error}
          checkedAt={page.checkedAt}
          isTrying={feed.isFetching}
          onRetry={() => void feed.refetch()}
        />
      ) : null}
      <Content {...props} on={on} rights={rights} />
      {hasPanel ? (
        <ProblemPanel
          rowId={view.open}
          rows={on.held.rows}
          now={page.checkedAt}
          isBusy={on.isBusy}
          companyFileId={companyFileId}
          rights={{ mayAct, mayChangeSettings }}
          onReleased={on.onReleased}
          onOpen={(rowId) => on.goTo({ open: rowId }, "replace")}
          onAsk={acts.ask}
          onTie={ties.ask}
          onFilter={on.filterBy}
        />
      ) : null}
      {hasTie ? (
        <>
          <LinkDialog
            asked={ties.asked?.does === "link" ? ties.asked : null}
            onClose={ties.close}
            onLinked={ties.onLinked}
          />
          <UnlinkConfirm ties={ties} />
        </>
      ) : null}
      {hasQuestion ? (
        <ActDialog
          companyFileId={companyFileId}
          asked={acts.asked}
          people={choices.people}
          today={page.checkedAt.slice(0, 10)}
          onClose={acts.close}
          onStart={acts.onStart}
          onDone={acts.onDone}
          onRefused={acts.onRefused}
        />
      ) : null}
      {hasRecent ? (
        <RecentActions
          companyFileId={companyFileId}
          isOpen={on.dialog === "recent"}
          now={page.checkedAt}
          mayAct={mayAct}
          onClose={() => on.setDialog(null)}
          onUndo={acts.undo}
        />
      ) : null}
      {hasKeys ? (
        <Shortcuts
          open={on.dialog === "keys"}
          rights={rights}
          onOpenChange={(isOpen) => on.setDialog(isOpen ? "keys" : null)}
          onLetters={(next) => {
            setLetters(next);
            void saveLetters({ hasLetters: next });
          }}
        />
      ) : null}
    </>
  );
}

/** The work that is watched, once there is any. */
function Tray({ on: { view, run, acts, closeRun }, mayAct }: { readonly on: Page; readonly mayAct: boolean }) {
  const hasRun = useEver(view.run !== null);
  if (!hasRun) return null;
  return (
    <RunTray
      run={run.data}
      error={run.error}
      mayAct={mayAct}
      onClose={closeRun}
      onChange={(wish) => view.run && void acts.changeRun(view.run, wish)}
      onRetry={() => run.data && void acts.retryRun(run.data)}
    />
  );
}

/** True from the first time on, so that what has opened once can also close. */
function useEver(is: boolean): boolean {
  const [was, setWas] = useState(is);
  if (is && !was) setWas(true);
  return is || was;
}

type ContentProps = Pick<ProblemSyncProps, "companyFileId" | "mayAct" | "mayChangeSettings"> & {
  readonly on: Page;
  readonly rights: { readonly hasLetters: boolean; readonly mayAct: boolean };
};

/** Causes with their rows, then all rows; or why there are none. */
function Content({ on, companyFileId, mayAct, mayChangeSettings, rights }: ContentProps) {
  const { view, page, feed, causes, cause, held, isListLoading, isPlaceLoading } = on;
  const chosen = causeOf(view);
  const list = (
    <ProblemList
      view={view}
      page={page}
      held={held}
      selection={on.selection}
      cause={cause}
      rights={rights}
      isLoading={isListLoading}
      hasMore={feed.hasNextPage}
      isLoadingMore={feed.isFetchingNextPage}
      loadsOn={feed.hasNextPage && !feed.isFetching && !feed.error}
      onMore={() => void feed.fetchNextPage()}
      isPointed={on.isPointed}
      onPointed={on.setPointed}
      exportHref={exportHref(on, companyFileId)}
      actions={on.actions}
    />
  );
  if (isPlaceLoading) return <PlaceOnItsWay feed={feed} />;
  // Cards are for what is to be solved; elsewhere the rows say enough.
  const isCards = hasCards(view) && causes.length > 0;
  const isInCard = isCards && cause !== undefined;
  const isEmpty = !isListLoading && held.rows.length === 0;
  return (
    <>
      {view.lane === "waiting" ? <WaitingGroups groups={page.groups} company={view.company} /> : null}
      {isCards && chosen && !cause && !isListLoading ? (
        <CauseIsGone cause={chosen} onShowAll={() => on.filterBy(withCause(view.filter, null))} />
      ) : null}
      {isCards ? (
        <CauseList
          companyFileId={companyFileId}
          causes={causes}
          moreCauses={page.moreCauses}
          view={view}
          now={page.checkedAt}
          rights={{ mayAct, mayChangeSettings }}
          onChoose={on.choose}
          onAsk={on.acts.ask}
          onLink={(asked) => on.ties.ask({ does: "link", ...asked })}
          onReleased={on.onReleased}
          onDone={on.onDone}
        >
          {list}
        </CauseList>
      ) : null}
      {isEmpty && !(chosen && isCards) ? (
        <NothingHere page={page} view={view} hasFailed={feed.error !== null} onClearFilter={() => on.filterBy({})} />
      ) : null}
      {isInCard ? null : (
        <>
          {isCards && !isEmpty ? <AllRows on={on} /> : null}
          {list}
        </>
      )}
    </>
  );
}

function AllRows({ on: { view, page, feed, held } }: { readonly on: Page }) {
  const count = feed.hasNextPage ? page.found : held.rows.length;
  return (
    <h2 className="border-b border-line px-edge pt-6 pb-2 text-md">
      {Object.keys(view.filter).length > 0 ? "Rows that match" : `All rows under ${tabLabels[view.tab]}`}{" "}
      {count === null ? null : <span className="font-normal text-faint">{figure(count)}</span>}
    </h2>
  );
}

type PlaceOnItsWayProps = { readonly feed: Pick<Page["feed"], "error" | "isFetching" | "refetch"> };

/** A lane or tab that was never looked at yet. */
function PlaceOnItsWay({ feed }: PlaceOnItsWayProps) {
  if (!feed.error) return <SkeletonRows />;
  return <NotLoaded error={feed.error} isTrying={feed.isFetching} onRetry={() => void feed.refetch()} />;
}

function exportHref({ view }: Page, companyFileId: string): string {
  return `/problems/export?${feedQuery(view, companyFileId, null)}`;
}

/** "57 need you · 12 on the way · 31 behind another document · 214 in the books" */
function leadOf({ states, lanes }: ProblemPage): string {
  const problems = lanes["needs-you"];
  const onTheWay = states.ready + states.sending + states.unsure;
  const parts = [
    problems === 0 ? "Nothing needs you" : `${figure(problems)} ${problems === 1 ? "needs" : "need"} you`,
    onTheWay > 0 ? `${figure(onTheWay)} on the way` : "",
    states.waiting > 0 ? `${figure(states.waiting)} behind another document` : "",
    states.posted > 0 ? `${figure(states.posted)} in the books` : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

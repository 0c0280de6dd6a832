// How do view, rows, selection, acts and keys of the page work together? All of its state, apart from how it is drawn.
"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import { toast } from "#components/ui/toast.tsx";
import type { ProblemFilter } from "#lib/sync/problem-filter.ts";
import type { Released } from "#lib/sync/fixes.ts";
import type { Cause } from "#lib/sync/problems.ts";

import { focusFix } from "./cause-list.tsx";
import { laneIndexOf, type KeyCommand } from "./keys.ts";
import type { ListActions } from "./list-actions.ts";
import { useActs } from "./use-acts.ts";
import { useHeldRows } from "./use-held-rows.ts";
import { useLinks } from "./use-links.ts";
import { useLive } from "./use-live.ts";
import { useProblemFeed, type FirstPage } from "./use-problem-feed.ts";
import { useProblemView } from "./use-problem-view.ts";
import { useReleased } from "./use-released.ts";
import { useRailCount } from "./use-rail-count.ts";
import { useSelection } from "./use-selection.ts";
import { useSteadyCauses } from "./use-steady-causes.ts";
import { useWatchedRun } from "./use-watched-run.ts";
import { causeKey, causeOf, listKey, placeKey, viewLanes, withCause, type CauseKey } from "./view.ts";

/** How long after a mapping the list is looked at every second: the released documents go meanwhile. */
const RELEASED_BUSY_MS = 30_000;

export function useProblemPage(companyFileId: string, first: FirstPage) {
  const queries = useQueryClient();
  const { view, goTo, goToHref } = useProblemView();
  const { run, isRunning, watchRun, closeRun } = useWatchedRun(companyFileId, view.run, goTo);
  const released = useBusyFor(RELEASED_BUSY_MS);
  const sayReleased = useReleased(companyFileId);
  const isBusy = isRunning || released.isBusy;
  const isLive = useLive(companyFileId, () => void queries.invalidateQueries({ queryKey: ["problems"] }));
  const { feed, page, rows, isPlaceLoading } = useProblemFeed(companyFileId, view, first, { isBusy, isLive });
  const causes = useSteadyCauses(isPlaceLoading ? NO_CAUSES : page.causes, `${view.lane} ${view.tab}`);
  useRailCount(page.lanes["needs-you"]);
  const isListLoading = feed.isPlaceholderData || isPlaceLoading;
  const [isPointed, setPointed] = useState(false);
  const selection = useSelection(rows, placeKey(view));
  const held = useHeldRows(isListLoading ? NO_ROWS : rows, listKey(view), isPointed || selection.count > 0);
  const acts = useActs({ held, selection, onRun: watchRun });
  const ties = useLinks((rowId) => goTo({ open: rowId }, "replace"));
  const [dialog, setDialog] = useState<"keys" | "recent" | null>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const wanted = useWantedFocus(listKey(view), isListLoading);
  const cause = causes.find((each) => causeKey(each) === causeKey(causeOf(view)));

  function filterBy(filter: ProblemFilter) {
    if (selection.count > 0) toast.info("The selection was dropped", { detail: "Other rows are listed now." });
    selection.drop();
    goTo({ filter, open: null });
  }

  const choose = (next: Cause | null) => filterBy(withCause(view.filter, next));
  const stepOut = () => {
    if (view.open) goTo({ open: null }, "replace");
    else if (selection.count > 0) selection.drop();
    else if (causeOf(view)) choose(null);
  };
  const actions = useListActions({
    view,
    goTo,
    wanted,
    ask: acts.ask,
    link: ({ rowId, title }) => ties.ask({ does: "link", rowId, title }),
    undoLast: acts.undoLast,
    dropSelection: selection.drop,
    search: () => searchBox.current?.focus(),
    help: () => setDialog("keys"),
    stepOut,
  });

  const place = { view, goTo, goToHref, filterBy, choose };
  const found = { page, feed, rows, causes, cause, isPlaceLoading, isListLoading };
  const work = { selection, held, acts, ties, actions, isPointed, setPointed, run, closeRun, isBusy };
  const onReleased = (text: string, what: Released) => {
    sayReleased(text, what);
    onDone();
  };
  const onDone = () => {
    released.start();
    void queries.invalidateQueries({ queryKey: ["problems"] });
  };
  return { ...place, ...found, ...work, dialog, setDialog, searchBox, onReleased, onDone };
}

type ListActionsFrom = Pick<ReturnType<typeof useProblemView>, "view" | "goTo"> & {
  readonly wanted: ReturnType<typeof useWantedFocus>;
  readonly ask: ListActions["ask"];
  readonly link: ListActions["link"];
  readonly undoLast: () => void;
  readonly dropSelection: () => void;
  readonly search: () => void;
  readonly help: () => void;
  /** One level out: the panel, then the selection, then the cause. */
  readonly stepOut: () => void;
};

/** What the list may ask for, by key or by button. */
function useListActions({ view, goTo, wanted, ask, link, dropSelection, ...on }: ListActionsFrom): ListActions {
  const commands: Partial<Record<KeyCommand, () => void>> = {
    undo: on.undoLast,
    search: on.search,
    help: on.help,
    back: on.stepOut,
  };
  return {
    ask,
    link,
    open: (row) => goTo({ open: row.rowId }, view.open ? "replace" : "push"),
    fix: (cause: CauseKey) => {
      if (focusFix(cause)) return;
      const next = { lane: "needs-you", filter: withCause({}, cause), open: null } as const;
      wanted.want(listKey({ ...view, ...next }), cause);
      goTo(next);
    },
    command: (asked) => {
      const lane = laneIndexOf(asked);
      if (lane === null) {
        commands[asked]?.();
        return;
      }
      dropSelection();
      const next = { lane: viewLanes[lane] ?? view.lane, filter: withCause(view.filter, null), open: null };
      wanted.want(listKey({ ...view, ...next }), "row");
      goTo(next);
    },
  };
}

const NO_ROWS: readonly never[] = [];
const NO_CAUSES: readonly Cause[] = [];

type Wanted = { readonly list: string; readonly what: "row" | CauseKey };

/** Puts the focus where a key led, once the list that it led to has been drawn. */
function useWantedFocus(list: string, isLoading: boolean) {
  const wanted = useRef<Wanted | null>(null);
  useEffect(() => {
    if (isLoading || wanted.current?.list !== list) return;
    const { what } = wanted.current;
    wanted.current = null;
    if (what === "row") firstOfList()?.focus();
    else focusFix(what);
  });
  return { want: (to: string, what: Wanted["what"]) => void (wanted.current = { list: to, what }) };
}

/** The first row, or the lane itself when it is empty. */
function firstOfList(): HTMLElement | null {
  return (
    document.querySelector<HTMLElement>("[data-row][tabindex='0']") ??
    document.querySelector<HTMLElement>("nav[aria-label='Lanes'] [aria-current='page']")
  );
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

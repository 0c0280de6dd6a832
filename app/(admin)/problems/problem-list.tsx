// How are the listed rows worked on together? The table, what has arrived meanwhile, and the bar of what is chosen.
"use client";

import { ArrowUp, Keyboard } from "lucide-react";
import dynamic from "next/dynamic";
import { useLayoutEffect, useRef } from "react";
import type { RefObject } from "react";

import { figure, tabNoun } from "#app/(admin)/_watch/words.ts";
import { Button } from "#components/ui/button.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import type { Cause, ProblemPage, ProblemRow } from "#lib/sync/problems.ts";

import type { ActName } from "./acts.ts";
import type { ListActions } from "./list-actions.ts";
import type { KeyCommand, KeyRights } from "./keys.ts";
import { ProblemTable } from "./problem-table.tsx";
import type { HeldRows } from "./use-held-rows.ts";
import { matchingTarget, rowsTarget, type Selection, type Target } from "./use-selection.ts";
import { causeOf, type ProblemView } from "./view.ts";

// Comes with the first choice.
const ChosenBar = dynamic(async () => (await import("./chosen-bar.tsx")).ChosenBar, { ssr: false });

export type ProblemListProps = {
  readonly view: ProblemView;
  readonly page: ProblemPage;
  readonly held: HeldRows;
  readonly selection: Selection;
  readonly cause: Cause | undefined;
  readonly rights: KeyRights;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  /** More comes by itself when the end of what is loaded comes into sight. */
  readonly loadsOn: boolean;
  readonly onMore: () => void;
  readonly isPointed: boolean;
  /** Somebody points at the list or stopped to. */
  readonly onPointed: (isPointed: boolean) => void;
  readonly exportHref: string;
  readonly actions: ListActions;
};

const ACT_KEYS: Partial<Record<KeyCommand, ActName>> = {
  resync: "resync",
  clear: "clear",
  "mark-paid": "mark-paid",
  snooze: "snooze",
  assign: "assign",
};

export function ProblemList(props: ProblemListProps) {
  const { view, page, held, selection, cause, rights, actions } = props;
  const place = useRef<HTMLDivElement>(null);
  useStay(place, props.isPointed);
  if (props.isLoading) return <SkeletonRows rows={6} />;
  if (held.rows.length === 0) return null;
  const chosen = chosenTarget(props);
  function command(asked: KeyCommand, row: ProblemRow) {
    const target = chosen ?? rowsTarget([row], page.checkedAt);
    const act = ACT_KEYS[asked];
    if (act) actions.ask(act, target);
    else if (asked === "fix") actions.fix(target.cause ?? row);
    else if (asked === "link") actions.link(target.rows?.length === 1 ? target.rows[0]! : row);
    else actions.command(asked);
  }
  return (
    <div ref={place} onPointerEnter={() => props.onPointed(true)} onPointerLeave={() => props.onPointed(false)}>
      {held.arrived > 0 ? (
        <div className="sticky top-(--sticky-top) z-6 flex h-0 justify-center">
          <Button size="sm" icon={<ArrowUp aria-hidden />} className="mt-1.5 shadow-float" onClick={held.showArrived}>
            {figure(held.arrived)} new
          </Button>
        </div>
      ) : null}
      <ProblemTable
        label={cause ? `Rows of: ${cause.title}` : "All rows"}
        merged={held}
        found={foundOf(props)}
        selection={selection}
        openRowId={view.open}
        now={page.checkedAt}
        rights={rights}
        onOpen={actions.open}
        onCommand={command}
        loadsOn={props.loadsOn}
        onNearEnd={props.onMore}
      />
      <ListFoot {...props} />
      {chosen ? <ChosenBar {...props} chosen={chosen} found={foundOf(props)} /> : null}
    </div>
  );
}

/**
 * What comes above the list pushes it down: while somebody points at it, the page goes along. Only at the very top of the
 * page; below it, the browser does so itself.
 */
function useStay(place: RefObject<HTMLElement | null>, isPointed: boolean) {
  const was = useRef<number | null>(null);
  useLayoutEffect(() => {
    const top = isPointed && place.current ? place.current.getBoundingClientRect().top + window.scrollY : null;
    if (top !== null && was.current !== null && window.scrollY === 0) window.scrollBy(0, top - was.current);
    was.current = top;
  });
}

/** How many rows match: by the counters, or because the end is loaded. */
function foundOf({ page, held, hasMore }: Pick<ProblemListProps, "page" | "held" | "hasMore">): number | null {
  return hasMore ? page.found : held.rows.length - held.gone.size;
}

function chosenTarget(props: ProblemListProps): Target | null {
  const { view, page, selection, cause } = props;
  if (selection.count === 0) return null;
  if (!selection.isMatching) return rowsTarget(selection.rows, page.checkedAt);
  const isWhole = Object.keys(view.filter).length === 0;
  const money = cause && isOnlyCause(view) ? cause.money : isWhole ? page.tabs[view.tab].money : [];
  return matchingTarget(view, foundOf(props), money, page.checkedAt);
}

function isOnlyCause(view: ProblemView): boolean {
  return causeOf(view) !== null && Object.keys(view.filter).length === 2;
}

function ListFoot(props: ProblemListProps) {
  const { view, held, hasMore, isLoadingMore, onMore, actions } = props;
  const found = foundOf(props);
  const of = found === null ? "" : ` of ${figure(found)}`;
  return (
    <div className="flex items-center gap-3 px-edge py-2.5">
      <span className="mr-auto text-xs text-faint" role="status">
        {hasMore ? `${figure(held.rows.length)}${of} loaded` : `${figure(held.rows.length)} in all`}
        <span className="sr-only"> {tabNoun(view.tab).many}</span>
      </span>
      {/* The box above the column is not there on a phone. */}
      {props.rights.mayAct ? (
        <Button variant="quiet" size="sm" onClick={props.selection.togglePage} className="md:hidden">
          {props.selection.state === true ? "Drop all" : `Select ${figure(held.rows.length)} shown`}
        </Button>
      ) : null}
      <Button
        variant="quiet"
        size="sm"
        icon={<Keyboard aria-hidden />}
        onClick={() => actions.command("help")}
        className="max-md:hidden"
      >
        Keys
      </Button>
      {hasMore ? (
        <Button size="sm" pending={isLoadingMore} onClick={onMore}>
          Show more
        </Button>
      ) : null}
    </div>
  );
}

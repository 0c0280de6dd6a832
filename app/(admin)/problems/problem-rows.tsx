// How are the listed rows worked on together? The table, more of it, and the bar of what is chosen.
"use client";

import { ArrowUp, Keyboard } from "lucide-react";

import { counted, figure, rowsNoun } from "#app/(admin)/_watch/words.ts";
import { BulkBar } from "#components/bulk-bar.tsx";
import { Button } from "#components/ui/button.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import type { Cause, ProblemRow } from "#lib/sync/problems.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";

import { ProblemTable } from "./problem-table.tsx";
import type { HeldRows } from "./use-held-rows.ts";
import { causeTarget, fixOf, rowsTarget, targetText, type Selection, type Target } from "./use-selection.ts";

/** One request names at most so many rows; a whole cause has no limit. */
const ROWS_MAX = 1_000;

export type ProblemRowsProps = {
  readonly held: HeldRows;
  /** As the last answer had them. */
  readonly rows: readonly ProblemRow[];
  readonly selection: Selection;
  readonly cause: Cause | undefined;
  readonly tab: ProblemTab;
  readonly openRowId: string | null;
  readonly now: string;
  readonly mayResolve: boolean;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => void;
  readonly onOpen: (rowId: string | null) => void;
  readonly onResync: (target: Target) => void;
  readonly onHelp: () => void;
};

export function ProblemRows(props: ProblemRowsProps) {
  const { held, rows, selection, cause, openRowId, mayResolve, onOpen, onResync } = props;
  if (props.isLoading) return <SkeletonRows rows={4} />;
  if (held.rows.length === 0) return null;
  const chosen = chosenTarget(props);
  const noun = rowsNoun(rows.map((row) => row.kind));
  return (
    <>
      {held.arrived > 0 ? (
        <div className="flex justify-center border-b border-line py-1.5">
          <Button size="sm" icon={<ArrowUp aria-hidden />} onClick={held.release}>
            {figure(held.arrived)} new
          </Button>
        </div>
      ) : null}
      <ProblemTable
        label={cause ? `Rows of: ${cause.title}` : "All rows"}
        held={held}
        selection={selection}
        openRowId={openRowId}
        now={props.now}
        mayResolve={mayResolve}
        actions={{
          open: (row) => onOpen(row.rowId),
          resync: (row) => onResync(chosen ?? { ...rowsTarget([row]), ...(cause ? fixOf(cause) : {}) }),
          help: props.onHelp,
          back: () => (openRowId ? onOpen(null) : selection.drop()),
        }}
      />
      <ListFoot {...props} />
      {chosen ? (
        <BulkBar
          countText={selection.isWholeCause ? `All ${targetText(chosen)} of this cause` : counted(chosen.count, noun)}
          money={chosen.money}
          more={<WholeCause {...props} />}
          actions={
            <Button
              variant="primary"
              whyNot={isTooMany(chosen) ? `At most ${figure(ROWS_MAX)} rows at once, or a whole cause` : undefined}
              onClick={() => onResync(chosen)}
            >
              Resync {targetText(chosen)}
            </Button>
          }
          onDrop={selection.drop}
        />
      ) : null}
    </>
  );
}

function isTooMany({ select }: Target): boolean {
  return select.is === "rows" && select.rowIds.length > ROWS_MAX;
}

function chosenTarget({ selection, cause, tab, rows }: ProblemRowsProps): Target | null {
  if (selection.count === 0) return null;
  if (selection.isWholeCause && cause) return causeTarget(tab, cause);
  const target = rowsTarget(rows.filter((row) => selection.has(row.rowId)));
  return cause ? { ...target, ...fixOf(cause) } : target;
}

/** The page is taken; the rest of the cause can be had too. */
function WholeCause({ selection, cause, tab, hasMore }: ProblemRowsProps) {
  if (!cause || !hasMore || selection.isWholeCause || selection.state !== true) return null;
  return (
    <Button variant="quiet" size="sm" onClick={selection.takeWholeCause}>
      Select all {targetText(causeTarget(tab, cause))} of this cause
    </Button>
  );
}

function ListFoot({ held, hasMore, isLoadingMore, onMore, onHelp }: ProblemRowsProps) {
  return (
    <div className="flex items-center gap-3 px-edge py-2.5">
      <span className="mr-auto text-xs text-faint">
        {figure(held.rows.length)} {hasMore ? "shown" : "in all"}
      </span>
      <Button variant="quiet" size="sm" icon={<Keyboard aria-hidden />} onClick={onHelp} className="max-md:hidden">
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

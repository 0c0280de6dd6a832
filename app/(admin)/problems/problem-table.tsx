// Which documents need a person? One row each; only those in the window are drawn, all of them are counted.
"use client";

import { Fragment, useEffect, useRef, useState } from "react";
import type { KeyboardEvent } from "react";

import { counted, rowsNoun } from "#app/(admin)/_watch/words.ts";
import { Checkbox } from "#components/ui/field.tsx";
import { GapRow, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import type { ProblemRow } from "#lib/sync/problems.ts";

import { commandOf, type KeyCommand, type KeyRights } from "./keys.ts";
import { ProblemLine } from "./problem-line.tsx";
import type { MergedRows } from "./held-rows.ts";
import type { Selection } from "./use-selection.ts";
import { useVirtualRows } from "./use-virtual-rows.ts";

type ProblemTableProps = {
  readonly merged: MergedRows;
  /** How many rows there are, loaded or not; null: nobody knows. */
  readonly found: number | null;
  readonly selection: Selection;
  readonly openRowId: string | null;
  readonly now: string;
  readonly rights: KeyRights;
  readonly label: string;
  readonly onOpen: (row: ProblemRow) => void;
  /** What a key asks for that is not about moving or choosing. */
  readonly onCommand: (command: KeyCommand, row: ProblemRow) => void;
  readonly loadsOn: boolean;
  /** The end of what is loaded is in sight, and more may be asked for. */
  readonly onNearEnd: () => void;
};

export function ProblemTable(props: ProblemTableProps) {
  const { merged, found, selection, openRowId, now, rights, label, onOpen } = props;
  const { rows, gone } = merged;
  const body = useRef<HTMLTableSectionElement>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = Math.max(0, placeOf(rows, activeId ?? openRowId));
  const { drawn, gapBelowPx, measure, scrollTo } = useVirtualRows(
    body,
    rows.length,
    (index) => rows[index]?.rowId ?? String(index),
    active,
  );
  const wanted = useFocusWhenDrawn(body);
  useNearEnd(drawn.at(-1)?.index ?? 0, rows.length, props.loadsOn, props.onNearEnd);

  function focusRow(index: number) {
    const row = rows[index];
    if (!row) return;
    setActiveId(row.rowId);
    if (!drawn.some((each) => each.index === index)) scrollTo(index);
    wanted(row.rowId);
  }

  function onKey(event: KeyboardEvent<HTMLTableSectionElement>) {
    const index = placeOf(rows, rowIdOf(event.target));
    const row = rows[index];
    const command = isOwnKey(event) ? null : commandOf(event, rights);
    if (!row || !command) return;
    event.preventDefault();
    if (command === "next" || command === "before") focusRow(index + (command === "next" ? 1 : -1));
    else if (command === "select" || command === "select-range")
      selection.toggle(row.rowId, command === "select-range");
    else if (command === "select-all") selection.takeMore();
    else if (command === "open") onOpen(row);
    else props.onCommand(command, row);
  }

  return (
    <Table label={label} aria-rowcount={(found ?? -1) < 0 ? -1 : Math.max(found ?? 0, rows.length) + 1}>
      <Head {...props} />
      {/* The keys are a shortcut: every one of them has a button, a box or a link beside it. */}
      <TableBody ref={body} onKeyDown={onKey} onFocus={({ target }) => setActiveId(rowIdOf(target) ?? activeId)}>
        {drawn.map(({ index, gapPx }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <Fragment key={row.rowId}>
              <GapRow px={gapPx} />
              <ProblemLine
                row={row}
                index={index}
                measure={measure}
                now={now}
                isGone={gone.has(row.rowId)}
                isCurrent={row.rowId === openRowId}
                isChosen={selection.has(row.rowId)}
                isTabStop={index === active}
                mayAct={rights.mayAct}
                onOpen={() => onOpen(row)}
                onToggle={(isRange) => selection.toggle(row.rowId, isRange)}
              />
            </Fragment>
          );
        })}
        <GapRow px={gapBelowPx} />
      </TableBody>
    </Table>
  );
}

function Head({ merged: { rows }, rights, selection }: ProblemTableProps) {
  const everyRow = counted(rows.length, rowsNoun(rows.map((row) => row.kind)));
  return (
    <TableHead>
      <Row aria-rowindex={1}>
        {rights.mayAct ? (
          <HeadCell className="w-8">
            <Checkbox
              checked={selection.state}
              label={`Select ${everyRow} shown`}
              isLabelHidden
              onChange={selection.togglePage}
            />
          </HeadCell>
        ) : null}
        <HeadCell>Document</HeadCell>
        <HeadCell>Customer</HeadCell>
        <HeadCell>What is wrong</HeadCell>
        <HeadCell>Assigned</HeadCell>
        <HeadCell>Since</HeadCell>
        <HeadCell align="end">Amount</HeadCell>
      </Row>
    </TableHead>
  );
}

/** Focuses a row as soon as it is there: one that was out of sight is drawn first. */
function useFocusWhenDrawn(body: { readonly current: HTMLElement | null }): (rowId: string) => void {
  const wanted = useRef<string | null>(null);
  const focus = () => {
    const line = wanted.current && body.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (!line) return;
    wanted.current = null;
    line.focus();
  };
  useEffect(focus);
  return (rowId) => {
    wanted.current = rowId;
    focus();
  };
}

const NEAR_END_ROWS = 20;

/** Tells so again once it may: a page on its way is given up when the rows are looked at anew. */
function useNearEnd(lastDrawn: number, count: number, loadsOn: boolean, onNearEnd: () => void) {
  const isNear = count > 0 && lastDrawn >= count - NEAR_END_ROWS;
  const tell = useRef(onNearEnd);
  useEffect(() => {
    tell.current = onNearEnd;
  });
  useEffect(() => {
    if (isNear && loadsOn) tell.current();
  }, [isNear, count, loadsOn]);
}

function placeOf(rows: readonly ProblemRow[], rowId: string | null | undefined): number {
  return rowId ? rows.findIndex((row) => row.rowId === rowId) : -1;
}

function rowIdOf(target: EventTarget): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-row]")?.dataset.row : undefined;
}

/** Keys that belong to what has the focus inside a row: Enter and space of a button, a box, a link. */
function isOwnKey({ key, target }: KeyboardEvent): boolean {
  if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return true;
  return (key === "Enter" || key === " ") && !(target instanceof HTMLTableRowElement);
}

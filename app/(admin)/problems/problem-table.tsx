// Which documents need a person? One row each; worked by pointer, by touch, or by keys alone.
"use client";

import { useRef } from "react";
import type { KeyboardEvent, MouseEvent } from "react";

import { counted, rowsNoun } from "#app/(admin)/_watch/words.ts";
import { Money } from "#components/money.tsx";
import { cn } from "#components/ui/cn.ts";
import { Checkbox } from "#components/ui/field.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import type { ProblemRow } from "#lib/sync/problems.ts";

import type { HeldRows } from "./use-held-rows.ts";
import type { Selection } from "./use-selection.ts";

export type TableActions = {
  readonly open: (row: ProblemRow) => void;
  /** Asks before it sends; the chosen rows, else this one. */
  readonly resync: (row: ProblemRow) => void;
  readonly help: () => void;
  /** Escape: one step out. */
  readonly back: () => void;
};

type ProblemTableProps = {
  readonly held: HeldRows;
  readonly selection: Selection;
  readonly actions: TableActions;
  readonly openRowId: string | null;
  readonly now: string;
  readonly mayResolve: boolean;
  readonly label: string;
};

export function ProblemTable({ held, selection, actions, openRowId, now, mayResolve, label }: ProblemTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const active = held.rows.some((row) => row.rowId === openRowId) ? openRowId : held.rows[0]?.rowId;
  const everyRow = counted(held.rows.length, rowsNoun(held.rows.map((row) => row.kind)));

  function onKey(event: KeyboardEvent<HTMLTableSectionElement>) {
    const row = held.rows.find((each) => each.rowId === rowIdOf(event.target));
    if (!row || isTyping(event)) return;
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (step !== undefined) focusRow(body.current, row.rowId, step);
    else if (event.key === "x" && mayResolve) selection.toggle(row.rowId, false);
    else if (event.key === "X" && mayResolve) selection.toggle(row.rowId, true);
    else if (event.key === "Enter" && event.target instanceof HTMLTableRowElement) actions.open(row);
    else if (event.key === "r" && mayResolve) actions.resync(row);
    else if (event.key === "?") actions.help();
    else if (event.key === "Escape") actions.back();
    else return;
    event.preventDefault();
  }

  return (
    <div onPointerEnter={held.hold} onPointerLeave={held.release}>
      <Table label={label}>
        <TableHead>
          <Row>
            {mayResolve ? (
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
            <HeadCell>Since</HeadCell>
            <HeadCell align="end">Amount</HeadCell>
          </Row>
        </TableHead>
        {/* The keys are a shortcut: every one of them has a button, a box or a link beside it. */}
        <TableBody ref={body} onKeyDown={onKey}>
          {held.rows.map((row) => (
            <ProblemLine
              key={row.rowId}
              row={row}
              now={now}
              isGone={held.gone.has(row.rowId)}
              isCurrent={row.rowId === openRowId}
              isChosen={selection.has(row.rowId)}
              isTabStop={row.rowId === active}
              mayResolve={mayResolve}
              onOpen={() => actions.open(row)}
              onToggle={(isRange) => selection.toggle(row.rowId, isRange)}
            />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

type ProblemLineProps = {
  readonly row: ProblemRow;
  readonly now: string;
  readonly isGone: boolean;
  readonly isCurrent: boolean;
  readonly isChosen: boolean;
  readonly isTabStop: boolean;
  readonly mayResolve: boolean;
  readonly onOpen: () => void;
  readonly onToggle: (isRange: boolean) => void;
};

function ProblemLine(props: ProblemLineProps) {
  const { row, now, isGone, isCurrent, isChosen, isTabStop, mayResolve, onOpen, onToggle } = props;
  function onClick(event: MouseEvent<HTMLTableRowElement>) {
    // The box and the button have their own meaning; marking text with the pointer is not a click.
    const isOwn = event.target instanceof Element && event.target.closest("input, label, button, a");
    if (!isOwn && !window.getSelection()?.toString()) onOpen();
  }
  return (
    <Row
      data-row={row.rowId}
      tabIndex={isTabStop ? 0 : -1}
      isClickable
      isCurrent={isCurrent}
      isSelected={mayResolve ? isChosen : undefined}
      onClick={onClick}
      className={cn(isGone && "[&>td]:text-faint")}
    >
      {mayResolve ? (
        <Cell phone="lead">
          <Checkbox
            checked={isChosen}
            disabled={isGone}
            label={`Select ${row.title}, ${row.party}`}
            isLabelHidden
            onChange={({ nativeEvent }) => onToggle(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
          />
        </Cell>
      ) : null}
      <Cell phone="title" className="whitespace-nowrap max-md:whitespace-normal">
        <button type="button" onClick={onOpen} className="min-h-6 rounded-sm text-left font-medium hover:text-accent">
          {row.title}
        </button>
      </Cell>
      <Cell className="md:max-w-52">
        <span className="block md:truncate" title={row.party}>
          {row.party}
        </span>
      </Cell>
      <Cell phone="wide" className="text-soft md:w-full">
        {isGone ? "No longer a problem" : row.detail}
      </Cell>
      <Cell phone="sub-end" className="whitespace-nowrap text-soft">
        <RelativeTime at={row.since} now={now} />
      </Cell>
      <Cell phone="end" align="end">
        {row.money.minor === "0" ? <span className="text-faint">–</span> : <Money value={row.money} />}
      </Cell>
    </Row>
  );
}

function rowIdOf(target: EventTarget): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-row]")?.dataset.row : undefined;
}

/** Keys that belong to something else: a field, the browser, another shortcut. */
function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true;
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

function focusRow(body: HTMLElement | null, rowId: string, step: number) {
  const lines = [...(body?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const place = lines.findIndex((line) => line.dataset.row === rowId);
  lines[place + step]?.focus();
}

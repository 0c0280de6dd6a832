// How is one problem drawn as a row? Number, customer, what is wrong, who has it, since when, how much.
"use client";

import { RotateCcw } from "lucide-react";
import { memo } from "react";
import type { MouseEvent } from "react";

import { Money } from "#components/money.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import { Checkbox } from "#components/ui/field.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Cell, Row } from "#components/ui/table.tsx";
import type { ProblemRow } from "#lib/sync/problems.ts";

import { whyText } from "./row-words.ts";

type ProblemLineProps = {
  readonly row: ProblemRow;
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly measure: (row: HTMLElement | null) => void;
  readonly now: string;
  readonly isGone: boolean;
  readonly isCurrent: boolean;
  readonly isChosen: boolean;
  readonly isTabStop: boolean;
  readonly mayAct: boolean;
  readonly onOpen: () => void;
  readonly onToggle: (isRange: boolean) => void;
};

export function ProblemLine(props: ProblemLineProps) {
  const { row, index, measure, now, isGone, isCurrent, isChosen, isTabStop, mayAct, onOpen, onToggle } = props;
  function onClick(event: MouseEvent<HTMLTableRowElement>) {
    // The box and the button have their own meaning; marking text with the pointer is not a click.
    const isOwn = event.target instanceof Element && event.target.closest("input, label, button, a");
    if (!isOwn && !window.getSelection()?.toString()) onOpen();
  }
  return (
    <Row
      ref={measure}
      data-index={index}
      data-row={row.rowId}
      aria-rowindex={index + 2}
      tabIndex={isTabStop ? 0 : -1}
      isClickable
      isCurrent={isCurrent}
      isSelected={mayAct ? isChosen : undefined}
      onClick={onClick}
      className={cn(isGone && "[&>td]:text-faint")}
    >
      {mayAct ? (
        <Cell phone="lead">
          <Checkbox
            checked={isChosen}
            disabled={isGone}
            label={`Select ${row.title}, ${row.party}`}
            isLabelHidden
            // The list has one tab stop; x selects the row that has the focus.
            tabIndex={isTabStop ? 0 : -1}
            onChange={({ nativeEvent }) => onToggle(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
          />
        </Cell>
      ) : null}
      <Cell phone="title" className="whitespace-nowrap max-md:whitespace-normal">
        <button
          type="button"
          tabIndex={isTabStop ? 0 : -1}
          onClick={onOpen}
          className="min-h-6 rounded-sm text-left font-medium hover:text-accent"
        >
          {row.title}
        </button>
      </Cell>
      <Facts row={row} now={now} isGone={isGone} />
    </Row>
  );
}

type FactsProps = { readonly row: ProblemRow; readonly now: string; readonly isGone: boolean };

const Facts = memo(function Facts({ row, now, isGone }: FactsProps) {
  const why = isGone ? "No longer here" : whyText(row, now);
  return (
    <>
      <Cell className="md:max-w-52">
        <span className="block md:truncate" title={row.party}>
          {row.party}
        </span>
      </Cell>
      <Cell phone="wide" className="text-soft md:w-full md:max-w-0">
        <span className="flex items-center gap-2">
          {row.cameBack > 0 && !isGone ? (
            <Badge icon={<RotateCcw aria-hidden />} className="shrink-0">
              Came back
            </Badge>
          ) : null}
          <span className="min-w-0 md:truncate" title={why}>
            {why}
          </span>
        </span>
      </Cell>
      <Cell className="whitespace-nowrap text-soft max-md:empty:hidden">{row.assignee?.name ?? ""}</Cell>
      <Cell phone="sub-end" className="whitespace-nowrap text-soft">
        <RelativeTime at={row.since} now={now} />
      </Cell>
      <Cell phone="end" align="end">
        {row.money.minor === "0" ? <span className="text-faint">–</span> : <Money value={row.money} />}
      </Cell>
    </>
  );
});

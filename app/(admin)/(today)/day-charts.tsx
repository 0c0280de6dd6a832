// How did the last days go? Three small charts, each with its table; the charting library comes after the page.
"use client";

import dynamic from "next/dynamic";
import { useId, useState, type ReactNode } from "react";

import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Section } from "#components/ui/page.tsx";
import { DateText } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { durationText, type DayFigures } from "#lib/today/days.ts";

import { figure } from "../_watch/words.ts";
import type { Bar } from "./day-bars.tsx";

const DayBars = dynamic(async () => (await import("./day-bars.tsx")).DayBars, {
  ssr: false,
  loading: () => <Skeleton className="h-36 w-full" />,
});

type DayChartsProps = { readonly days: readonly DayFigures[]; readonly medianMinutes: number | null };

export function DayCharts({ days, medianMinutes }: DayChartsProps) {
  const posted = days.reduce((sum, day) => sum + day.posted, 0);
  const cameUp = days.reduce((sum, day) => sum + day.cameUp, 0);
  return (
    <Section title={`The last ${days.length} days`} isFlush>
      <div className="grid border-t border-line lg:grid-cols-3">
        <DayChart
          title="Posted per day"
          sum={`${figure(posted)} posted to QuickBooks`}
          column="Posted"
          colour="var(--color-accent)"
          bars={days.map(({ day, posted: value }) => ({ day, value, text: figure(value) }))}
        />
        <DayChart
          title="Problems per day"
          sum={`${figure(cameUp)} came up`}
          column="Came up"
          colour="var(--color-bad)"
          bars={days.map(({ day, cameUp: value }) => ({ day, value, text: figure(value) }))}
        />
        <DayChart
          title="Time to resolve"
          sum={medianMinutes === null ? "Nothing was resolved yet" : `half within about ${durationText(medianMinutes)}`}
          column="Median"
          colour="var(--color-line-strong)"
          isDuration
          bars={days.map(({ day, medianMinutes: value }) => ({
            day,
            value: value ?? 0,
            text: value === null ? "none resolved" : durationText(value),
          }))}
        />
      </div>
    </Section>
  );
}

type DayChartProps = {
  readonly title: string;
  /** What the days come to, in words. */
  readonly sum: string;
  readonly column: string;
  readonly colour: string;
  readonly isDuration?: boolean;
  readonly bars: readonly Bar[];
};

/** The table is always there for a screen reader; the button shows it to everybody else in place of the chart. */
function DayChart({ title, sum, column, colour, isDuration = false, bars }: DayChartProps) {
  const [isTable, setIsTable] = useState(false);
  const headingId = useId();
  const instead = isTable ? "Show as chart" : "Show as table";
  return (
    <section aria-labelledby={headingId} className="min-w-0 border-b border-line px-edge py-4 lg:not-last:border-r">
      <div className="flex items-start justify-between gap-3">
        <div>
          <h3 id={headingId} className="text-sm">
            {title}
          </h3>
          <p className="text-xs text-soft">{sum} · days by UTC</p>
        </div>
        <Button size="sm" aria-label={`${instead}: ${title}`} onClick={() => setIsTable(!isTable)}>
          {instead}
        </Button>
      </div>
      {isTable ? null : (
        <div aria-hidden className="mt-3 h-36">
          {bars.every(({ value }) => value === 0) ? (
            <Nothing>Nothing to draw yet</Nothing>
          ) : (
            <DayBars bars={bars} colour={colour} isDuration={isDuration} />
          )}
        </div>
      )}
      {/* It scrolls, so a keyboard must be able to get there. */}
      <div
        role="group"
        aria-label={`${title}, day by day`}
        tabIndex={isTable ? 0 : undefined}
        className={cn(
          "relative",
          isTable ? "mt-3 max-h-72 overflow-y-auto [--edge:0px] [--sticky-top:0px]" : "sr-only",
        )}
      >
        <DayTable label={title} column={column} bars={bars} />
      </div>
    </section>
  );
}

function Nothing({ children }: { readonly children: ReactNode }) {
  return (
    <p className="grid h-full place-items-center border border-dashed border-line text-xs text-faint">{children}</p>
  );
}

/** Newest day first. */
function DayTable({ label, column, bars }: { label: string; column: string; bars: readonly Bar[] }) {
  return (
    <Table label={label} isStacked={false}>
      <TableHead>
        <Row>
          <HeadCell>Day</HeadCell>
          <HeadCell align="end">{column}</HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {bars.toReversed().map(({ day, text }) => (
          <Row key={day}>
            <Cell>
              <DateText date={day} />
            </Cell>
            <Cell align="end">{text}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

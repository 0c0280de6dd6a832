// How is a bar for each day drawn? The one file that knows the charting library; colours are tokens, so themes come by themselves.
"use client";

import { Bar as Column, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

import { durationText } from "#lib/today/days.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `text` is the value as people read it. */
export type Bar = { readonly day: string; readonly value: number; readonly text: string };

type DayBarsProps = {
  readonly bars: readonly Bar[];
  readonly colour: string;
  /** Values are minutes. */
  readonly isDuration: boolean;
};

export function DayBars({ bars, colour, isDuration }: DayBarsProps) {
  const tick = { fill: "var(--color-faint)", fontSize: 11 };
  const ticks = [bars[0], bars[Math.floor(bars.length / 2)], bars.at(-1)].flatMap((bar) => bar?.day ?? []);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={[...bars]}
        margin={{ top: 4, right: 20, bottom: 0, left: 0 }}
        accessibilityLayer={false}
        barCategoryGap={2}
      >
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <XAxis
          dataKey="day"
          ticks={ticks}
          interval={0}
          tickFormatter={dayText}
          tick={tick}
          tickLine={false}
          stroke="var(--color-line)"
        />
        <YAxis
          width={52}
          tickCount={3}
          allowDecimals={false}
          tickFormatter={isDuration ? axisDuration : axisFigure}
          tick={tick}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip cursor={{ fill: "var(--color-hover)" }} isAnimationActive={false} content={Hint} />
        <Column dataKey="value" fill={colour} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}

type HintProps = { readonly active?: boolean; readonly payload?: readonly { readonly payload?: Bar }[] };

function Hint({ active, payload }: HintProps) {
  const bar = payload?.[0]?.payload;
  if (!active || !bar) return null;
  return (
    <p className="rounded-md border border-line bg-raised px-2 py-1 text-xs shadow-float">
      <span className="text-soft">{dayText(bar.day)}</span> <strong>{bar.text}</strong>
    </p>
  );
}

/** "27 Nov" */
function dayText(day: string): string {
  const [, month, date] = day.split("-");
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? ""}`;
}

function axisDuration(minutes: number): string {
  return minutes === 0 ? "0" : durationText(minutes);
}

function axisFigure(value: number): string {
  return value.toLocaleString("en-US", { notation: "compact" });
}

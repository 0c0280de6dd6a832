// How far is the export, and what came of each order?
"use client";

import { CircleAlert, CircleCheck, LoaderCircle } from "lucide-react";

import { counted, figure, nouns } from "#app/(admin)/_watch/words.ts";
import { toneText, type Tone } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import { Progress } from "#components/ui/progress.tsx";
import type { ExportOutcome, ExportRunShown, ExportStarted } from "#lib/sync/exports.ts";

const LOOKS: Readonly<Record<ExportOutcome, { word: string; tone: Tone; icon: typeof CircleCheck }>> = {
  going: { word: "Going", tone: "accent", icon: LoaderCircle },
  exported: { word: "Exported", tone: "good", icon: CircleCheck },
  problem: { word: "Not exported", tone: "bad", icon: CircleAlert },
};

/** "2 orders exported, 1 not". */
export function resultTitle({ isDone, exported, problems }: ExportRunShown): string {
  if (!isDone) return "Exporting to QuickBooks";
  if (problems === 0) return `${counted(exported, nouns.order)} exported`;
  return exported === 0
    ? `${counted(problems, nouns.order)} not exported`
    : `${counted(exported, nouns.order)} exported, ${figure(problems)} not`;
}

type ExportResultProps = { readonly run: ExportRunShown } & Pick<ExportStarted, "skipped" | "unasked">;

export function ExportResult({ run, skipped, unasked }: ExportResultProps) {
  const parts = [
    `${figure(run.exported)} exported`,
    ...(run.problems > 0 ? [`${figure(run.problems)} not exported`] : []),
    `${figure(run.left)} left`,
  ];
  return (
    <>
      {run.isDone ? null : (
        <Progress label={run.title} value={run.total - run.left} max={run.total} detail={parts.join(" · ")} />
      )}
      <ul aria-label="Result of the export" className="mt-3 divide-y divide-line border-y border-line">
        {run.rows.map((row) => (
          <li key={row.orderId} className="flex flex-wrap items-center gap-x-3 py-1.5">
            <span className="font-medium">{row.number}</span>
            <span className="truncate text-soft">{row.customerName}</span>
            <span className="ml-auto flex flex-wrap items-center gap-x-2.5">
              {row.outcome === "problem" ? <span className="text-soft">{row.note}</span> : null}
              <Outcome outcome={row.outcome} />
            </span>
          </li>
        ))}
      </ul>
      {run.total > run.rows.length ? (
        <p className="pt-2 text-soft">And {counted(run.total - run.rows.length, nouns.order)} more.</p>
      ) : null}
      {unasked === null ? null : (
        <p role="status" className="flex items-start gap-2 pt-3">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          <span>
            Whether QuickBooks has payments on these invoices that are not known here could not be asked. {unasked}
          </span>
        </p>
      )}
      {skipped.length > 0 ? (
        <div className="pt-3">
          <p className="font-medium">Left alone</p>
          <ul aria-label="Left alone" className="text-soft">
            {skipped.map((row) => (
              <li key={row.orderId}>
                {row.number}: {row.note}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}

function Outcome({ outcome }: { readonly outcome: ExportOutcome }) {
  const { word, tone, icon: Icon } = LOOKS[outcome];
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", toneText[tone])}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {word}
    </span>
  );
}

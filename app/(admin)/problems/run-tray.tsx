// How far is the resync, and how did it end? A slim strip that survives a reload.
"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";

import { figure } from "#app/(admin)/_watch/words.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Progress } from "#components/ui/progress.tsx";
import type { RunShown } from "#lib/sync/problems.ts";

type RunTrayProps = { readonly run: RunShown | undefined; readonly error: Error | null; readonly onClose: () => void };

/** The place of the announcement stays in the page, so that its end is heard. */
export function RunTray({ run, error, onClose }: RunTrayProps) {
  return (
    <>
      <p role="status" className="sr-only">
        {run?.isDone ? `${run.title} has ended. ${endText(run)}` : ""}
      </p>
      {run || error ? (
        <section
          aria-label="Running work"
          className="flex items-center gap-3 border-b border-line bg-sunken px-edge py-2 max-md:items-start"
        >
          {run?.isDone ? <Ended run={run} /> : null}
          {run && !run.isDone ? <Running run={run} /> : null}
          {!run && error ? (
            <p className="min-w-0 flex-1 text-soft">The progress could not be read. {error.message}</p>
          ) : null}
          {!run || run.isDone ? (
            <IconButton label="Close" icon={<X />} onClick={onClose} className="-my-1 -mr-2" />
          ) : null}
        </section>
      ) : null}
    </>
  );
}

function Running({ run }: { readonly run: RunShown }) {
  const parts = [
    `${figure(run.posted)} posted`,
    ...(run.problems > 0 ? [`${figure(run.problems)} still a problem`] : []),
    `${figure(run.left)} left`,
  ];
  return (
    <div className="min-w-0 flex-1">
      <Progress label={run.title} value={run.total - run.left} max={run.total} detail={parts.join(" · ")} />
    </div>
  );
}

function Ended({ run }: { readonly run: RunShown }) {
  const isGood = run.problems === 0;
  return (
    <p className="flex min-w-0 flex-1 items-center gap-2">
      {isGood ? (
        <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
      ) : (
        <CircleAlert aria-hidden className="size-4 shrink-0 text-warn" />
      )}
      <span>
        <strong>{run.title}:</strong> <span className="text-soft">{endText(run)}</span>
      </span>
    </p>
  );
}

/** "35 posted, 2 still a problem." */
function endText({ posted, problems, total }: RunShown): string {
  const other = total - posted - problems;
  const parts = [
    `${figure(posted)} posted to QuickBooks`,
    ...(problems > 0 ? [`${figure(problems)} still a problem`] : []),
    ...(other > 0 ? [`${figure(other)} replaced or waiting for another document`] : []),
  ];
  return `${parts.join(", ")}.`;
}

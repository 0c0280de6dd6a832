// How far is the resync, and how did it end? A slim strip that survives a reload.
"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";

import { figure } from "#app/(admin)/_watch/words.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Progress } from "#components/ui/progress.tsx";
import type { ChangeRun } from "#lib/sync/problem-acts.ts";
import type { RunShown } from "#lib/sync/problems.ts";

type RunTrayProps = {
  readonly run: RunShown | undefined;
  readonly error: Error | null;
  readonly mayAct: boolean;
  readonly onClose: () => void;
  /** Holds it, lets it go on, or ends it where it is. */
  readonly onChange: (wish: ChangeRun["wish"]) => void;
  /** Once more, for those that failed alone. */
  readonly onRetry: () => void;
};

/** The place of the announcement is there before the end, so that the end is heard. */
export function RunTray({ run, error, mayAct, onClose, onChange, onRetry }: RunTrayProps) {
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
          {mayAct && run && isClocked(run) ? <Hold run={run} onChange={onChange} /> : null}
          {mayAct && run?.isDone && !run.undo && run.failed + run.problems > 0 ? (
            <Button size="sm" onClick={onRetry}>
              Retry the {figure(run.failed + run.problems)} that failed
            </Button>
          ) : null}
          {run?.isDone ? (
            <ButtonLink size="sm" variant="quiet" href={`/problems/runs/${run.bulkRunId}/csv`} download>
              Results
            </ButtonLink>
          ) : null}
          {!run || run.isDone ? (
            <IconButton label="Close" icon={<X />} onClick={onClose} className="-my-1 -mr-2" />
          ) : null}
        </section>
      ) : null}
    </>
  );
}

/** Done part by part by the clock, so that it can be held. */
function isClocked({ state }: RunShown): boolean {
  return state === "running" || state === "paused";
}

function Hold({ run, onChange }: { readonly run: RunShown; readonly onChange: RunTrayProps["onChange"] }) {
  const isPaused = run.state === "paused";
  return (
    <div className="flex gap-2">
      <Button size="sm" onClick={() => onChange(isPaused ? "go-on" : "pause")}>
        {isPaused ? "Go on" : "Pause"}
      </Button>
      {run.undo ? null : (
        <Button size="sm" variant="danger" onClick={() => onChange("abort")}>
          End here
        </Button>
      )}
    </div>
  );
}

function Running({ run }: { readonly run: RunShown }) {
  if (run.undo) return <TakingBack run={run} undone={run.undo.undone} />;
  const isResync = run.kind === "resync";
  const parts = [
    run.state === "paused" ? "held" : "",
    isResync ? `${figure(run.posted)} posted` : `${figure(run.ok)} done`,
    run.problems > 0 ? `${figure(run.problems)} still a problem` : "",
    run.failed > 0 ? `${figure(run.failed)} left alone` : "",
    `${figure(run.left)} left`,
  ];
  return (
    <div className="min-w-0 flex-1">
      <Progress
        label={run.title}
        value={Math.max(0, run.total - run.left)}
        max={run.total}
        detail={parts.filter(Boolean).join(" · ")}
      />
    </div>
  );
}

/** Of what was done, so much is taken back. */
function TakingBack({ run, undone }: { readonly run: RunShown; readonly undone: number }) {
  const parts = [
    run.state === "paused" ? "held" : "",
    `${figure(undone)} of ${figure(run.ok + run.followers)} taken back`,
  ];
  return (
    <div className="min-w-0 flex-1">
      <Progress
        label={`Taking back: ${run.title}`}
        value={undone}
        max={run.ok + run.followers}
        detail={parts.filter(Boolean).join(" · ")}
      />
    </div>
  );
}

function Ended({ run }: { readonly run: RunShown }) {
  const isGood = run.problems + run.failed === 0 && run.state !== "failed";
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

/** "35 posted to QuickBooks, 2 still a problem." */
function endText(run: RunShown): string {
  const { kind, ok, followers, failed, posted, problems, total, undo, state } = run;
  if (undo) return `taken back${undo.left > 0 ? `; ${figure(undo.left)} had gone on meanwhile` : ""}.`;
  const other = ok - posted - problems;
  const untouched = total - ok - failed;
  const parts =
    kind === "resync"
      ? [
          `${figure(posted)} posted to QuickBooks`,
          problems > 0 ? `${figure(problems)} still a problem` : "",
          other > 0 ? `${figure(other)} replaced or waiting for another document` : "",
        ]
      : [`${figure(ok)} done`, followers > 0 ? `with ${figure(followers)} that waited behind them` : ""];
  const ends = [
    failed > 0 ? `${figure(failed)} left alone` : "",
    state === "aborted" ? `ended before its end with ${figure(untouched)} untouched` : "",
    state === "failed" ? `stopped by a fault of ours with ${figure(untouched)} untouched (${run.failure})` : "",
  ];
  return `${[...parts, ...ends].filter(Boolean).join(", ")}.`;
}

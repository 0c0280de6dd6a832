// How far is the pull of balances, and how did it end? A slim strip that survives a reload.
"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, CirclePause, X } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { figure } from "#app/(admin)/_watch/words.ts";
import { RawToggle } from "#components/raw-toggle.tsx";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Progress } from "#components/ui/progress.tsx";
import type { ChangePull, LatestPull, PullShown } from "#lib/sync/balances.ts";

import { changeRun } from "./actions.ts";

const RUNNING_MS = 700;
const CALM_MS = 15_000;

type PullTrayProps = { readonly companyFileId: string; readonly mayPull: boolean };

export function PullTray({ companyFileId, mayPull }: PullTrayProps) {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ["pull", companyFileId],
    queryFn: async ({ signal }) => await fetchJson<LatestPull>(`/orders/pull?companyFileId=${companyFileId}`, signal),
    refetchInterval: ({ state }) => (state.data?.pull?.state === "running" ? RUNNING_MS : CALM_MS),
  });
  const [closed, setClosed] = useClosed(companyFileId);
  const [refusal, setRefusal] = useState<string | null>(null);
  const run = data?.pull ?? null;
  const progress = run ? `${run.bulkRunId}/${run.state}/${run.done}` : "";
  useEffect(() => {
    if (progress) void queries.invalidateQueries({ queryKey: ["orders"] });
  }, [progress, queries]);

  async function change(wish: ChangePull["wish"]) {
    if (!run) return;
    const answer = await changeRun({ bulkRunId: run.bulkRunId, wish });
    setRefusal(answer.ok ? null : answer.refusal.sentence);
    await queries.invalidateQueries({ queryKey: ["pull", companyFileId] });
  }

  const isShown = run !== null && (run.state === "running" || closed !== run.bulkRunId);
  return (
    <>
      <p role="status" className="sr-only">
        {run && run.state !== "running" ? `${run.title} has ended. ${endText(run)}` : ""}
      </p>
      {isShown ? (
        <section aria-label="Pull of balances" className="grid gap-1.5 border-b border-line bg-sunken px-edge py-2">
          <div className="flex items-center gap-3 max-md:flex-wrap">
            {run.state === "running" ? <Running run={run} /> : <Ended run={run} />}
            <Buttons run={run} mayPull={mayPull} onChange={change} onClose={() => setClosed(run.bulkRunId)} />
          </div>
          {refusal ? (
            <p role="alert" className="text-bad">
              {refusal}
            </p>
          ) : null}
          {run.failures.length > 0 ? <Failures run={run} /> : null}
        </section>
      ) : null}
    </>
  );
}

/** The run whose end this browser tab has put away. */
function useClosed(companyFileId: string): readonly [string | null, (bulkRunId: string) => void] {
  const place = `tieout-pull-closed-${companyFileId}`;
  // The strip comes with the first answer, which is never there on the server.
  const [closed, setClosed] = useState(() =>
    typeof window === "undefined" ? null : window.sessionStorage.getItem(place),
  );
  return [
    closed,
    (bulkRunId) => {
      window.sessionStorage.setItem(place, bulkRunId);
      setClosed(bulkRunId);
    },
  ];
}

type ButtonsProps = {
  readonly run: PullShown;
  readonly mayPull: boolean;
  readonly onChange: (wish: ChangePull["wish"]) => Promise<void>;
  readonly onClose: () => void;
};

function Buttons({ run, mayPull, onChange, onClose }: ButtonsProps) {
  const whyNot = mayPull ? undefined : "You may look at orders, not pull balances.";
  if (run.state === "running") {
    return (
      <Button size="sm" pending={run.isStopping} whyNot={whyNot} onClick={() => void onChange("stop")}>
        {run.isStopping ? "Stopping" : "Stop"}
      </Button>
    );
  }
  return (
    <>
      {run.state === "done" ? null : (
        <Button size="sm" whyNot={whyNot} onClick={() => void onChange("resume")}>
          Resume, {figure(run.total - run.done)} left
        </Button>
      )}
      <IconButton label="Close" icon={<X />} onClick={onClose} className="-my-1 -mr-2" />
    </>
  );
}

function Running({ run }: { readonly run: PullShown }) {
  const parts = [
    `${figure(run.done)} of ${figure(run.total)}`,
    ...(run.failed > 0 ? [`${figure(run.failed)} could not be pulled`] : []),
  ];
  return (
    <div className="min-w-0 flex-1 basis-60">
      <Progress label={run.title} value={run.done} max={Math.max(run.total, 1)} detail={parts.join(" · ")} />
      {run.note ? <p className="text-xs text-soft">{run.note}</p> : null}
    </div>
  );
}

function Ended({ run }: { readonly run: PullShown }) {
  const isStopped = run.state !== "done";
  return (
    <p className="flex min-w-0 flex-1 basis-60 items-center gap-2">
      {isStopped ? (
        <CirclePause aria-hidden className="size-4 shrink-0 text-warn" />
      ) : run.failed > 0 ? (
        <CircleAlert aria-hidden className="size-4 shrink-0 text-warn" />
      ) : (
        <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
      )}
      <span>
        <strong>{run.title}:</strong> <span className="text-soft">{endText(run)}</span>
      </span>
    </p>
  );
}

/** "84 pulled, 2 could not be pulled." */
function endText({ ok, failed, state, note, total, done }: PullShown): string {
  const parts = [
    `${figure(ok)} ${ok === 1 ? "document" : "documents"} pulled`,
    ...(failed > 0 ? [`${figure(failed)} could not be pulled`] : []),
    ...(state === "done" ? [] : [`${figure(total - done)} left`]),
  ];
  const stopped = state === "aborted" ? "Stopped. " : state === "interrupted" ? `${note ?? "Interrupted."} ` : "";
  return `${stopped}${parts.join(", ")}.`;
}

function Failures({ run }: { readonly run: PullShown }) {
  const more = run.failed - run.failures.length;
  return (
    <RawToggle label={`${figure(run.failed)} could not be pulled`}>
      <ul className="grid gap-1">
        {run.failures.map(({ title, orderId, reason }, index) => (
          <li key={index}>
            {orderId ? (
              <Link prefetch={false} href={`/orders/${orderId}`} className="text-link">
                {title}
              </Link>
            ) : (
              title
            )}
            : {reason}
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="text-soft">And {figure(more)} more.</p> : null}
    </RawToggle>
  );
}

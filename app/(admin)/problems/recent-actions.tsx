// What was decided lately, by whom, and can it be taken back? Stays when the toast has gone.
"use client";

import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";

import { fetchJson, queryText } from "#app/(admin)/_watch/fetch-json.ts";
import { NotLoaded } from "#app/(admin)/_watch/freshness.tsx";
import { figure } from "#app/(admin)/_watch/words.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import type { RunShown } from "#lib/sync/problems.ts";

type RecentActionsProps = {
  readonly companyFileId: string;
  readonly isOpen: boolean;
  readonly now: string;
  readonly mayAct: boolean;
  readonly onClose: () => void;
  readonly onUndo: (bulkRunId: string, text: string) => Promise<void>;
};

export function RecentActions({ isOpen, onClose, ...rest }: RecentActionsProps) {
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(next) => (next ? null : onClose())}
      title="Recent actions"
      description="What changed only in Tieout can be taken back, unless somebody has decided anew since."
      wide
    >
      <Runs {...rest} />
    </Dialog>
  );
}

function Runs({ companyFileId, now, mayAct, onUndo }: Omit<RecentActionsProps, "isOpen" | "onClose">) {
  const recent = useQuery({
    queryKey: ["problem-runs", companyFileId],
    queryFn: async ({ signal }) =>
      await fetchJson<readonly RunShown[]>(`/problems/runs?${queryText({ companyFileId })}`, signal),
    staleTime: 0,
  });
  if (recent.isPending && !recent.error) return <SkeletonRows rows={4} />;
  if (!recent.data) {
    const error = recent.error ?? new Error("No answer came.");
    return <NotLoaded error={error} isTrying={recent.isFetching} onRetry={() => void recent.refetch()} />;
  }
  if (recent.data.length === 0) {
    return (
      <EmptyState icon={<History />} title="Nothing was decided yet">
        Clear, mark paid, snooze, assign and resync stand here once somebody does them.
      </EmptyState>
    );
  }
  return (
    <ul aria-label="Recent actions" className="-mx-5 border-t border-line">
      {recent.data.map((run) => (
        <Run key={run.bulkRunId} run={run} now={now} mayAct={mayAct} onUndo={onUndo} />
      ))}
    </ul>
  );
}

type RunProps = Pick<RecentActionsProps, "now" | "mayAct" | "onUndo"> & { readonly run: RunShown };

function Run({ run, now, mayAct, onUndo }: RunProps) {
  const [isPending, setPending] = useState(false);
  async function undo() {
    setPending(true);
    await onUndo(run.bulkRunId, run.title);
    setPending(false);
  }
  return (
    <li className="flex min-h-row flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-5 py-2">
      <span className="min-w-0 flex-1 basis-56">
        <span className={run.undo ? "text-faint line-through" : undefined}>{run.title}</span>
        <span className="block text-xs text-faint">
          {run.startedBy}, <RelativeTime at={run.createdAt} now={now} />
          {run.undo ? ` · taken back${run.undo.left > 0 ? `, ${figure(run.undo.left)} had gone on` : ""}` : null}
        </span>
      </span>
      <ButtonLink size="sm" variant="quiet" href={`/problems/runs/${run.bulkRunId}/csv`} download>
        Results<span className="sr-only"> of: {run.title}</span>
      </ButtonLink>
      {mayAct && run.mayUndo ? (
        <Button size="sm" pending={isPending} aria-label={`Undo: ${run.title}`} onClick={() => void undo()}>
          Undo
        </Button>
      ) : null}
    </li>
  );
}

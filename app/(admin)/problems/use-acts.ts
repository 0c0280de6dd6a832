// What happens around an act? It is asked, done, told in one toast with the way back, and can be taken back later too.
"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { counted, figure } from "#app/(admin)/_watch/words.ts";
import { toast } from "#components/ui/toast.tsx";
import type { ActDone, ChangeRun, RunUndone } from "#lib/sync/problem-acts.ts";
import type { RunShown } from "#lib/sync/problems.ts";

import type { Asked } from "./act-dialog.tsx";
import { change, retry, undo as takeBack } from "./actions.ts";
import { actWords, movedOnText, type ActName } from "./acts.ts";
import type { HeldRows } from "./use-held-rows.ts";
import { targetText, type Selection, type Target } from "./use-selection.ts";

type UseActs = {
  readonly held: HeldRows;
  readonly selection: Selection;
  /** Work that goes on: its progress is shown. */
  readonly onRun: (bulkRunId: string) => void;
};

/** Rows leave their lane by these at once; the list need not wait for the server to say so. */
const LEAVING: readonly ActName[] = ["clear", "mark-paid", "snooze", "restore"];

export function useActs({ held, selection, onRun }: UseActs) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const last = useRef<{ readonly bulkRunId: string; readonly text: string } | null>(null);

  async function refresh() {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ["problems"] }),
      queries.invalidateQueries({ queryKey: ["problem"] }),
      queries.invalidateQueries({ queryKey: ["problem-runs"] }),
    ]);
    held.unhide();
  }

  async function undo(bulkRunId: string, text: string) {
    last.current = null;
    const outcome = await takeBack({ bulkRunId });
    if (!outcome.ok) toast.failed("This could not be taken back", { detail: outcome.refusal.sentence });
    else {
      sayUndone(text, outcome.value);
      // It had ended when it was last looked at: it goes on again, backwards.
      await queries.invalidateQueries({ queryKey: ["problem-run", bulkRunId] });
      if (!outcome.value.isApplied) onRun(bulkRunId);
    }
    await refresh();
  }

  function onStart({ act, target }: Asked) {
    if (LEAVING.includes(act) && target.rows) held.hide(target.rows.map((row) => row.rowId));
  }

  function onDone({ act, target }: Asked, done: ActDone) {
    const what = targetText({ ...target, count: done.total });
    const behind = done.followers > 0 ? `, with ${figure(done.followers)} that waited behind` : "";
    const text = `${actWords[act].done(what)}${behind}`;
    last.current = { bulkRunId: done.bulkRunId, text };
    setAsked(null);
    selection.drop();
    const options = {
      detail: movedOnText(done.movedOn, target.noun) ?? undefined,
      action: { label: "Undo", onClick: () => void undo(done.bulkRunId, text) },
    };
    if (done.isApplied) toast.done(text, options);
    else toast.info(actWords[act].going(what), options);
    if (act === "resync" || !done.isApplied) onRun(done.bulkRunId);
    void refresh();
  }

  async function changeRun(bulkRunId: string, wish: ChangeRun["wish"]) {
    const outcome = await change({ bulkRunId, wish });
    if (!outcome.ok) toast.failed("This run could not be changed", { detail: outcome.refusal.sentence });
    await queries.invalidateQueries({ queryKey: ["problem-run", bulkRunId] });
  }

  async function retryRun({ bulkRunId, asOf }: Pick<RunShown, "bulkRunId" | "asOf">) {
    const outcome = await retry({ bulkRunId, asOf });
    if (outcome.ok) onRun(outcome.value.bulkRunId);
    else toast.failed("Nothing was done again", { detail: outcome.refusal.sentence });
    await refresh();
  }

  return {
    changeRun,
    retryRun,
    asked,
    ask: (act: ActName, target: Target) => setAsked({ act, target }),
    close: () => setAsked(null),
    onStart,
    onDone,
    onRefused: () => void refresh(),
    undo,
    /** The act that was done last, on this page; a toast has gone long before. */
    undoLast: () => {
      if (last.current) void undo(last.current.bulkRunId, last.current.text);
      else toast.info("Nothing to undo here", { detail: "Recent actions holds what was done before." });
    },
  };
}

const ROWS = { one: "row", many: "rows" };

function sayUndone(text: string, { undone, left, isApplied }: RunUndone): void {
  if (!isApplied) {
    toast.info("Taking back…", { detail: `${text}: so many rows that it takes a while.` });
    return;
  }
  const stays = `${counted(left, ROWS)} had gone on meanwhile and ${left === 1 ? "stays as it is" : "stay as they are"}.`;
  toast.info("Undone", { detail: `${text}: ${counted(undone, ROWS)} taken back.${left > 0 ? ` ${stays}` : ""}` });
}

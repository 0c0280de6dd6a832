// What happens around an act? It is asked, done, told in one toast with the way back, and can be taken back later too.
"use client";

import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { counted, figure } from "#app/(admin)/_watch/words.ts";
import { toast } from "#components/ui/toast.tsx";
import type { DecisionsDone } from "#lib/sync/deciding.ts";
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
  const last = useRef<{ readonly bulkRunIds: readonly string[]; readonly text: string } | null>(null);

  async function refresh() {
    await lookAnew(queries);
    held.unhide();
  }

  async function undo(bulkRunIds: readonly string[], text: string) {
    last.current = null;
    const all = await takeAllBack(bulkRunIds);
    if (all.length > 0) sayUndone(text, sumOf(all));
    for (const { bulkRunId, isApplied } of all) {
      // It had ended when it was last looked at: it goes on again, backwards.
      await queries.invalidateQueries({ queryKey: ["problem-run", bulkRunId] });
      if (!isApplied) onRun(bulkRunId);
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
    last.current = { bulkRunIds: [done.bulkRunId], text };
    setAsked(null);
    selection.drop();
    const options = {
      detail: movedOnText(done.movedOn, target.noun) ?? undefined,
      action: { label: "Undo", onClick: () => void undo([done.bulkRunId], text) },
    };
    if (done.isApplied) toast.done(text, options);
    else toast.info(actWords[act].going(what), options);
    if (act === "resync" || !done.isApplied) onRun(done.bulkRunId);
    void refresh();
  }

  /** A file of decisions was run: told as one, and taken back as one. */
  function onDecided(done: DecisionsDone) {
    last.current = sayDecided(done, (bulkRunIds, what) => void undo(bulkRunIds, what));
    for (const run of watchedOf(done)) onRun(run.bulkRunId);
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
    onDecided,
    onRefused: () => void refresh(),
    undo: (bulkRunId: string, text: string) => undo([bulkRunId], text),
    /** The act that was done last, on this page; a toast has gone long before. */
    undoLast: () => {
      if (last.current) void undo(last.current.bulkRunIds, last.current.text);
      else toast.info("Nothing to undo here", { detail: "Recent actions holds what was done before." });
    },
  };
}

/** What stands on the page is asked for once more. */
async function lookAnew(queries: QueryClient) {
  const keys = ["problems", "problem", "problem-runs"];
  await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })));
}

/** The run whose progress is shown: one that goes on. */
function watchedOf({ runs }: DecisionsDone) {
  const going = runs.find((run) => !run.isApplied) ?? runs.find(({ act }) => act === "resync");
  return going ? [going] : [];
}

const ROWS = { one: "row", many: "rows" };

/** Takes work back, the last of it first: later pieces may have followed from earlier ones. */
async function takeAllBack(bulkRunIds: readonly string[]) {
  const all: (RunUndone & { readonly bulkRunId: string })[] = [];
  for (const bulkRunId of bulkRunIds.toReversed()) {
    const outcome = await takeBack({ bulkRunId });
    if (outcome.ok) all.push({ bulkRunId, ...outcome.value });
    else toast.failed("This could not be taken back", { detail: outcome.refusal.sentence });
  }
  return all;
}

/** Says in one toast what a file of decisions did, with the way back. */
function sayDecided(
  { runs, linked }: DecisionsDone,
  onUndo: (bulkRunIds: readonly string[], what: string) => void,
): { readonly bulkRunIds: readonly string[]; readonly text: string } {
  const done = runs.reduce((sum, { isApplied, ok, total }) => sum + (isApplied ? ok : total), linked);
  const alone = runs.reduce((sum, { isApplied, ok, total }) => sum + (isApplied ? total - ok : 0), 0);
  const what = counted(done, { one: "decision", many: "decisions" });
  const bulkRunIds = runs.map((run) => run.bulkRunId);
  const moved = `${counted(alone, ROWS)} had moved on and ${alone === 1 ? "was" : "were"} left alone. Results, under Recent actions, ${alone === 1 ? "names it" : "name them"}.`;
  const options = {
    detail: alone > 0 ? moved : undefined,
    ...(runs.length > 0 ? { action: { label: "Undo", onClick: () => onUndo(bulkRunIds, what) } } : {}),
  };
  if (runs.every((run) => run.isApplied)) toast.done(`${what} done`, options);
  else toast.info(`Running ${what}…`, options);
  return { bulkRunIds, text: what };
}

function sumOf(all: readonly RunUndone[]): RunUndone {
  return {
    undone: all.reduce((sum, each) => sum + each.undone, 0),
    left: all.reduce((sum, each) => sum + each.left, 0),
    isApplied: all.every((each) => each.isApplied),
  };
}

function sayUndone(text: string, { undone, left, isApplied }: RunUndone): void {
  if (!isApplied) {
    toast.info("Taking back…", { detail: `${text}: so many rows that it takes a while.` });
    return;
  }
  const stays = `${counted(left, ROWS)} had gone on meanwhile and ${left === 1 ? "stays as it is" : "stay as they are"}.`;
  toast.info("Undone", { detail: `${text}: ${counted(undone, ROWS)} taken back.${left > 0 ? ` ${stays}` : ""}` });
}

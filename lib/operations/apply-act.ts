// An act, done to rows it fits: the part that a person's request and the clock share.
import type { Transaction } from "#db/client.ts";
import { allow, may, type Scope } from "#lib/access/scope.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { wakeLane } from "#lib/sync/lane/store.ts";
import { RESYNC_WAIT_MS, type ProblemAct } from "#lib/sync/problem-acts.ts";
import { priorities } from "#lib/sync/push.ts";
import { ordersOfHeld, releaseProblems } from "#lib/sync/resolve/store.ts";
import { clearFollowers } from "#lib/sync/triage/cleared/store.ts";
import {
  assignRows,
  clearRows,
  markLetGo,
  restoreRows,
  snoozeRows,
  type Decision,
  type SnoozeUntil,
} from "#lib/sync/triage/store.ts";
import { wakeToPlan } from "#lib/sync/triage/waking/store.ts";

/** Up to so many rows go by single calls, in front of everything; more go by batches like other live changes. */
export const PERSON_MAX = 30;

export type FitRow = { readonly rowId: string; readonly rowIs: "push" | "order" };

/** What was done beside the rows: documents that waited behind them and were cleared with them. */
export type Applied = { readonly followers: number };

/** Does it to each of the rows. The lane must be locked. */
export async function applyAct(
  scope: Scope,
  tx: Transaction,
  decision: Decision,
  act: ProblemAct,
  rows: readonly FitRow[],
  isFew = rows.length <= PERSON_MAX,
): Promise<Applied> {
  allow(scope, may(scope.actor, "sync:run") ? "sync:run" : "problems:resolve");
  const ids = rows.map((row) => row.rowId);
  if (act.act === "resync") await letGo(tx, scope, decision, rows, isFew);
  else mustBe(await decide(tx, scope, decision, act, ids), ids.length);
  const withFollowers = act.act === "clear" && act.withFollowers;
  return { followers: withFollowers ? await clearFollowers(tx, scope, decision, ids, act.because) : 0 };
}

/** Under the lane's lock nothing moves between reading and deciding. Anything else is a fault of ours, and nothing is kept. */
function mustBe(decided: number, rows: number): void {
  if (decided !== rows) throw new Error(`${rows} problems were to be decided, and ${decided} were`);
}

async function decide(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  act: Exclude<ProblemAct, { act: "resync" }>,
  ids: readonly string[],
): Promise<number> {
  switch (act.act) {
    case "clear":
      return await clearRows(tx, scope, decision, ids, { clearing: "cleared", because: act.because });
    case "mark-paid":
      return await clearRows(tx, scope, decision, ids, { clearing: "marked-paid", because: act.because });
    case "restore":
      return await restoreRows(tx, scope, decision, ids);
    case "assign":
      return await assignRows(tx, scope, decision, ids, act.userId);
    case "snooze":
      // The clock brings them back; it finds out itself when to look.
      await wakeLane(tx, scope, decision.companyFileId, ["acts"], decision.now);
      return await snoozeRows(tx, scope, decision, ids, snoozeUntil(act.until));
    default:
      return act satisfies never;
  }
}

function snoozeUntil(until: Extract<ProblemAct, { act: "snooze" }>["until"]): SnoozeUntil {
  return {
    snooze: until.is,
    until: until.is === "day" ? new Date(`${until.day}T00:00:00Z`) : null,
    more: until.is === "group-grows" ? until.more : null,
  };
}

/** Pushes go after a few seconds, in which it can be taken back; lists are read first, so that a fix in QuickBooks counts. */
async function letGo(
  tx: Transaction,
  scope: Scope,
  decision: Decision,
  rows: readonly FitRow[],
  isFew: boolean,
): Promise<void> {
  const { companyFileId, now } = decision;
  const ids = rows.map((row) => row.rowId);
  const all = { is: "rows", pushIds: ids } as const;
  const held = await ordersOfHeld(tx, scope, companyFileId, all);
  const orders = rows.filter((row) => row.rowIs === "order").map((row) => row.rowId);
  const orderIds = [...new Set([...orders, ...held])];
  const goAt = new Date(now.getTime() + RESYNC_WAIT_MS);
  const marked = await markLetGo(tx, scope, decision, ids);
  const priority = isFew ? priorities.person : priorities.live;
  const chosen = { is: "rows", pushIds: marked } as const;
  const gone = await releaseProblems(tx, scope, companyFileId, chosen, priority, now, goAt);
  if (gone.length !== marked.length)
    throw new Error(`${marked.length} problems go, and ${gone.length} pushes followed`);
  await wakeToPlan(tx, scope, companyFileId, orders, now);
  if (orderIds.length > 0) await markToPlan(tx, scope, companyFileId, now, orderIds);
  await wakeLane(tx, scope, companyFileId, ["lists"], now);
  await wakeLane(tx, scope, companyFileId, isFew ? ["ready", "person"] : ["ready"], goAt);
}

// Somebody wants to know what is open: of one order, asked at once, or of a found set, which the clock works off.
import { setTimeout as sleep } from "node:timers/promises";

import { inTransaction } from "#db/client.ts";
import { consumeOrRefuse } from "#lib/access/rate-limit.ts";
import { actorName, allow, newId, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { env } from "#lib/env.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { ChangePull, OrderPulled, PullOrder } from "#lib/sync/balances.ts";
import { readInBooks, readRecordsOfOrder } from "#lib/sync/balances/store.ts";
import { beginFollowing } from "#lib/sync/events/store.ts";
import type { FoundSet } from "#lib/sync/found-set.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { companyOfPull, isPulling, resumePull, stopPull, writePull } from "#lib/sync/pulls/store.ts";
import { askBalances, keepBalances, type AnsweredBalances } from "./ask-balances.ts";
import { balanceTypes, filterOf, findFound } from "./count-balances.ts";
import { defaultTiming, type World } from "./world.ts";

/** Asks what is open on one order, now. Refused without a call when the order was never pushed. */
export async function pullOrder(scope: Scope, input: PullOrder): Promise<OrderPulled> {
  allow(scope, "problems:resolve");
  const { orderId } = input;
  const found = await inTransaction(scope, (tx) => readRecordsOfOrder(tx, scope, balanceTypes, orderId));
  if (!found) throw notFound("This order");
  const { companyFileId, records } = found;
  if (records.length === 0) {
    throw new Refusal("moved-on", "This order was never pushed: QuickBooks has no balance of it. Nothing was asked.");
  }
  await consumeOrRefuse(scope.db, "balances", `${scope.tenantId}/${companyFileId}`, "Balances were pulled too often.");
  const timing = { ...defaultTiming, batchItemsCount: env().QBO_BATCH_ITEMS_COUNT };
  const world: World = { ...scope, owner: newId(scope), timing, wait: (ms) => sleep(ms) };
  const lane = { tenantId: scope.tenantId, companyFileId };
  const answered = await askBalances(world, lane, records);
  if (answered.is === "later") throw new Refusal("unavailable", laterSentence(answered.because));
  const failures = new Map((await keepBalances(world, lane, answered)).map((one) => [one.documentId, one.reason]));
  return await inTransaction(scope, async (tx) => {
    const detail = { records: records.length, failed: failures.size };
    await audit(tx, scope, { action: "balances.pulled", subjectKind: "order", subjectId: orderId, detail });
    const shown = (await readInBooks(tx, scope, orderId)).flatMap(({ documentId, title }) => {
      const reason = failures.get(documentId);
      return reason === undefined ? [] : [{ title, reason }];
    });
    return { pulled: records.length - failures.size, failures: shown };
  });
}

export type PullStarted = { readonly bulkRunId: string; readonly records: number };

/** Freezes a found set and lets the clock pull its balances. Refused when there is none, or while another pull runs. */
export async function pullBalances(scope: Scope, input: FoundSet): Promise<PullStarted> {
  allow(scope, "problems:resolve");
  const { companyFileId } = input;
  return await inTransaction(scope, async (tx) => {
    const { documentIds, counted } = await findFound(tx, scope, input);
    await lockLane(tx, scope, companyFileId);
    if (await isPulling(tx, scope, companyFileId)) throw pullsAlready();
    if (documentIds.length === 0) {
      throw new Refusal("moved-on", "None of these orders was ever pushed: there is no balance to pull.");
    }
    const startedBy = actorName(scope);
    const title = `Pull balances of ${counted.orders.toLocaleString("en-US")} ${counted.orders === 1 ? "order" : "orders"}`;
    const run = { title, filter: filterOf(input), documentIds, startedBy };
    const bulkRunId = await writePull(tx, scope, companyFileId, run);
    await beginFollowing(tx, scope, companyFileId, scope.now());
    const detail = { orders: counted.orders, records: documentIds.length, ...filterOf(input) };
    await audit(tx, scope, { action: "balances.pull-started", subjectKind: "bulk-run", subjectId: bulkRunId, detail });
    return { bulkRunId, records: documentIds.length };
  });
}

/** Stops a pull, or lets one that was stopped go on where it stopped. */
export async function changePull(scope: Scope, input: ChangePull): Promise<void> {
  allow(scope, "problems:resolve");
  const { bulkRunId, wish } = input;
  await inTransaction(scope, async (tx) => {
    const companyFileId = await companyOfPull(tx, scope, bulkRunId);
    if (companyFileId === null) throw notFound("This pull");
    await lockLane(tx, scope, companyFileId);
    if (wish === "resume") {
      if (await isPulling(tx, scope, companyFileId)) throw pullsAlready();
      if (!(await resumePull(tx, scope, bulkRunId))) throw new Refusal("moved-on", "This pull has reached its end.");
      await beginFollowing(tx, scope, companyFileId, scope.now());
    } else if (!(await stopPull(tx, scope, bulkRunId))) {
      throw new Refusal("moved-on", "This pull does not run any more.");
    }
    const action = wish === "stop" ? "balances.pull-stopped" : "balances.pull-resumed";
    await audit(tx, scope, { action, subjectKind: "bulk-run", subjectId: bulkRunId, detail: {} });
  });
}

function pullsAlready(): Refusal {
  return new Refusal(
    "conflict",
    "Balances of this company are being pulled already. Stop that pull first, or wait for it.",
  );
}

type Because = Extract<AnsweredBalances, { is: "later" }>["because"];

/** Why balances cannot be read now, in words. */
export function laterSentence(because: Because): string {
  const sentences: Readonly<Record<Because, string>> = {
    pace: "QuickBooks is being asked as much as it allows for this company. Try again in a minute.",
    throttled: "QuickBooks has been asked too often. Try again in a minute.",
    unreached: "QuickBooks could not be reached. Try again in a minute.",
    refused: "QuickBooks refused the connection. Try again in a minute.",
    "not-connected": "The company is not connected to QuickBooks.",
    "no-answer": "QuickBooks did not answer the question. Try again in a minute.",
  };
  return sentences[because];
}

// A person says "again": one row, many, or a whole cause. Lists are read anew first, so that a fix in QuickBooks counts.
import { inTransaction, type Transaction } from "#db/client.ts";
import { actorName, allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { problemTitle } from "#lib/problem.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane, wakeLane } from "#lib/sync/lane/store.ts";
import type { ResyncProblems } from "#lib/sync/problems.ts";
import { tabKinds, type ProblemTab } from "#lib/sync/triage.ts";
import { readOrderProblems } from "#lib/sync/problems/store.ts";
import { priorities } from "#lib/sync/push.ts";
import { ordersOfHeld, releaseProblems, type Chosen } from "#lib/sync/resolve/store.ts";
import { writeResync } from "#lib/sync/runs/store.ts";

/** Up to so many rows go by single calls, in front of everything; more go by batches like other live changes. */
const PERSON_MAX = 30;
const ORDERS_MAX = 10_000;

export type Resynced = { readonly bulkRunId: string; readonly total: number };

/** Lets problems go again. Answers with the run to watch. Refuses when every row had moved on already. */
export async function resyncProblems(scope: Scope, input: ResyncProblems): Promise<Resynced> {
  allow(scope, "problems:resolve");
  const now = scope.now();
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, input.companyFileId))) throw notFound("This company file");
    await lockLane(tx, scope, input.companyFileId);
    const held = await ordersOfHeld(tx, scope, input.companyFileId, chosen(input));
    const orderIds = [...new Set([...(await chosenOrders(tx, scope, input)), ...held])];
    const isFew = input.select.is === "rows" && input.select.rowIds.length <= PERSON_MAX;
    const priority = isFew ? priorities.person : priorities.live;
    const pushIds = await releaseProblems(tx, scope, input.companyFileId, chosen(input), priority, now);
    if (orderIds.length > 0) await markToPlan(tx, scope, input.companyFileId, now, orderIds);
    const total = pushIds.length + orderIds.length;
    if (total === 0) throw new Refusal("moved-on", "Nothing to resync: these rows have moved on already.");
    await wakeLane(tx, scope, input.companyFileId, isFew ? ["lists", "ready", "person"] : ["lists", "ready"], now);
    const title = titleOf(input, total);
    const bulkRunId = await writeResync(tx, scope, input.companyFileId, {
      title,
      pushIds,
      orderIds,
      startedBy: actorName(scope),
    });
    const detail = { total, select: input.select.is === "cause" ? input.select : { is: "rows", rows: total } };
    await audit(tx, scope, { action: "problems.resync", subjectKind: "bulk-run", subjectId: bulkRunId, detail });
    return { bulkRunId, total };
  });
}

function chosen({ select }: ResyncProblems): Chosen {
  return select.is === "rows"
    ? { is: "rows", pushIds: select.rowIds }
    : { is: "cause", kinds: tabKinds[select.tab], code: select.code, about: select.about };
}

async function chosenOrders(
  tx: Transaction,
  scope: Scope,
  { companyFileId, select }: ResyncProblems,
): Promise<string[]> {
  if (select.is === "cause") {
    if (select.tab !== "invoices") return [];
    const filter = { code: select.code, about: select.about, max: ORDERS_MAX };
    return (await readOrderProblems(tx, scope, companyFileId, filter)).map((order) => order.orderId);
  }
  const filter = { orderIds: select.rowIds, max: select.rowIds.length };
  return (await readOrderProblems(tx, scope, companyFileId, filter)).map((order) => order.orderId);
}

const tabNouns: Readonly<Record<ProblemTab, string>> = {
  invoices: "invoice",
  "sales-orders": "sales order",
  payments: "payment",
  customers: "customer",
  items: "item",
  "credit-memos": "credit memo",
};

function titleOf({ select }: ResyncProblems, total: number): string {
  const noun = select.is === "cause" ? tabNouns[select.tab] : "document";
  const resync = `Resync ${total} ${total === 1 ? noun : `${noun}s`}`;
  return select.is === "cause" ? `${resync}: ${problemTitle(select.code, select.about)}` : resync;
}

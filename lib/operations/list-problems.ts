// Problem Sync: causes with count, money and age; rows of one tab; how many stand where.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import type { MoneyJson } from "#lib/money.ts";
import { fixerNames, problemCatalogue, problemTitle, type ProblemCode } from "#lib/problem.ts";
import { notFound } from "#lib/refusal.ts";
import {
  tabCounts,
  tabKinds,
  type Cause,
  type ListProblems,
  type ProblemPage,
  type ProblemTab,
} from "#lib/sync/problems.ts";
import {
  readCounts,
  readOldest,
  readOrderCauses,
  readOrderProblems,
  readProblemRows,
  readWaitingBehind,
  type CountRow,
  type OrderCauseRow,
} from "#lib/sync/problems/store.ts";
import { pushStates, type PushState } from "#lib/sync/push.ts";
import { orderRow, pushRow } from "./problem-rows.ts";

const ROWS_A_PAGE = 50;

/** One page of Problem Sync. Orders that cannot be planned at all stand under Invoices, before the pushes. */
export async function listProblems(scope: Scope, input: ListProblems): Promise<ProblemPage> {
  allow(scope, "problems:read");
  const kinds = tabKinds[input.tab];
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, input.companyFileId))) throw notFound("This company file");
    const counts = await readCounts(tx, scope, input.companyFileId);
    const orderCauses = await readOrderCauses(tx, scope, input.companyFileId);
    const grouped = causesOf(counts, input.tab === "invoices" ? orderCauses : [], input.tab);
    const oldest = await readOldest(
      tx,
      scope,
      input.companyFileId,
      grouped.map((cause) => ({ ...cause, kinds })),
    );
    const waiting = await readWaitingBehind(tx, scope, input.companyFileId, kinds);
    const filter = {
      ...(input.code === undefined ? {} : { code: input.code, about: input.about ?? "" }),
      ...(input.after === undefined ? {} : { after: input.after }),
      max: ROWS_A_PAGE + 1,
    };
    const orders = input.tab === "invoices" ? await readOrderProblems(tx, scope, input.companyFileId, filter) : [];
    const pushes = await readProblemRows(tx, scope, input.companyFileId, { ...filter, kinds });
    const rows = [...orders.map(orderRow), ...pushes.map(pushRow)].sort((left, right) =>
      left.rowId < right.rowId ? -1 : 1,
    );
    return {
      tabs: tabCounts(counts, orderCauses),
      causes: grouped.map((cause) => ({
        ...cause,
        oldestAt: isoOf(oldest.get(causeKey(cause)) ?? cause.oldestAt),
        waiting: waiting.get(causeKey(cause)) ?? 0,
      })),
      rows: rows.slice(0, ROWS_A_PAGE),
      next: rows.length > ROWS_A_PAGE ? rows[ROWS_A_PAGE - 1]!.rowId : null,
      states: stateCounts(counts),
      checkedAt: scope.now().toISOString(),
    };
  });
}

function causesOf(counts: readonly CountRow[], orders: readonly OrderCauseRow[], tab: ProblemTab): Cause[] {
  const causes = new Map<string, Cause>();
  const add = (code: ProblemCode, about: string, rows: number, money: MoneyJson, oldestAt: string) => {
    const before = causes.get(causeKey({ code, about }));
    const { fix, where, who } = problemCatalogue[code];
    causes.set(causeKey({ code, about }), {
      code,
      about,
      title: problemTitle(code, about),
      fix,
      where,
      who: fixerNames[who],
      rows: (before?.rows ?? 0) + rows,
      money: addMoney(before?.money ?? [], money),
      oldestAt: before && before.oldestAt !== "" && before.oldestAt < oldestAt ? before.oldestAt : oldestAt,
      waiting: 0,
    });
  };
  for (const count of counts) {
    if (count.state !== "problem" || count.code === "" || !tabKinds[tab].includes(count.documentKind)) continue;
    add(count.code, count.about, count.pushes, { minor: count.amountMinor, currency: count.currency }, "");
  }
  for (const order of orders) {
    add(order.code, order.about, order.orders, { minor: order.amountMinor, currency: order.currency }, order.oldestAt);
  }
  return [...causes.values()].sort((left, right) => right.rows - left.rows || (left.title < right.title ? -1 : 1));
}

function addMoney(sums: readonly MoneyJson[], more: MoneyJson): MoneyJson[] {
  const others = sums.filter((sum) => sum.currency !== more.currency);
  const same = sums.find((sum) => sum.currency === more.currency);
  return [...others, { minor: (BigInt(same?.minor ?? "0") + BigInt(more.minor)).toString(), currency: more.currency }];
}

function stateCounts(counts: readonly CountRow[]): Record<PushState, number> {
  const states = Object.fromEntries(pushStates.map((state) => [state, 0])) as Record<PushState, number>;
  for (const count of counts) states[count.state] += count.pushes;
  return states;
}

function causeKey({ code, about }: { code: string; about: string }): string {
  return `${code}\n${about}`;
}

function isoOf(text: string): string {
  return text === "" ? "" : new Date(text).toISOString();
}

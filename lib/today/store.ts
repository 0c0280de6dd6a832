// The rows behind Today and the frame: counters, connections, the last orders. Reads only.
import { and, asc, count, desc, eq, gt, isNotNull, sum } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { companyFiles, lanes, orders, pushCounts } from "#db/schema/index.ts";
import type { Scope } from "#lib/access/scope.ts";
import { documentKinds } from "#lib/documents/document.ts";
import { pushStates } from "#lib/sync/push.ts";

import type { CompanyFileStanding, RecentOrder, StandingCount } from "./today.ts";

/** The tenant's company files, oldest first, with their connection. */
export async function findCompanyFileStandings(tx: Transaction, scope: Scope): Promise<readonly CompanyFileStanding[]> {
  const found = await tx
    .select({
      companyFileId: companyFiles.companyFileId,
      name: companyFiles.name,
      isSimulated: companyFiles.isSimulated,
      connection: companyFiles.connection,
      listsReadAt: companyFiles.listsReadAt,
      isPaused: lanes.isPaused,
    })
    .from(companyFiles)
    .leftJoin(
      lanes,
      and(eq(lanes.tenantId, companyFiles.tenantId), eq(lanes.companyFileId, companyFiles.companyFileId)),
    )
    .where(eq(companyFiles.tenantId, scope.tenantId))
    .orderBy(asc(companyFiles.companyFileId));
  return found.map((row) => ({
    ...row,
    connection: row.connection === "connected" || row.connection === "lost" ? row.connection : "disconnected",
    listsReadAt: row.listsReadAt?.toISOString() ?? null,
    isPaused: row.isPaused ?? false,
  }));
}

/**
 * How many pushes stand where, over all company files, from the counters. Orders with a problem of their own stand under
 * invoices, as on Problem Sync.
 */
export async function readStandingCounts(tx: Transaction, scope: Scope): Promise<readonly StandingCount[]> {
  const found = await tx
    .select({
      kind: pushCounts.documentKind,
      state: pushCounts.state,
      currency: pushCounts.currency,
      pushes: sum(pushCounts.pushes),
      amountMinor: sum(pushCounts.amountMinor),
    })
    .from(pushCounts)
    .where(and(eq(pushCounts.tenantId, scope.tenantId), gt(pushCounts.pushes, 0)))
    .groupBy(pushCounts.documentKind, pushCounts.state, pushCounts.currency);
  const pushed = found.flatMap((row) => {
    const kind = documentKinds.find((each) => each === row.kind);
    const state = pushStates.find((each) => each === row.state);
    if (!kind || !state) return [];
    return [
      {
        kind,
        state,
        currency: row.currency,
        pushes: Number(row.pushes ?? "0"),
        amountMinor: BigInt(row.amountMinor ?? "0"),
      },
    ];
  });
  return [...pushed, ...(await countOrderProblems(tx, scope))];
}

async function countOrderProblems(tx: Transaction, scope: Scope): Promise<readonly StandingCount[]> {
  const found = await tx
    .select({ currency: orders.currency, rows: count(), amountMinor: sum(orders.totalMinor) })
    .from(orders)
    .where(and(eq(orders.tenantId, scope.tenantId), isNotNull(orders.problemCode)))
    .groupBy(orders.currency);
  return found.map(({ currency, rows, amountMinor }) => ({
    kind: "invoice",
    state: "problem",
    currency,
    pushes: rows,
    amountMinor: BigInt(amountMinor ?? "0"),
  }));
}

/** The newest orders, at most `rows`. */
export async function findRecentOrders(tx: Transaction, scope: Scope, rows: number): Promise<readonly RecentOrder[]> {
  const found = await tx
    .select({
      orderId: orders.orderId,
      number: orders.number,
      customerName: orders.customerName,
      totalMinor: orders.totalMinor,
      currency: orders.currency,
      receivedAt: orders.receivedAt,
      problemCode: orders.problemCode,
    })
    .from(orders)
    .where(eq(orders.tenantId, scope.tenantId))
    .orderBy(desc(orders.orderId))
    .limit(rows);
  return found.map(({ problemCode, totalMinor, receivedAt, ...order }) => ({
    ...order,
    totalMinor: totalMinor.toString(),
    receivedAt: receivedAt.toISOString(),
    hasProblem: problemCode !== null,
  }));
}

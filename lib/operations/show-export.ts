// How far is an export, order by order?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { notFound } from "#lib/refusal.ts";
import type { ExportOutcome, ExportRunShown } from "#lib/sync/exports.ts";
import { readExport } from "#lib/sync/exports/store.ts";
import type { OrderRow } from "#lib/sync/orders-shown.ts";
import { readOrders } from "#lib/sync/orders/store.ts";
import type { ShowRun } from "#lib/sync/problems.ts";
import { orderRow } from "./list-orders.ts";

const ROWS_SHOWN = 200;

/** Counted from how its orders stand now: nothing of it is lost by a restart. */
export async function showExport(scope: Scope, input: ShowRun): Promise<ExportRunShown> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => {
    const run = await readExport(tx, scope, input.bulkRunId);
    if (!run) throw notFound("This export");
    const { companyFileId, title, total, orderIds } = run;
    const orders = await readOrders(tx, scope, companyFileId, { orderIds, max: orderIds.length });
    const rows = orders.map((order) => orderRow(order)).map((row) => ({ ...row, outcome: outcomeOf(row) }));
    const count = (outcome: ExportOutcome) => rows.filter((row) => row.outcome === outcome).length;
    const left = count("going");
    return {
      bulkRunId: input.bulkRunId,
      title,
      total,
      exported: count("exported"),
      problems: count("problem"),
      left,
      isDone: left === 0,
      rows: rows.slice(0, ROWS_SHOWN),
    };
  });
}

function outcomeOf({ standing: { state, isUnderWay } }: OrderRow): ExportOutcome {
  // What needs a person does not go on by itself, whatever waits behind it.
  if (state === "blocked" || state === "missing") return "problem";
  return isUnderWay ? "going" : "exported";
}

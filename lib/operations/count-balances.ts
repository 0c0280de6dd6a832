// How many orders and records would pulling the balances of a found set ask about? Said before anything is asked.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { entityOfKind } from "#lib/ledgers/qbo/entities.ts";
import { PAGE_SIZE } from "#lib/ledgers/qbo/query.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import type { BalancesCounted } from "#lib/sync/balances.ts";
import { countOrders, findRecords, type FoundRecords } from "#lib/sync/balances/store.ts";
import type { FoundSet } from "#lib/sync/found-set.ts";
import { readOrders } from "#lib/sync/orders/store.ts";

/** Records that can have something open, or say when they were paid. */
export const balanceTypes = (["invoice", "sales-receipt", "credit-memo"] as const).map((kind) => entityOfKind[kind]);

const ORDERS_AT_ONCE = 2_000;

/** Counts what `pullBalances` would ask about. Nothing is asked. */
export async function countBalances(scope: Scope, input: FoundSet): Promise<BalancesCounted> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => (await findFound(tx, scope, input)).counted);
}

type Found = { readonly counted: BalancesCounted; readonly documentIds: FoundRecords["documentIds"] };

/** The records behind the orders that a filter finds, without one behind all orders of the company. */
export const findFound = async (tx: Transaction, scope: Scope, input: FoundSet): Promise<Found> => {
  const { companyFileId } = input;
  if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
  const filter = filterOf(input);
  const isFiltered = Object.keys(filter).length > 0;
  const orderIds = isFiltered ? await allFound(tx, scope, companyFileId, filter) : "all";
  const { documentIds, orders } = await findRecords(tx, scope, companyFileId, balanceTypes, orderIds);
  const all = orderIds === "all" ? await countOrders(tx, scope, companyFileId) : orderIds.length;
  const reads = Math.ceil(documentIds.length / PAGE_SIZE);
  return {
    documentIds,
    counted: { orders, neverPushed: all - orders, records: documentIds.length, reads, isFiltered },
  };
};

type Filter = Omit<Parameters<typeof readOrders>[3], "before" | "max">;

/** The filter alone: what is not asked for is left out. */
export function filterOf({ companyFileId: _companyFileId, ...filter }: FoundSet): Filter {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(asked) as Filter;
}

/** All pages of the list, as it is filtered. */
async function allFound(tx: Transaction, scope: Scope, companyFileId: string, filter: Filter): Promise<string[]> {
  const found: string[] = [];
  let before: string | undefined;
  do {
    const page = { ...filter, ...(before === undefined ? {} : { before }), max: ORDERS_AT_ONCE };
    const rows = await readOrders(tx, scope, companyFileId, page);
    found.push(...rows.map(({ orderId }) => orderId));
    before = rows.length === ORDERS_AT_ONCE ? rows.at(-1)?.orderId : undefined;
  } while (before !== undefined);
  return found;
}

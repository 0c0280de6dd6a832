// Are these customers there right now? One question to QuickBooks, before a person's link is believed.
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { env } from "#lib/env.ts";
import type { KeptEntry } from "#lib/ledgers/ledger.ts";
import { askQuery, queryAnswer } from "#lib/ledgers/qbo/back/questions.ts";
import { listEntries } from "#lib/ledgers/qbo/lists.ts";
import { atLeastOne, selectById } from "#lib/ledgers/qbo/query.ts";
import { textOf } from "#lib/ledgers/qbo/rows.ts";
import { askCompany } from "./ask-company.ts";
import { defaultTiming, type World } from "./world.ts";

/** Customers as QuickBooks has them now, and the version of each, by id. One that is gone is missing. */
export type SeenCustomers = {
  readonly entries: readonly KeptEntry[];
  readonly versions: ReadonlyMap<string, string>;
};

/** Asks QuickBooks for customers by their ids. Null when it cannot be asked just now: then our copy has to do. */
export async function lookAtCustomers(
  scope: Scope,
  companyFileId: string,
  ledgerIds: readonly string[],
): Promise<SeenCustomers | null> {
  allow(scope, "problems:resolve");
  const timing = { ...defaultTiming, batchItemsCount: env().QBO_BATCH_ITEMS_COUNT };
  const world: World = { ...scope, owner: newId(scope), timing };
  const request = selectById("Customer", atLeastOne([...new Set(ledgerIds)]));
  if (request.is !== "query") return null;
  const heard = await askCompany(world, { tenantId: scope.tenantId, companyFileId }, askQuery(request.statement));
  if (heard.is === "later") return null;
  const { body } = queryAnswer(heard.status, heard.text);
  if (body.is !== "rows") return null;
  const { rows } = body;
  const versions = new Map(rows.map((row) => [textOf(row, "Id"), textOf(row, "SyncToken")]));
  return { entries: listEntries("customer", rows, new Map()), versions };
}

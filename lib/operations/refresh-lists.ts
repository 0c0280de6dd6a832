// Which items, accounts, terms, classes, tax codes and payment methods does QuickBooks have now? Reads them and keeps them.
import { inTransaction } from "#db/client.ts";
import { audit } from "#lib/access/store.ts";
import { allow, may, newId, type Scope } from "#lib/access/scope.ts";
import type { RefreshLists } from "#lib/ledgers/company-file.ts";
import { listKinds, type ListEntry, type ListKind } from "#lib/ledgers/ledger.ts";
import { batchAnswers, type QboAnswer, type QboRow } from "#lib/ledgers/qbo/answer.ts";
import { send } from "#lib/ledgers/qbo/carrier.ts";
import { listEntities, listEntries, listRequest, nextListPage, taxRates } from "#lib/ledgers/qbo/lists.ts";
import type { ListEntity } from "#lib/ledgers/qbo/query.ts";
import { batchHttp } from "#lib/ledgers/qbo/wire.ts";
import { payForBatch, readCompanyFile, readConnection, saveLists, type Connection } from "#lib/ledgers/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { refreshCredentials } from "./refresh-credentials.ts";
import { workerScope } from "./world.ts";

const CALL_MS = 60_000;

/**
 * Reads the lists of a company file, all of them in one batch call per thousand entries, and replaces what is kept.
 * Returns how many entries each list has. Refused with "unavailable" when the company is not connected or QuickBooks
 * does not answer.
 */
export async function refreshLists(scope: Scope, input: RefreshLists): Promise<Readonly<Record<ListKind, number>>> {
  allow(scope, may(scope.actor, "sync:run") ? "sync:run" : "settings:write");
  const { companyFileId } = input;
  const found = await readAll(scope, companyFileId);
  const rowsOf = (entity: ListEntity): readonly QboRow[] => found.get(entity) ?? [];
  const rates = taxRates(rowsOf("TaxRate"));
  const read = listKinds.map((list): [ListKind, readonly ListEntry[]] => [
    list,
    listEntries(list, rowsOf(listEntities[list]), rates),
  ]);
  const lists = Object.fromEntries(read) as Record<ListKind, readonly ListEntry[]>;
  const counts = Object.fromEntries(read.map(([list, entries]) => [list, entries.length])) as Record<ListKind, number>;
  await inTransaction(scope, async (tx) => {
    await saveLists(tx, scope, companyFileId, lists);
    const event = { action: "company.lists-read", subjectKind: "company-file", subjectId: companyFileId };
    await audit(tx, scope, { ...event, detail: counts });
  });
  return counts;
}

/** All rows of all lists: every list's next page in one call, until the last list has no more. */
async function readAll(scope: Scope, companyFileId: string): Promise<Map<ListEntity, QboRow[]>> {
  const rows = new Map<ListEntity, QboRow[]>();
  let pages = new Map<ListEntity, number>(
    [...Object.values(listEntities), "TaxRate" as const].map((each) => [each, 1]),
  );
  while (pages.size > 0) {
    const next = new Map<ListEntity, number>();
    for (const [entity, page] of await readNext(scope, companyFileId, pages)) {
      rows.set(entity, [...(rows.get(entity) ?? []), ...page]);
      const from = nextListPage(pages.get(entity) ?? 1, page.length);
      if (from !== null) next.set(entity, from);
    }
    pages = next;
  }
  return rows;
}

/** One call; a refused access token is renewed and the call made once more, or lists would stay unread for an hour. */
async function readNext(
  scope: Scope,
  companyFileId: string,
  pages: ReadonlyMap<ListEntity, number>,
): Promise<Map<ListEntity, readonly QboRow[]>> {
  const connection = await takeCall(scope, companyFileId);
  const read = await readPages(scope, connection, pages);
  if (read) return read;
  const { accessExpiresAt: refused } = connection;
  const clock = workerScope(scope, scope.tenantId, "credentials");
  await refreshCredentials(clock, { companyFileId, ...(refused ? { refused } : {}) });
  const again = await readPages(scope, await takeCall(scope, companyFileId), pages);
  if (!again) throw later("refused the connection");
  return again;
}

/** The connection, with the lane told that a batch goes out beside its own. */
async function takeCall(scope: Scope, companyFileId: string): Promise<Connection> {
  const connection = await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    const found = await readConnection(tx, scope, companyFileId);
    if (found) await payForBatch(tx, scope, companyFileId);
    return found;
  });
  if (!connection) throw new Refusal("unavailable", "The company is not connected to QuickBooks.");
  return connection;
}

/** Null when the access token was refused. */
async function readPages(
  scope: Scope,
  connection: Connection,
  pages: ReadonlyMap<ListEntity, number>,
): Promise<Map<ListEntity, readonly QboRow[]> | null> {
  const asked = [...pages].map(([entity, from], index) => ({ entity, from, bId: String(index + 1) }));
  const items = asked.map(({ entity, from, bId }) => ({ bId, request: listRequest(entity, from) }));
  // Answered questions must not be replayed from QuickBooks' memory: each call has a request id of its own.
  const http = batchHttp(connection.realmId, items, newId(scope));
  const carried = await send(connection, http, { timeoutMs: CALL_MS });
  if (carried.is !== "answered") throw later("could not be reached");
  if (carried.status === 401) return null;
  if (carried.status === 429) throw later("has been asked too often");
  const answers = batchAnswers(items, carried.status, carried.text);
  return new Map(asked.map(({ entity, bId }) => [entity, rowsIn(entity, answers.get(bId)?.body)]));
}

function rowsIn(entity: ListEntity, body: QboAnswer["body"] | undefined): readonly QboRow[] {
  if (body?.is === "rows") return body.rows;
  // A feature that is switched off, such as classes in smaller plans, has no list.
  if (body?.is === "fault" && body.faults.some(({ code }) => code === "5030" || code === "2000")) return [];
  throw later(`did not give its list of ${entity} entries`);
}

function later(what: string): Refusal {
  return new Refusal("unavailable", `QuickBooks ${what}. Try again in a minute.`);
}

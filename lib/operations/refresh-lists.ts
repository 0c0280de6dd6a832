// Which items, accounts, terms, classes, tax codes, customers does QuickBooks have now, and how is it set up? Reads and keeps them.
import { inTransaction } from "#db/client.ts";
import { consumeOrRefuse } from "#lib/access/rate-limit.ts";
import { audit } from "#lib/access/store.ts";
import { env } from "#lib/env.ts";
import { allow, may, newId, type Scope } from "#lib/access/scope.ts";
import type { RefreshLists } from "#lib/ledgers/company-file.ts";
import { bookLists, listKinds, type BookList, type ListKind } from "#lib/ledgers/ledger.ts";
import { countListEntries, dropUnseen, markListsFresh, saveEntries, wantLists } from "#lib/ledgers/lists/store.ts";
import type { QboAnswer, QboRow } from "#lib/ledgers/qbo/answer.ts";
import { askQueries, askQuery, isSwitchedOff, queryAnswer, queryAnswers } from "#lib/ledgers/qbo/back/questions.ts";
import { companyInfoOf, preferencesOf } from "#lib/ledgers/qbo/company.ts";
import { listEntities, listEntries, listStatement, nextListPage, taxRates } from "#lib/ledgers/qbo/lists.ts";
import type { ListEntity } from "#lib/ledgers/qbo/query.ts";
import { readCompanyFile, renameCompanyFile } from "#lib/ledgers/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { beginFollowing } from "#lib/sync/events/store.ts";
import { restLists, type WaitingLane, wakeLane } from "#lib/sync/lane/store.ts";
import { askCompany, type LaterBecause } from "./ask-company.ts";
import { defaultTiming, workerScope, type World } from "./world.ts";

/** How many entries each list has now; or why, and until when, it could not be read. */
export type ListsRead =
  | { readonly is: "read"; readonly counts: Readonly<Record<ListKind, number>> }
  | { readonly is: "later"; readonly because: LaterBecause | "no-list"; readonly at: Date };

/**
 * A person asks for the lists: those that documents are checked against are read at once, customers, who may be very
 * many, follow in the lane's pace. Returns how many entries each list has. Refused with "unavailable" when the company
 * is not connected or QuickBooks does not answer.
 */
export async function refreshLists(scope: Scope, input: RefreshLists): Promise<Readonly<Record<ListKind, number>>> {
  allow(scope, may(scope.actor, "sync:run") ? "sync:run" : "settings:write");
  const { companyFileId } = input;
  const known = await inTransaction(scope, (tx) => readCompanyFile(tx, scope, companyFileId));
  if (!known) throw notFound("This company file");
  if (scope.actor.type === "person") {
    await consumeOrRefuse(scope.db, "lists", `${scope.tenantId}/${companyFileId}`, "The lists were read too often.");
  }
  const timing = { ...defaultTiming, batchItemsCount: env().QBO_BATCH_ITEMS_COUNT };
  const world: World = { ...scope, owner: newId(scope), timing };
  const read = await readBookLists(world, { tenantId: scope.tenantId, companyFileId });
  if (read.is === "later") {
    // Documents are using the company's minute. Nobody has to press again: the clock reads the lists before it sends more.
    const isBusy = read.because === "pace";
    if (isBusy) await inTransaction(scope, (tx) => wakeLane(tx, scope, companyFileId, ["lists"], read.at));
    throw refusalOf(read.because);
  }
  await inTransaction(scope, async (tx) => {
    await wantLists(tx, scope, companyFileId, true);
    await beginFollowing(tx, scope, companyFileId, scope.now());
    const event = { action: "company.lists-read", subjectKind: "company-file", subjectId: companyFileId };
    await audit(tx, scope, { ...event, detail: read.counts });
  });
  return read.counts;
}

/**
 * Reads the lists documents are checked against, and how the company is set up: the first page of each in one call, what
 * is longer page by page. Each page is written as it comes; what was not seen is removed at the end.
 */
export async function readBookLists(world: World, lane: WaitingLane): Promise<ListsRead> {
  const scope = workerScope(world, lane.tenantId, "lists");
  allow(scope, "sync:run");
  const { companyFileId } = lane;
  const since = scope.now();
  const entities: readonly ListEntity[] = ["TaxRate", ...bookLists.map((list) => listEntities[list])];
  const statements = entities.map((entity) => listStatement(entity, 1));
  const heard = await askCompany(
    world,
    lane,
    askQueries([...statements, "SELECT * FROM CompanyInfo", "SELECT * FROM Preferences"]),
  );
  if (heard.is === "later") return heard;
  const pages = queryAnswers(statements.length + 2, heard.status, heard.text).map(rowsIn);
  const rates = new Map<string, string>();
  for (const [index, entity] of entities.entries()) {
    const first = pages[index];
    if (!first) return noList(world);
    const list = bookLists.find((each) => listEntities[each] === entity);
    const trouble = await readPages(world, lane, entity, first, async (rows) => {
      if (list) await keep(scope, companyFileId, list, rows, rates);
      else for (const [id, rate] of taxRates(rows)) rates.set(id, rate);
    });
    if (trouble) return trouble;
  }
  const [company] = pages.at(-2) ?? [];
  const [preferences] = pages.at(-1) ?? [];
  return await inTransaction(scope, async (tx) => {
    await dropUnseen(tx, scope, companyFileId, bookLists, since);
    await markListsFresh(
      tx,
      scope,
      companyFileId,
      preferences ? { preferences: preferencesOf(preferences, company) } : {},
    );
    const name = company ? companyInfoOf(company).name.slice(0, 200) : "";
    if (name !== "") await renameCompanyFile(tx, scope, companyFileId, name);
    await restLists(tx, scope, companyFileId, since);
    const own = (await countListEntries(tx, scope)).filter((entry) => entry.companyFileId === companyFileId);
    const counts = listKinds.map((list) => [list, own.find((entry) => entry.list === list)?.entries ?? 0]);
    return { is: "read", counts: Object.fromEntries(counts) as Record<ListKind, number> };
  });
}

/**
 * Reads all customers, a thousand at a time; no more than one page is in memory. Cut off, it begins again: what was
 * written stays, and only a whole reading removes anything.
 */
export async function readCustomers(
  world: World,
  lane: WaitingLane,
  onPage: () => Promise<unknown>,
): Promise<ListsRead | null> {
  const scope = workerScope(world, lane.tenantId, "lists");
  allow(scope, "sync:run");
  const { companyFileId } = lane;
  const since = scope.now();
  const trouble = await readPages(world, lane, "Customer", null, async (rows) => {
    const entries = listEntries("customer", rows, new Map());
    await inTransaction(scope, (tx) => saveEntries(tx, scope, companyFileId, "customer", entries));
    await onPage();
  });
  if (trouble) return trouble;
  await inTransaction(scope, async (tx) => {
    await dropUnseen(tx, scope, companyFileId, ["customer"], since);
    await wantLists(tx, scope, companyFileId, false);
  });
  return null;
}

/** Gives every page of a list to `onRows`, in order; `first` when it was read already. Returns why it stopped early. */
async function readPages(
  world: World,
  lane: WaitingLane,
  entity: ListEntity,
  first: readonly QboRow[] | null,
  onRows: (rows: readonly QboRow[]) => Promise<void>,
): Promise<Extract<ListsRead, { is: "later" }> | null> {
  let from: number | null = 1;
  let rows = first;
  while (from !== null) {
    if (!rows) {
      const heard = await askCompany(world, lane, askQuery(listStatement(entity, from)));
      if (heard.is === "later") return heard;
      rows = rowsIn(queryAnswer(heard.status, heard.text));
      if (!rows) return noList(world);
    }
    await onRows(rows);
    from = nextListPage(from, rows.length);
    rows = null;
  }
  return null;
}

async function keep(
  scope: Scope,
  companyFileId: string,
  list: BookList,
  rows: readonly QboRow[],
  rates: ReadonlyMap<string, string>,
): Promise<void> {
  const entries = listEntries(list, rows, rates);
  await inTransaction(scope, (tx) => saveEntries(tx, scope, companyFileId, list, entries));
}

/** Rows of an answer; a feature that is switched off, such as classes in smaller plans, has none. Null: no answer. */
function rowsIn(answer: QboAnswer | undefined): readonly QboRow[] | null {
  const body = answer?.body;
  if (body?.is === "rows") return body.rows;
  return body?.is === "fault" && isSwitchedOff(body.faults) ? [] : null;
}

const AGAIN_MS = 60_000;

function noList(world: World): Extract<ListsRead, { is: "later" }> {
  return { is: "later", because: "no-list", at: new Date(world.now().getTime() + AGAIN_MS) };
}

function refusalOf(because: LaterBecause | "no-list"): Refusal {
  const sentences: Readonly<Record<typeof because, string>> = {
    pace: "QuickBooks is being asked as much as it allows for this company. The lists follow by themselves in a minute.",
    throttled: "QuickBooks has been asked too often. Try again in a minute.",
    unreached: "QuickBooks could not be reached. Try again in a minute.",
    refused: "QuickBooks refused the connection. Try again in a minute.",
    "not-connected": "The company is not connected to QuickBooks.",
    "no-list": "QuickBooks did not give its lists. Try again in a minute.",
  };
  return new Refusal("unavailable", sentences[because]);
}

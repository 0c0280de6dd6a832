// What do the books say of these records now? Asked a thousand at a time, kept; one that fails does not stop the others.
import { inTransaction } from "#db/client.ts";
import { allow } from "#lib/access/scope.ts";
import { grouped } from "#lib/grouped.ts";
import { isVoided, textOf, type QboFault, type QboRow } from "#lib/ledgers/qbo/rows.ts";
import { followedEntity, type FollowedEntity } from "#lib/ledgers/qbo/back/entities.ts";
import { paymentDays, paymentsOn, type PaymentDays } from "#lib/ledgers/qbo/back/paid.ts";
import { askQueries, mayPass, queryAnswers, selectIds } from "#lib/ledgers/qbo/back/questions.ts";
import { PAGE_SIZE } from "#lib/ledgers/qbo/query.ts";
import { readPaymentDays, readTroubles, type LinkedRecord } from "#lib/sync/balances/store.ts";
import type { WaitingLane } from "#lib/sync/lane/store.ts";
import { askCompany, type LaterBecause } from "./ask-company.ts";
import { keepChanges } from "./keep-changes.ts";
import { workerScope, type World } from "./world.ts";

/** Records of one call: an answer of some megabytes, and no more than four statements. */
export const RECORDS_A_CALL = 4 * PAGE_SIZE;
const AGAIN_MS = 60_000;

export type Failure = { readonly documentId: string; readonly reason: string };
type Read = { readonly entity: FollowedEntity; readonly ids: readonly string[]; readonly rows: readonly QboRow[] };

/** What QuickBooks answered about some records, not kept yet. later: nothing is lost, ask again then. */
export type AnsweredBalances =
  | {
      readonly is: "answered";
      readonly records: readonly LinkedRecord[];
      readonly reads: readonly Read[];
      readonly days: PaymentDays;
      readonly failures: readonly Failure[];
      readonly askedAt: Date;
    }
  | { readonly is: "later"; readonly at: Date; readonly because: LaterBecause | "no-answer" };

class Later extends Error {
  readonly later: Extract<AnsweredBalances, { is: "later" }>;
  constructor(later: Extract<AnsweredBalances, { is: "later" }>) {
    super("Not now");
    this.later = later;
  }
}

/** Asks for records, and for the days of those payments on invoices among them that are not ours. Keeps nothing. */
export async function askBalances(
  world: World,
  lane: WaitingLane,
  records: readonly LinkedRecord[],
): Promise<AnsweredBalances> {
  const scope = workerScope(world, lane.tenantId, "balances");
  allow(scope, "sync:run");
  const askedAt = scope.now();
  try {
    const { reads, refused } = await askAll(world, lane, questionsOf(records));
    const failures = records.flatMap(({ documentId, ledgerType, ledgerId }) => {
      const reason = refused.get(`${ledgerType}/${ledgerId}`);
      return reason === undefined ? [] : [{ documentId, reason }];
    });
    const payments = reads.filter(({ entity }) => entity === "Invoice").flatMap(({ rows }) => rows.flatMap(paymentsOn));
    const days = await inTransaction(scope, (tx) => readPaymentDays(tx, scope, lane.companyFileId, payments));
    const strangers = [...new Set(payments)].filter((id) => !days.has(id));
    const asked = await askAll(world, lane, questionsFor("Payment", strangers));
    const all = new Map([...days, ...asked.reads.flatMap(({ rows }) => [...paymentDays(rows)])]);
    return { is: "answered", records, reads, days: all, failures, askedAt };
  } catch (error) {
    if (error instanceof Later) return error.later;
    throw error;
  }
}

/** Keeps what was answered. Returns the records that could not be pulled, and why. */
export async function keepBalances(
  world: World,
  lane: WaitingLane,
  answered: Extract<AnsweredBalances, { is: "answered" }>,
): Promise<readonly Failure[]> {
  const scope = workerScope(world, lane.tenantId, "balances");
  allow(scope, "sync:run");
  const failures = new Map(answered.failures.map(({ documentId, reason }) => [documentId, reason]));
  const documents = new Map(answered.records.map((one) => [`${one.ledgerType}/${one.ledgerId}`, one.documentId]));
  const voided = new Set<string>();
  for (const { entity, ids, rows } of together(answered.reads)) {
    const there = new Set(rows.map((row) => textOf(row, "Id")));
    const missing = ids.filter((id) => !there.has(id));
    for (const id of await keepOrHalve(world, lane, { entity, rows, missing, days: answered.days })) {
      failures.set(documents.get(`${entity}/${id}`) ?? id, "What QuickBooks holds of it could not be kept here.");
    }
    for (const row of rows) if (isVoided(row)) voided.add(documents.get(`${entity}/${textOf(row, "Id")}`) ?? "");
  }
  const asked = answered.records.map(({ documentId }) => documentId).filter((id) => !failures.has(id));
  const troubles = await inTransaction(scope, (tx) => readTroubles(tx, scope, asked, answered.askedAt));
  for (const { documentId, isGone } of troubles) {
    const gone = voided.has(documentId) ? "It was voided in QuickBooks." : "It is not in QuickBooks any more.";
    const reason = isGone ? gone : "A change of ours is on its way to it: it is read again once that has arrived.";
    failures.set(documentId, reason);
  }
  return [...failures].map(([documentId, reason]) => ({ documentId, reason }));
}

/** All records of one kind: kept in one transaction, which costs a twentieth less than one for each question. */
function together(reads: readonly Read[]): Read[] {
  return [...grouped(reads, ({ entity }) => entity)].map(([entity, all]) => ({
    entity,
    ids: all.flatMap(({ ids }) => ids),
    rows: all.flatMap(({ rows }) => rows),
  }));
}

type Asked = { readonly entity: FollowedEntity; readonly ids: readonly string[] };

function questionsOf(records: readonly LinkedRecord[]): Asked[] {
  const entities = new Set(records.map(({ ledgerType }) => followedEntity(ledgerType)));
  return [...entities].flatMap((entity) => {
    const own = records.filter(({ ledgerType }) => ledgerType === entity).map(({ ledgerId }) => ledgerId);
    return entity ? questionsFor(entity, own) : [];
  });
}

function questionsFor(entity: FollowedEntity, ids: readonly string[]): Asked[] {
  const count = Math.ceil(ids.length / PAGE_SIZE);
  return Array.from({ length: count }, (_, nth) => ({
    entity,
    ids: ids.slice(nth * PAGE_SIZE, (nth + 1) * PAGE_SIZE),
  }));
}

type AskedAll = { readonly reads: readonly Read[]; readonly refused: ReadonlyMap<string, string> };

/** All questions in one call. One that is refused is asked again in two halves, until the record is found that is to blame. */
async function askAll(world: World, lane: WaitingLane, questions: readonly Asked[]): Promise<AskedAll> {
  const reads: Read[] = [];
  const refused = new Map<string, string>();
  let waiting = questions;
  while (waiting.length > 0) {
    const now = waiting.slice(0, RECORDS_A_CALL / PAGE_SIZE);
    const halves: Asked[] = [];
    const heard = await askCompany(world, lane, askQueries(now.map(({ entity, ids }) => selectIds(entity, ids))));
    if (heard.is === "later") throw new Later(heard);
    const answers = queryAnswers(now.length, heard.status, heard.text);
    for (const [index, { entity, ids }] of now.entries()) {
      const body = answers[index]?.body;
      if (body?.is === "rows") reads.push({ entity, ids, rows: body.rows });
      else if (body?.is !== "fault" || mayPass(body.faults)) throw new Later(noAnswer(world));
      else if (ids.length > 1) halves.push(...halvesOf(ids).map((half) => ({ entity, ids: half })));
      else refused.set(`${entity}/${ids[0]}`, refusalText(body.faults));
    }
    waiting = [...waiting.slice(now.length), ...halves];
  }
  return { reads, refused };
}

function noAnswer(world: World): Extract<AnsweredBalances, { is: "later" }> {
  return { is: "later", at: new Date(world.now().getTime() + AGAIN_MS), because: "no-answer" };
}

function refusalText(faults: readonly QboFault[]): string {
  const [fault] = faults;
  const said = fault ? fault.detail || fault.message : "";
  return said === ""
    ? "QuickBooks did not answer about it."
    : `QuickBooks did not answer about it: ${said.slice(0, 300)}`;
}

/** Keeps records; when one of them cannot be kept, the others are all the same. Returns the ids of those that cannot. */
async function keepOrHalve(
  world: World,
  lane: WaitingLane,
  records: Parameters<typeof keepChanges>[2],
): Promise<readonly string[]> {
  const { rows, missing } = records;
  try {
    await keepChanges(workerScope(world, lane.tenantId, "balances"), lane, records);
    return [];
  } catch (error) {
    if (!isOfTheData(error)) throw error;
    if (rows.length + missing.length === 1) return [...rows.map((row) => textOf(row, "Id")), ...missing];
    const bad: string[] = [];
    for (const half of halvesOf(rows))
      bad.push(...(await keepOrHalve(world, lane, { ...records, rows: half, missing: [] })));
    if (missing.length > 0) bad.push(...(await keepOrHalve(world, lane, { ...records, rows: [], missing })));
    return bad;
  }
}

function halvesOf<T>(all: readonly T[]): (readonly T[])[] {
  const half = Math.ceil(all.length / 2);
  return [all.slice(0, half), all.slice(half)].filter((part) => part.length > 0);
}

/** Something Postgres would not write (its classes 22 and 23), and not a database that cannot be reached or is at its end. */
function isOfTheData(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && /^2[23]\w{3}$/.test(at.code)) return true;
  }
  return false;
}

// How is QuickBooks asked to read back: one question, several in one call, what changed since a moment?
import { asRow, batchAnswers, parseJson, singleAnswer, type QboAnswer, type QboFault, type QboRow } from "../answer.ts";
import { PAGE_SIZE, quoted } from "../query.ts";
import { batchHttp, MINOR_VERSION, singleHttp, type QboHttp } from "../wire.ts";
import { isNameEntity, type FollowedEntity } from "./entities.ts";

/** A question as it will be sent. Each has a request id of its own: a remembered answer would be an old one. */
export type Question = {
  readonly http: (realmId: string, requestId: string) => QboHttp;
  readonly isBatch: boolean;
  /** How many reads Intuit counts: each question inside a batch is one. */
  readonly reads: number;
};

/** Longer statements do not fit into an address; as an item of a batch they travel in the body. */
const ADDRESS_MAX = 4000;

/** One statement of the query language. */
export function askQuery(statement: string): Question {
  if (!isShort(statement)) return askQueries([statement]);
  return { http: (realmId, id) => singleHttp(realmId, { is: "query", statement }, id), isBatch: false, reads: 1 };
}

/** Up to 30 statements in one call. A single short one is no batch: those are fewer. */
export function askQueries(statements: readonly string[]): Question {
  const [only] = statements;
  if (statements.length === 1 && only !== undefined && isShort(only)) return askQuery(only);
  const items = statements.map((statement, index) => ({
    bId: String(index + 1),
    request: { is: "query", statement } as const,
  }));
  return { http: (realmId, id) => batchHttp(realmId, items, id), isBatch: true, reads: items.length };
}

/** What changed since a moment, at most 30 days ago. */
export function askChanges(entities: readonly FollowedEntity[], since: Date): Question {
  const query = `entities=${entities.join(",")}&changedSince=${encodeURIComponent(since.toISOString())}`;
  const path = (realmId: string) =>
    `/v3/company/${encodeURIComponent(realmId)}/cdc?${query}&minorversion=${MINOR_VERSION}`;
  return { http: (realmId) => ({ method: "GET", path: path(realmId), body: "" }), isBatch: false, reads: 1 };
}

/** Records by their ids, up to a thousand; those that are missing in the answer are gone. */
export function selectIds(entity: FollowedEntity, ids: readonly string[]): string {
  const active = isNameEntity(entity) ? " AND Active IN (true, false)" : "";
  return `SELECT * FROM ${entity} WHERE Id IN (${ids.map(quoted).join(", ")})${active} MAXRESULTS ${PAGE_SIZE}`;
}

/** One page of what changed since a moment, deletions not among it; `from` counts from 1. */
export function selectChanged(entity: FollowedEntity, since: Date, from: number): string {
  const active = isNameEntity(entity) ? " AND Active IN (true, false)" : "";
  const where = `MetaData.LastUpdatedTime >= ${quoted(since.toISOString())}${active}`;
  return `SELECT * FROM ${entity} WHERE ${where} ORDERBY MetaData.LastUpdatedTime STARTPOSITION ${from} MAXRESULTS ${PAGE_SIZE}`;
}

function isShort(statement: string): boolean {
  return encodeURIComponent(statement).length <= ADDRESS_MAX;
}

/** The answers to `askQueries`, in its order; undefined where QuickBooks said nothing. */
export function queryAnswers(count: number, status: number, text: string): (QboAnswer | undefined)[] {
  const named = Array.from({ length: count }, (_none, index) => ({ bId: String(index + 1) }));
  const answers = batchAnswers(named, status, text);
  return named.map(({ bId }) => answers.get(bId));
}

/** The answer to `askQuery`; a long statement went as a batch of one, and its answer is that item's. */
export function queryAnswer(status: number, text: string): QboAnswer {
  const whole = singleAnswer(status, text);
  return batchAnswers([{ bId: "1" }], status, text).get("1") ?? whole;
}

/** A feature that is switched off in this company, such as classes: there is nothing of it. */
export function isSwitchedOff(faults: readonly QboFault[]): boolean {
  return faults.some(({ code }) => code === "5030" || code === "2000");
}

/** Trouble of QuickBooks itself, or of the lane: the same question may be answered later. */
const MAY_PASS: readonly string[] = ["100", "110", "130", "140", "150", "600", "3001", "3200", "10000"];

/** Is a refusal about QuickBooks or the lane, and not about what was asked? The same question may be answered later. */
export function mayPass(faults: readonly QboFault[]): boolean {
  return faults.length === 0 || faults.some(({ code }) => MAY_PASS.includes(code));
}

/**
 * Does a refusal say that there is nothing to follow of this kind? How a switched-off feature is refused may differ from
 * list to list, so a list that is refused for good is passed over; documents must be known, so they are asked for again.
 */
export function isNothing(entity: string, faults: readonly QboFault[]): boolean {
  if (isSwitchedOff(faults)) return true;
  return isNameEntity(entity) && faults.length > 0 && !faults.some(({ code }) => MAY_PASS.includes(code));
}

export type ChangedRows = {
  /** By QuickBooks' word for the kind of record. */
  readonly rows: ReadonlyMap<string, readonly QboRow[]>;
  readonly deleted: ReadonlyMap<string, readonly string[]>;
  /** True when the answer is as long as an answer may be: then there may be more. */
  readonly isFull: boolean;
};

/** What a change answer holds; faults instead when QuickBooks refused the question, null when it makes no sense. */
export function changedRows(status: number, text: string): ChangedRows | readonly QboFault[] | null {
  const responses = asRow(parseJson(text))?.CDCResponse;
  if (!Array.isArray(responses)) {
    const { body } = singleAnswer(status, text);
    return body.is === "fault" ? body.faults : null;
  }
  const rows = new Map<string, QboRow[]>();
  const deleted = new Map<string, string[]>();
  let count = 0;
  for (const slot of responses.flatMap((response): unknown[] => slotsOf(asRow(response)))) {
    for (const [entity, value] of Object.entries(asRow(slot) ?? {})) {
      if (!Array.isArray(value)) continue;
      for (const row of value.map(asRow).filter((each) => each !== undefined)) {
        count++;
        if (row.status === "Deleted") add(deleted, entity, String(row.Id));
        else add(rows, entity, row);
      }
    }
  }
  return { rows, deleted, isFull: count >= PAGE_SIZE };
}

function slotsOf(response: QboRow | undefined): unknown[] {
  return Array.isArray(response?.QueryResponse) ? response.QueryResponse : [];
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

// What came back? One shape for a single call's answer, a batch item's and the gateway's.
import { asRow, asRows, parseJson, textOf, type QboFault, type QboRow } from "./rows.ts";
import type { BatchItem } from "./wire.ts";
import { xmlFault } from "./xml.ts";

export { asRow, parseJson, textOf } from "./rows.ts";
export type { QboFault, QboRow } from "./rows.ts";

export type QboAnswer = {
  readonly status: number;
  readonly body:
    | { readonly is: "entity"; readonly type: string; readonly entity: QboRow }
    /** `total` is told by a count, and by some lists: never relied on for paging. */
    | { readonly is: "rows"; readonly rows: readonly QboRow[]; readonly total?: number }
    | { readonly is: "fault"; readonly type: string; readonly faults: readonly QboFault[]; readonly raw: string }
    /** HTML, XML, a cut-off text, or JSON of a shape nobody knows. */
    | { readonly is: "unreadable"; readonly raw: string };
};

/** Raw answers are kept up to this length. */
const RAW_MAX = 4000;
/** Longer than what is kept, so that no secret is cut in half and kept. */
const RAW_READ_MAX = 64_000;
/** "Request Timeout", from whatever stands between. */
const TIMED_OUT = 408;
const ENVELOPE_FIELDS = new Set(["time", "bId", "warnings", "requestId", "report", "status"]);

/** The answer to a call that carried one request. `text` is the body as it came. */
export function singleAnswer(status: number, text: string): QboAnswer {
  return answerOf(status, parseJson(text), text);
}

/**
 * The answers of a batch by `bId`. Items QuickBooks said nothing about are missing: nobody knows what became of them.
 * When the batch as a whole was refused (throttled, token expired), every item has that answer.
 */
export function batchAnswers(
  items: readonly Pick<BatchItem, "bId">[],
  status: number,
  text: string,
): Map<string, QboAnswer> {
  const body = asRow(parseJson(text));
  const responses = body?.BatchItemResponse;
  const answers = new Map<string, QboAnswer>();
  if (!Array.isArray(responses) || body?.Fault !== undefined) {
    const whole = answerOf(status, body, text);
    for (const { bId } of items) answers.set(bId, whole);
    return answers;
  }
  const asked = new Set(items.map(({ bId }) => bId));
  for (const response of responses) {
    const row = asRow(response);
    const bId = row?.bId;
    if (!row || typeof bId !== "string" || !asked.has(bId)) continue;
    answers.set(bId, answerOf(itemStatus(row, status), row, JSON.stringify(row)));
  }
  return answers;
}

/**
 * True when nobody can say whether a write took place: the answer makes no sense, or the server broke down half-way.
 * Such a write is looked for before it is made again.
 */
export function isOutcomeUnknown(answer: QboAnswer): boolean {
  if (answer.body.is === "unreadable") {
    return answer.status < 300 || answer.status >= 500 || answer.status === TIMED_OUT;
  }
  if (answer.body.is !== "fault") return false;
  return answer.status >= 500 || answer.body.faults.some(({ code }) => code === "10000");
}

/** What may be kept of an answer's text: all of it but access tokens, which only refusals repeat. */
export function keptText(status: number, text: string): string {
  return status >= 400 || /Token (?:expired|revoked|invalid)|Bearer /i.test(text) ? withoutTokens(text) : text;
}

function answerOf(status: number, parsed: unknown, text: string): QboAnswer {
  const body = asRow(parsed);
  const raw = withoutTokens(text.slice(0, RAW_READ_MAX)).slice(0, RAW_MAX);
  if (!body) {
    const xml = xmlFault(text);
    return { status, body: xml ? { is: "fault", ...withoutSecrets(xml), raw } : { is: "unreadable", raw } };
  }
  const fault = asRow(body.Fault) ?? asRow(body.fault);
  if (fault) return { status, body: { is: "fault", ...faultOf(fault), raw } };
  const query = asRow(body.QueryResponse);
  if (query) return { status, body: { is: "rows", rows: rowsOf(query), ...countOf(query) } };
  for (const [type, value] of Object.entries(body)) {
    const entity = ENVELOPE_FIELDS.has(type) ? undefined : asRow(value);
    if (entity && textOf(entity, "Id") !== "") return { status, body: { is: "entity", type, entity } };
  }
  return { status, body: { is: "unreadable", raw } };
}

/** The gateway repeats the access token it refuses. */
function withoutTokens(text: string): string {
  return text
    .replaceAll(/(Token (?:expired|revoked|invalid)[^:"]*: ?)[^\s"<]+/gi, "$1[hidden]")
    .replaceAll(/Bearer [\w.~+/=-]+/gi, "Bearer [hidden]");
}

/** The usual envelope has capitals, the gateway's has none; both say the same. */
function faultOf(fault: QboRow): { type: string; faults: QboFault[] } {
  const faults = asRows(fault.Error ?? fault.error).map((row): QboFault => {
    const message = textOf(row, "Message") || textOf(row, "message");
    return {
      code: codeOf(row.code, message),
      message,
      detail: textOf(row, "Detail") || textOf(row, "detail"),
      element: textOf(row, "element"),
    };
  });
  return withoutSecrets({ type: textOf(fault, "type"), faults });
}

function withoutSecrets({ type, faults }: { type: string; faults: readonly QboFault[] }) {
  return { type, faults: faults.map((fault) => ({ ...fault, detail: withoutTokens(fault.detail) })) };
}

/** The gateway repeats its code in its message, with zeros in front. */
function codeOf(code: unknown, message: string): string {
  const told = typeof code === "string" || typeof code === "number" ? String(code) : "";
  const found = told === "" ? (/errorCode=(\d+)/.exec(message)?.[1] ?? "") : told;
  return found.replace(/^0+(?=\d)/, "");
}

/** An empty result has no array at all. */
function rowsOf(query: QboRow): QboRow[] {
  return asRows(Object.values(query).find((value) => Array.isArray(value)));
}

function countOf({ totalCount }: QboRow): { total?: number } {
  return typeof totalCount === "number" ? { total: totalCount } : {};
}

/** Batch items have no status of their own: 200 for an answer, 400 or 500 for a fault. */
function itemStatus(row: QboRow, whole: number): number {
  const fault = asRow(row.Fault) ?? asRow(row.fault);
  if (!fault) return whole;
  return textOf(fault, "type") === "SystemFault" ? 500 : 400;
}

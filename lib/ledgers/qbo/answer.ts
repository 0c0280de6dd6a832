// What came back? One shape for a single call's answer, a batch item's and the gateway's.
import type { BatchItem } from "./wire.ts";

export type QboFault = {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly element: string;
};

export type QboRow = { readonly [field: string]: unknown };

export type QboAnswer = {
  readonly status: number;
  readonly body:
    | { readonly is: "entity"; readonly type: string; readonly entity: QboRow }
    | { readonly is: "rows"; readonly rows: readonly QboRow[] }
    | { readonly is: "fault"; readonly type: string; readonly faults: readonly QboFault[]; readonly raw: string }
    /** HTML, XML, a cut-off text, or JSON of a shape nobody knows. */
    | { readonly is: "unreadable"; readonly raw: string };
};

/** Raw answers are kept up to this length. */
const RAW_MAX = 4000;
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
  if (!Array.isArray(responses)) {
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
  if (answer.body.is === "unreadable") return answer.status < 300 || answer.status >= 500;
  if (answer.body.is !== "fault") return false;
  return answer.status >= 500 || answer.body.faults.some(({ code }) => code === "10000" || code === "600");
}

/** Parses JSON; undefined when the text is something else or was cut off. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An object that is no array; undefined otherwise. */
export function asRow(value: unknown): QboRow | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as QboRow) : undefined;
}

/** A text field; "" when it is missing or something else. */
export function textOf(row: QboRow | undefined, field: string): string {
  const value = row?.[field];
  return typeof value === "string" ? value : "";
}

function answerOf(status: number, parsed: unknown, text: string): QboAnswer {
  const body = asRow(parsed);
  const raw = withoutTokens(text).slice(0, RAW_MAX);
  if (!body) return { status, body: { is: "unreadable", raw } };
  const fault = asRow(body.Fault) ?? asRow(body.fault);
  if (fault) return { status, body: { is: "fault", ...faultOf(fault), raw } };
  const query = asRow(body.QueryResponse);
  if (query) return { status, body: { is: "rows", rows: rowsOf(query) } };
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
  const errors = fault.Error ?? fault.error;
  const faults = (Array.isArray(errors) ? errors : []).flatMap((error): QboFault[] => {
    const row = asRow(error);
    if (!row) return [];
    return [
      {
        code: textOf(row, "code").replace(/^0+(?=\d)/, ""),
        message: textOf(row, "Message") || textOf(row, "message"),
        detail: withoutTokens(textOf(row, "Detail") || textOf(row, "detail")),
        element: textOf(row, "element"),
      },
    ];
  });
  return { type: textOf(fault, "type"), faults };
}

/** An empty result has no array at all. */
function rowsOf(query: QboRow): QboRow[] {
  const list: unknown = Object.values(query).find((value) => Array.isArray(value));
  if (!Array.isArray(list)) return [];
  return list.map(asRow).filter((row) => row !== undefined);
}

/** Batch items have no status of their own: 200 for an answer, 400 or 500 for a fault. */
function itemStatus(row: QboRow, whole: number): number {
  const fault = asRow(row.Fault) ?? asRow(row.fault);
  if (!fault) return whole;
  return textOf(fault, "type") === "SystemFault" ? 500 : 400;
}

// What does an answer mean for the push that asked? Answers → verdicts.
import type { Problem } from "#lib/problem.ts";
import type { Told, Verdict } from "#lib/ledgers/ledger.ts";
import { documentTitle } from "#lib/documents/document.ts";
import type { LedgerLink } from "#lib/sync/link.ts";
import type { Push } from "#lib/sync/push.ts";
import { amountOf } from "./amounts.ts";
import type { QboAnswer, QboFault } from "./answer.ts";
import { entityOf } from "./ask.ts";
import { LAST_CULPRIT, nextCulprit } from "./culprits.ts";
import { endings } from "./entities.ts";
import { decisive, sentence, type Asking, type Decided } from "./faults.ts";
import { readRows } from "./read-rows.ts";
import { textOf, type QboRow } from "./rows.ts";
import { actsAsCreate, remembering, stageOf } from "./stage.ts";
import { difference, voidDifference } from "./totals.ts";

/** Read again and said again so often; then somebody is at work on it, and a person decides. */
const STALE_MAX = 3;

/** The verdict on an answer to the request `nextRequest` gave for this same push. */
export function readResponse(push: Push, answer: QboAnswer): Verdict {
  const { status, body } = answer;
  if (status === 429) return { is: "later", because: "throttled" };
  switch (body.is) {
    case "fault":
      return readFaults(push, status, body.faults, body.raw);
    case "unreadable":
      return readUnreadable(push, status, body.raw);
    case "entity":
      return stageOf(push) === "write"
        ? written(push, body.entity)
        : trouble(push, "QuickBooks answered a question with a document.");
    case "rows":
      return readRows(push, body.rows, (row) => written(push, row));
    default:
      return body satisfies never;
  }
}

/** The record is in the books, or out of them. Its total is QuickBooks' own sum, never taken for ours without a look. */
function written(push: Push, row: QboRow): Verdict {
  const link: LedgerLink = {
    ledgerType: entityOf(push),
    ledgerId: textOf(row, "Id"),
    // A deleted record has no version any more; the last one stays.
    versionToken: textOf(row, "SyncToken") || (push.link?.versionToken ?? ""),
  };
  if (link.ledgerId === "") return trouble(push, "QuickBooks answered without an id.");
  const differs = push.operation === "void" ? notEnded(push, row) : difference(push, row);
  return differs ? { is: "problem", problem: differs, link } : { is: "posted", link, ...toldOf(push, row) };
}

/** Kept beside the link, so that nobody has to ask for what was just heard. */
function toldOf({ document }: Push, row: QboRow): { told?: Told } {
  if (!("total" in document)) return {};
  const number = textOf(row, "DocNumber");
  const total = amountOf(row.TotalAmt, document.total.currency);
  const told = {
    ...(number === "" ? {} : { number }),
    ...(total === null ? {} : { totalMinor: total.minor.toString() }),
  };
  return Object.keys(told).length === 0 ? {} : { told };
}

function notEnded(push: Push, row: QboRow): Problem | null {
  const ending = endings[entityOf(push)];
  switch (ending) {
    case "void":
      return voidDifference(push.document, row);
    case "delete":
      return textOf(row, "status") === "Deleted" ? null : stillThere(push, "deleted");
    case "deactivate":
      return row.Active === false ? null : stillThere(push, "made inactive");
    default:
      return ending satisfies never;
  }
}

function stillThere(push: Push, what: string): Problem {
  const detail = `${documentTitle(push.document)} was to be ${what}; QuickBooks answered as if it were not.`;
  return { code: "ledger-trouble", about: "", detail };
}

function readFaults(push: Push, status: number, faults: readonly QboFault[], raw: string): Verdict {
  const decided = decisive(faults, status, push);
  if (!decided) return readUnreadable(push, status, raw);
  const { meaning, fault } = decided;
  switch (meaning.is) {
    case "throttled":
    case "busy":
    case "unauthorized":
      return { is: "later", because: meaning.is };
    case "doubt":
      // It may have taken place: looked for first, as after an answer that was lost.
      return { is: "more", memory: { unsure: true } };
    case "stale":
      return stale(push, fault, raw);
    case "gone":
      return gone(push, decided, raw);
    case "name-taken":
      return { is: "more", memory: remembering(push, { ask: "name" }) };
    case "number-taken":
      return { is: "more", memory: remembering(push, { ask: "number", refused: sentence(fault) }) };
    case "ask":
      return askCulprit(push, meaning, fault, raw);
    case "problem": {
      const { code, about, detail } = meaning;
      return { is: "problem", problem: { code, about, detail, raw } };
    }
    default:
      return meaning satisfies never;
  }
}

/**
 * Somebody was faster: their version is read, and only our own fields are said again. Not where a person decided on the
 * version they saw: what came after it nobody has seen, so they are asked again.
 */
function stale(push: Push, fault: QboFault, raw: string): Verdict {
  const times = Number(push.memory.stale ?? 0) + 1;
  if (push.link && push.memory.asSeen !== true && times <= STALE_MAX)
    return { is: "more", memory: remembering(push, { ask: "own", stale: times }) };
  const about = documentTitle(push.document);
  return { is: "problem", problem: { code: "version-conflict", about, detail: sentence(fault), raw } };
}

/**
 * Something is not there. To be made: a part of it. To be changed or voided: the record itself, or a part of it that was
 * made inactive; QuickBooks says the same of both, so the record is read.
 */
function gone(push: Push, { fault }: Decided, raw: string): Verdict {
  if (actsAsCreate(push)) return askCulprit(push, { is: "ask", ask: "customer" }, fault, raw);
  const isTold = push.operation === "update" && /deleted this/i.test(fault.detail);
  if (!isTold && push.memory.goneAsked !== true) {
    return { is: "more", memory: remembering(push, { ask: "own", goneAsked: true }) };
  }
  const otherwise = push.operation === "void" ? "cannot-undo" : "already-gone";
  if (!isTold) return askCulprit(push, { is: "ask", ask: "customer", otherwise }, fault, raw);
  const about = documentTitle(push.document);
  return { is: "problem", problem: { code: "already-gone", about, detail: sentence(fault), raw } };
}

/** Asks which part of the document QuickBooks means, once: a second refusal after a clean answer is a problem. */
function askCulprit(push: Push, { ask, until, otherwise }: Asking, fault: QboFault, raw: string): Verdict {
  const first = push.memory.culpritAsked === true ? null : nextCulprit(push, ask, until ?? LAST_CULPRIT);
  if (first) {
    const facts = { ask: first, until: until ?? LAST_CULPRIT, refused: sentence(fault) };
    return { is: "more", memory: remembering(push, facts) };
  }
  const code = otherwise ?? "unknown";
  const about = otherwise ? documentTitle(push.document) : `QuickBooks error ${fault.code}`;
  // A mistake of ours is one cause, whichever document meets it.
  const cause = code === "not-understood" ? "" : about;
  return { is: "problem", problem: { code, about: cause, detail: sentence(fault), raw } };
}

function readUnreadable(push: Push, status: number, raw: string): Verdict {
  if (status === 401) return { is: "later", because: "unauthorized" };
  if (status < 300 || status >= 500 || status === 408) return { is: "later", because: "busy" };
  return trouble(push, `QuickBooks answered with status ${status} and nothing readable.`, raw);
}

function trouble(push: Push, what: string, raw?: string): Verdict {
  const detail = `${documentTitle(push.document)}: ${what}`;
  return { is: "problem", problem: { code: "ledger-trouble", about: "", detail, ...(raw ? { raw } : {}) } };
}

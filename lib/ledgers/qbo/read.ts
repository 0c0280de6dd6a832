// What does an answer mean for the push that asked? Answers → verdicts.
import { fromJson, toDecimal } from "#lib/money.ts";
import type { Problem } from "#lib/problem.ts";
import type { Verdict } from "#lib/ledgers/ledger.ts";
import { documentTitle } from "#lib/documents/document.ts";
import type { LedgerLink } from "#lib/sync/link.ts";
import type { Push } from "#lib/sync/push.ts";
import { amountOf } from "./amounts.ts";
import { textOf, type QboAnswer, type QboFault, type QboRow } from "./answer.ts";
import { entityOf } from "./ask.ts";
import { meaningOf, sentence } from "./faults.ts";
import { readRows } from "./read-rows.ts";
import { actsAsCreate, remembering, stageOf } from "./stage.ts";

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

/** The record is in the books. Its total is QuickBooks' own sum, never taken for ours without a look. */
function written(push: Push, row: QboRow): Verdict {
  const link: LedgerLink = {
    ledgerType: entityOf(push.document),
    ledgerId: textOf(row, "Id"),
    versionToken: textOf(row, "SyncToken"),
  };
  if (link.ledgerId === "") return trouble(push, "QuickBooks answered without an id.");
  const differs = push.operation === "void" ? null : totalDiffers(push, row);
  return differs ? { is: "problem", problem: differs, link } : { is: "posted", link };
}

function totalDiffers(push: Push, row: QboRow): Problem | null {
  const { document } = push;
  if (!("total" in document)) return null;
  const ours = fromJson(document.total);
  const theirs = amountOf(row.TotalAmt, ours.currency);
  if (theirs && theirs.minor === ours.minor) return null;
  const told = theirs ? toDecimal(theirs) : "no total";
  const detail = `${documentTitle(document)} comes to ${toDecimal(ours)} here and to ${told} in QuickBooks.`;
  return { code: "total-differs", about: "", detail };
}

function readFaults(push: Push, status: number, faults: readonly QboFault[], raw: string): Verdict {
  const [fault] = faults;
  if (!fault) return readUnreadable(push, status, raw);
  const meaning = meaningOf(fault, push);
  switch (meaning.is) {
    case "throttled":
    case "busy":
    case "unauthorized":
      return { is: "later", because: meaning.is };
    case "stale":
      return { is: "more", memory: remembering(push, { ask: "own" }) };
    case "gone":
      return gone(push, fault, raw);
    case "name-taken":
      return { is: "more", memory: remembering(push, { ask: "name" }) };
    case "ask":
      return askCulprit(push, meaning.ask, fault, raw);
    case "problem": {
      const { code, about, detail } = meaning;
      return { is: "problem", problem: { code, about, detail, raw } };
    }
    default:
      return meaning satisfies never;
  }
}

/** What we wanted to void is gone already; what we wanted to change is not there any more. */
function gone(push: Push, fault: QboFault, raw: string): Verdict {
  if (push.operation === "void" && push.link) return { is: "posted", link: push.link };
  if (actsAsCreate(push)) return askCulprit(push, "customer", fault, raw);
  const about = documentTitle(push.document);
  return { is: "problem", problem: { code: "already-gone", about, detail: sentence(fault), raw } };
}

/** Asks which part of the document QuickBooks means, once: a second refusal after a clean answer is a problem. */
function askCulprit(push: Push, ask: "customer" | "items", fault: QboFault, raw: string): Verdict {
  const hasCustomer = "customer" in push.document;
  const hasItems = "lines" in push.document;
  if (push.memory.culpritAsked === true || (!hasCustomer && !hasItems)) {
    const problem: Problem = {
      code: "unknown",
      about: `QuickBooks error ${fault.code}`,
      detail: sentence(fault),
      raw,
    };
    return { is: "problem", problem };
  }
  const first = ask === "items" && hasItems ? "items" : "customer";
  return { is: "more", memory: remembering(push, { ask: first, refused: sentence(fault) }) };
}

function readUnreadable(push: Push, status: number, raw: string): Verdict {
  if (status === 401) return { is: "later", because: "unauthorized" };
  if (status < 300 || status >= 500) return { is: "later", because: "busy" };
  return trouble(push, `QuickBooks answered with status ${status} and nothing readable.`, raw);
}

function trouble(push: Push, what: string, raw?: string): Verdict {
  const detail = `${documentTitle(push.document)}: ${what}`;
  return { is: "problem", problem: { code: "ledger-trouble", about: "", detail, ...(raw ? { raw } : {}) } };
}

// What do the rows of a question say: found, absent, inactive, somebody else's?
import { dateText } from "#lib/dates.ts";
import { formatMoney } from "#lib/money.ts";
import type { Problem } from "#lib/problem.ts";
import type { Verdict } from "#lib/ledgers/ledger.ts";
import { documentTitle } from "#lib/documents/document.ts";
import type { Memory, Push } from "#lib/sync/push.ts";
import { amountOf } from "./amounts.ts";
import { entityOf, nextPage } from "./ask.ts";
import { culprits, LAST_CULPRIT, nextCulprit } from "./culprits.ts";
import { category, inactive } from "./name-problems.ts";
import { isSameName, plainName } from "./query.ts";
import { asRow, isVoided, refOf, textOf, type QboRow } from "./rows.ts";
import { actsAsCreate, culpritStages, isName, remembering, stageOf, type CulpritStage } from "./stage.ts";

type Adopt = (row: QboRow) => Verdict;

/** The verdict on the rows a question was answered with; `adopt` links a row that turns out to be ours. */
export function readRows(push: Push, rows: readonly QboRow[], adopt: Adopt): Verdict {
  const stage = stageOf(push);
  switch (stage) {
    case "look":
    case "name":
      return isName(push) ? byName(push, rows, stage === "name") : byMarker(push, rows, adopt);
    case "number":
      return numberHolder(push, rows, adopt);
    case "own":
      return actsAsCreate(push) ? linkedAlready(push, rows, adopt) : ownRecord(push, rows);
    case "customer":
    case "items":
    case "item-ids":
    case "terms":
    case "classes":
    case "method":
    case "invoices":
    case "credits":
    case "copied":
      return culprit(push, stage, rows);
    case "write":
      return refuse({
        code: "ledger-trouble",
        about: "",
        detail: `${documentTitle(push.document)} was answered with a list.`,
      });
    default:
      return stage satisfies never;
  }
}

/** A document with our number but without our marker is not ours; writing goes on and QuickBooks judges the number. */
function byMarker(push: Push, rows: readonly QboRow[], adopt: Adopt): Verdict {
  const ours = rows.find((row) => isOurs(push, row));
  if (ours) return adoptOurs(push, ours, adopt);
  const from = nextPage(push, rows.length);
  if (from !== null) return { is: "more", memory: remembering(push, { from }) };
  const { from: _from, ...memory } = remembering(push, { lookedUp: true });
  return { is: "more", memory };
}

function isOurs(push: Push, row: QboRow): boolean {
  return textOf(row, "PrivateNote").includes(push.marker);
}

/** Does it name our document, in whichever generation? */
function bearsMark(push: Push, row: QboRow): boolean {
  return textOf(row, "PrivateNote").includes(push.marker.replace(/(?:\.\d+)?\]$/, ""));
}

/** The version of a record that was just made. */
const FIRST_VERSION = "0";

/**
 * Made by us, unheard. What we left is its first version: a newer one is looked at as any change over there. Voided by
 * somebody since: whether it is to be made again is a person's decision.
 */
function adoptOurs(push: Push, row: QboRow, adopt: Adopt): Verdict {
  if (!isVoided(row)) return adopt(push.link ? row : { ...row, SyncToken: FIRST_VERSION });
  const about = documentTitle(push.document);
  return refuse({ code: "already-gone", about, detail: `${about} was voided in QuickBooks.` });
}

/** QuickBooks has refused the number: ours after all, or whose? */
function numberHolder(push: Push, rows: readonly QboRow[], adopt: Adopt): Verdict {
  const ours = rows.find((row) => isOurs(push, row));
  if (ours) return adoptOurs(push, ours, adopt);
  const from = nextPage(push, rows.length);
  if (from !== null) return { is: "more", memory: remembering(push, { from }) };
  // Only an earlier record of this document holds it, and that one was voided: the number is ours.
  const isFreed = rows.length > 0 && rows.every((row) => isVoided(row) && bearsMark(push, row));
  if (isFreed && push.memory.mayShareNumber !== true) {
    return { is: "more", memory: remembering(push, { mayShareNumber: true }) };
  }
  const number = "number" in push.document ? push.document.number : "";
  const { refused } = push.memory;
  const raw = typeof refused === "string" ? { raw: refused } : {};
  const [holder] = rows;
  const detail = holder ? `Number ${number} is taken by ${described(holder)}.` : `Number ${number} is taken.`;
  return refuse({ code: "number-used", about: number, detail, ...raw });
}

function described(row: QboRow): string {
  const customer = textOf(asRow(row.CustomerRef), "name") || "another customer";
  const currency = refOf(row, "CurrencyRef") || "USD";
  const date = textOf(row, "TxnDate");
  const total = amountOf(row.TotalAmt, currency);
  const amount = total ? ` over ${formatMoney(total)}` : "";
  return `a document of ${customer}, dated ${date === "" ? "another day" : dateText(date)}${amount}`;
}

/** One of that name is the one we mean. `taken`: QuickBooks has refused the name, so its holder is looked for. */
function byName(push: Push, rows: readonly QboRow[], taken: boolean): Verdict {
  const { document } = push;
  const name = "name" in document ? document.name.trim() : "";
  const kind = document.kind === "item" ? "item" : "customer";
  const parentId = document.kind === "customer" && document.parent ? push.links[document.parent]?.ledgerId : undefined;
  const named = rows.filter((row) => {
    const isSame = isSameName(plainName(nameOf(row)), name);
    return isSame && (parentId === undefined || refOf(row, "ParentRef") === parentId);
  });
  // A job of somebody may bear the name, too: the customer itself is meant before it.
  const topFirst = named.toSorted(
    (left, right) => Number(refOf(left, "ParentRef") !== "") - Number(refOf(right, "ParentRef") !== ""),
  );
  const active = topFirst.find((row) => row.Active !== false);
  if (active) return adoptName(push, active, name);
  if (named.length > 0) return refuse(inactive(kind, name));
  if (!taken) return { is: "more", memory: remembering(push, { lookedUp: true }) };
  const detail = `QuickBooks has no customer ${name}, but a vendor or an employee of that name.`;
  if (kind === "customer") return refuse({ code: "customer-name-taken", about: name, detail });
  return refuse({
    code: "unknown",
    about: `the item name ${name}`,
    detail: `QuickBooks says the name ${name} is taken.`,
  });
}

function adoptName(push: Push, row: QboRow, name: string): Verdict {
  if (textOf(row, "Type") === "Category") return refuse(category(name));
  const link = {
    ledgerType: entityOf(push),
    ledgerId: textOf(row, "Id"),
    versionToken: textOf(row, "SyncToken"),
  };
  return { is: "posted", link };
}

/** To be made, yet linked: what is there is compared again; what is gone is made anew, after the usual look. */
function linkedAlready(push: Push, rows: readonly QboRow[], adopt: Adopt): Verdict {
  const row = ownRow(push, rows);
  if (row && isName(push) && row.Active === false) return refuse(inactiveOwn(push));
  if (row && !isVoided(row)) return adopt(row);
  return { is: "more", memory: remembering(push, { linkGone: true }) };
}

/** Our own record read again: take its version, unless it is gone or has ended already. */
function ownRecord(push: Push, rows: readonly QboRow[]): Verdict {
  const row = ownRow(push, rows);
  const about = documentTitle(push.document);
  if (!row) {
    if (push.operation === "void" && push.link) return { is: "posted", link: push.link };
    return refuse({ code: "already-gone", about, detail: `${about} is no longer in QuickBooks.` });
  }
  // Whose mark was taken out is the bookkeeper's own record by now: there is no copy to take away.
  if (push.isExtra && push.link && !bearsMark(push, row)) return { is: "posted", link: push.link };
  const versionToken = textOf(row, "SyncToken");
  const isInactive = isName(push) && row.Active === false;
  if (isVoided(row) || isInactive) {
    if (push.operation === "void" && push.link) return { is: "posted", link: { ...push.link, versionToken } };
    if (isInactive) return refuse(inactiveOwn(push));
    return refuse({ code: "already-gone", about, detail: `${about} was voided in QuickBooks.` });
  }
  return { is: "more", memory: remembering(push, { versionToken, lookedUp: true }) };
}

function ownRow(push: Push, rows: readonly QboRow[]): QboRow | undefined {
  return rows.find((each) => textOf(each, "Id") === push.link?.ledgerId);
}

function inactiveOwn({ document }: Push): Problem {
  return inactive(document.kind === "item" ? "item" : "customer", "name" in document ? document.name : "");
}

/** The part that was asked for, and then the next one. */
function culprit(push: Push, stage: CulpritStage, rows: readonly QboRow[]): Verdict {
  const { blame, learn } = culprits[stage];
  const problem = blame(push, rows);
  if (problem) return refuse(problem);
  const memory: Memory = { ...push.memory, ...learn?.(push, rows) };
  const learned = { ...push, memory };
  const next = afterCulprit(learned, stage);
  // Nothing found: the write is tried once more with what was learned.
  return { is: "more", memory: remembering(learned, next ? { ask: next } : { culpritAsked: true }) };
}

/** Items may need several questions; every other part is asked for once. */
function afterCulprit(push: Push, stage: CulpritStage): CulpritStage | null {
  const until = culpritStages.find((each) => each === push.memory.until) ?? LAST_CULPRIT;
  if (stage === "items") return nextCulprit(push, stage, until);
  const from = culpritStages[culpritStages.indexOf(stage) + 1];
  return from === undefined ? null : nextCulprit(push, from, until);
}

function nameOf(row: QboRow): string {
  return textOf(row, "DisplayName") || textOf(row, "Name");
}

function refuse(problem: Problem): Verdict {
  return { is: "problem", problem };
}

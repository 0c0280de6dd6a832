// What do the rows of a question say: found, absent, inactive, somebody else's?
import type { Problem } from "#lib/problem.ts";
import type { Verdict } from "#lib/ledgers/ledger.ts";
import { documentTitle } from "#lib/documents/document.ts";
import type { Push } from "#lib/sync/push.ts";
import { textOf, type QboRow } from "./answer.ts";
import { entityOf, itemNames, linesOf, mappedItemIds, nextPage } from "./ask.ts";
import { isSameName, plainName } from "./query.ts";
import { itemFact } from "./refs.ts";
import { actsAsCreate, remembering, stageOf } from "./stage.ts";

type Adopt = (row: QboRow) => Verdict;

/** The verdict on the rows a question was answered with; `adopt` links a row that turns out to be ours. */
export function readRows(push: Push, rows: readonly QboRow[], adopt: Adopt): Verdict {
  const stage = stageOf(push);
  switch (stage) {
    case "look":
    case "name":
      return push.document.kind === "customer" || push.document.kind === "item"
        ? byName(push, rows, stage === "name")
        : byMarker(push, rows, adopt);
    case "own":
      return actsAsCreate(push) ? linkedAlready(push, rows, adopt) : ownRecord(push, rows);
    case "customer":
      return customerCulprit(push, rows);
    case "items":
      return itemCulprit(push, rows);
    case "item-ids":
      return mappedItemCulprit(push, rows);
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
  const ours = rows.find((row) => textOf(row, "PrivateNote").includes(push.marker));
  if (ours) return adopt(ours);
  const from = nextPage(push, rows.length);
  if (from !== null) return { is: "more", memory: remembering(push, { from }) };
  const { from: _from, ...memory } = remembering(push, { lookedUp: true });
  return { is: "more", memory };
}

/** One of that name is the one we mean. `taken`: QuickBooks has refused the name, so its holder is looked for. */
function byName(push: Push, rows: readonly QboRow[], taken: boolean): Verdict {
  const { document } = push;
  const name = "name" in document ? document.name.trim() : "";
  const parentId = document.kind === "customer" && document.parent ? push.links[document.parent]?.ledgerId : undefined;
  const named = rows.filter((row) => {
    const isOurs = isSameName(plainName(nameOf(row)), name);
    return isOurs && (parentId === undefined || refOf(row, "ParentRef") === parentId);
  });
  const active = named.find((row) => row.Active !== false);
  if (active) return adoptName(push, active, name);
  if (named.length > 0) return refuse(inactive(document.kind, name));
  if (!taken) return { is: "more", memory: remembering(push, { lookedUp: true }) };
  const detail = `QuickBooks has no customer ${name}, but a vendor or an employee of that name.`;
  if (document.kind === "customer") return refuse({ code: "customer-name-taken", about: name, detail });
  return refuse({
    code: "unknown",
    about: `the item name ${name}`,
    detail: `QuickBooks says the name ${name} is taken.`,
  });
}

function adoptName(push: Push, row: QboRow, name: string): Verdict {
  if (textOf(row, "Type") === "Category") return refuse(category(name));
  const link = {
    ledgerType: entityOf(push.document),
    ledgerId: textOf(row, "Id"),
    versionToken: textOf(row, "SyncToken"),
  };
  return { is: "posted", link };
}

/** To be made, yet linked: what is there is compared again; what is gone is made anew, after the usual look. */
function linkedAlready(push: Push, rows: readonly QboRow[], adopt: Adopt): Verdict {
  const row = rows.find((each) => textOf(each, "Id") === push.link?.ledgerId);
  if (row && !isVoided(row)) return adopt(row);
  return { is: "more", memory: remembering(push, { linkGone: true }) };
}

/** Our own record read again: take its version, unless it is gone or already void. */
function ownRecord(push: Push, rows: readonly QboRow[]): Verdict {
  const row = rows.find((each) => textOf(each, "Id") === push.link?.ledgerId);
  const about = documentTitle(push.document);
  if (!row) {
    if (push.operation === "void" && push.link) return { is: "posted", link: push.link };
    return refuse({ code: "already-gone", about, detail: `${about} is no longer in QuickBooks.` });
  }
  const versionToken = textOf(row, "SyncToken");
  if (isVoided(row)) {
    if (push.operation === "void" && push.link) return { is: "posted", link: { ...push.link, versionToken } };
    return refuse({ code: "already-gone", about, detail: `${about} was voided in QuickBooks.` });
  }
  return { is: "more", memory: remembering(push, { versionToken, lookedUp: true }) };
}

function customerCulprit(push: Push, rows: readonly QboRow[]): Verdict {
  const name = "customerName" in push.document ? push.document.customerName : "";
  const [row] = rows;
  if (!row) {
    return refuse({ code: "customer-gone", about: name, detail: `Customer ${name} is no longer in QuickBooks.` });
  }
  if (row.Active === false) return refuse(inactive("customer", name));
  return nextCulprit(push, {});
}

function itemCulprit(push: Push, rows: readonly QboRow[]): Verdict {
  const facts: Record<string, string> = {};
  for (const name of itemNames(push)) {
    const named = rows.filter((row) => isSameName(plainName(nameOf(row)), name));
    const row = named.find((each) => each.Active !== false) ?? named[0];
    const problem = itemProblem(row, name, chargeCodeOf(push, name));
    if (problem) return refuse(problem);
    if (row) facts[itemFact(name)] = textOf(row, "Id");
  }
  return nextCulprit(push, facts);
}

function mappedItemCulprit(push: Push, rows: readonly QboRow[]): Verdict {
  for (const id of mappedItemIds(push)) {
    const line = linesOf(push).find(({ item }) => item.ledgerId === id);
    const row = rows.find((each) => textOf(each, "Id") === id);
    const name = row ? plainName(nameOf(row)) : (line?.item.name ?? id);
    const problem = itemProblem(row, name, line?.chargeCode ?? name);
    if (problem) return refuse(problem);
  }
  return nextCulprit(push, {});
}

/** Customer, then items by name, then items by id; nothing found: the write is tried once more with what was learned. */
function nextCulprit(push: Push, facts: Record<string, string>): Verdict {
  const asked = push.memory.ask;
  if (asked === "customer" && itemNames(push).length > 0)
    return { is: "more", memory: remembering(push, { ask: "items" }) };
  if (asked !== "item-ids" && mappedItemIds(push).length > 0) {
    return { is: "more", memory: remembering(push, { ...facts, ask: "item-ids" }) };
  }
  return { is: "more", memory: remembering(push, { ...facts, culpritAsked: true }) };
}

function itemProblem(row: QboRow | undefined, name: string, chargeCode: string): Problem | null {
  const charge = `Charge ${chargeCode}`;
  if (!row) return { code: "item-missing", about: name, detail: `${charge}: QuickBooks has no item ${name}.` };
  if (row.Active === false) return inactive("item", name);
  return textOf(row, "Type") === "Category" ? category(name) : null;
}

function inactive(kind: string, name: string): Problem {
  if (kind === "item") return { code: "item-inactive", about: name, detail: `Item ${name} is inactive in QuickBooks.` };
  return { code: "customer-inactive", about: name, detail: `Customer ${name} was made inactive in QuickBooks.` };
}

function category(name: string): Problem {
  return {
    code: "item-is-category",
    about: name,
    detail: `${name} is a category; QuickBooks sells only the items in it.`,
  };
}

/** A voided document keeps its number, has no amount left and says so in its note. */
function isVoided(row: QboRow): boolean {
  return row.TotalAmt === 0 && /\bvoided\b/i.test(textOf(row, "PrivateNote"));
}

function nameOf(row: QboRow): string {
  return textOf(row, "DisplayName") || textOf(row, "Name");
}

function refOf(row: QboRow, field: string): string {
  const value: unknown = row[field];
  return typeof value === "object" && value !== null ? textOf(value as QboRow, "value") : "";
}

function chargeCodeOf(push: Push, name: string): string {
  return linesOf(push).find(({ item }) => isSameName(item.name, name))?.chargeCode ?? name;
}

function refuse(problem: Problem): Verdict {
  return { is: "problem", problem };
}

// Which part of a document did QuickBooks refuse without naming it? Each part: is it there, the question, what the rows say.
import { documentTitle } from "#lib/documents/document.ts";
import type { Problem } from "#lib/problem.ts";
import type { Memory, Push } from "#lib/sync/push.ts";
import type { QboNameList } from "./entities.ts";
import { inactive, itemProblem } from "./name-problems.ts";
import { classesOf, linesOf, linkedIds, partyOf } from "./parts.ts";
import { atLeastOne, isSameName, isSayable, plainName, selectById, selectByName, selectFrom } from "./query.ts";
import { itemFact } from "./refs.ts";
import { isVoided, textOf, type QboRow } from "./rows.ts";
import { culpritStages, type CulpritStage } from "./stage.ts";
import type { QboRequest } from "./wire.ts";

export type Culprit = {
  /** Does the document have this part? */
  readonly concerns: (push: Push) => boolean;
  readonly ask: (push: Push) => QboRequest;
  /** What is wrong with it; null when nothing is. */
  readonly blame: (push: Push, rows: readonly QboRow[]) => Problem | null;
  /** What the rows teach for the next try. */
  readonly learn?: (push: Push, rows: readonly QboRow[]) => Memory;
};

export const culprits: Readonly<Record<CulpritStage, Culprit>> = {
  customer: {
    concerns: (push) => partyOf(push) !== null,
    ask: (push) => selectById("Customer", [partyOf(push)?.ledgerId ?? "0"]),
    blame: (push, rows) => {
      const name = partyOf(push)?.name ?? "";
      const [row] = rows;
      if (row) return row.Active === false ? inactive("customer", name) : null;
      return { code: "customer-gone", about: name, detail: `Customer ${name} is no longer in QuickBooks.` };
    },
  },
  items: {
    concerns: (push) => unknownItems(push).length > 0,
    ask: (push) => selectByName("Item", atLeastOne(askedItems(push))),
    blame: (push, rows) =>
      firstProblem(askedItems(push), (name) => itemProblem(named(rows, name), name, chargeCodeOf(push, name))),
    learn: (push, rows) =>
      Object.fromEntries(askedItems(push).map((name) => [itemFact(name), textOf(named(rows, name), "Id")])),
  },
  "item-ids": {
    concerns: (push) => mappedItems(push).length > 0,
    ask: (push) => selectById("Item", atLeastOne(mappedItems(push))),
    blame: (push, rows) => firstProblem(mappedItems(push), (id) => mappedProblem(push, rows, id)),
  },
  terms: listed("Term", "terms-unknown", "terms", (push) => ("terms" in push.document ? [push.document.terms] : [])),
  classes: listed("Class", "class-unknown", "class", classesOf),
  method: listed("PaymentMethod", "payment-method-unknown", "payment method", (push) =>
    "method" in push.document ? [push.document.method] : [],
  ),
  invoices: linked("Invoice", "invoice-missing", "invoice"),
  credits: linked("CreditMemo", "link-refused", "credit memo"),
  copied: linked("Estimate", "link-refused", "sales order"),
};

export const LAST_CULPRIT: CulpritStage = culpritStages.at(-1) ?? "copied";

/** The first part the document has, from one to another, both included; null when it has none of them. */
export function nextCulprit(push: Push, from: CulpritStage, until: CulpritStage): CulpritStage | null {
  const meant = culpritStages.slice(culpritStages.indexOf(from), culpritStages.indexOf(until) + 1);
  return meant.find((stage) => culprits[stage].concerns(push)) ?? null;
}

/** An entry of a list, named by the document. The list we keep may be older than what somebody did to it. */
function listed(
  list: QboNameList,
  code: "terms-unknown" | "class-unknown" | "payment-method-unknown",
  word: string,
  namesIn: (push: Push) => readonly (string | undefined)[],
): Culprit {
  const names = (push: Push) => [...new Set(namesIn(push).flatMap((name) => (name?.trim() ? [name.trim()] : [])))];
  return {
    concerns: (push) => names(push).length > 0,
    ask: (push) => selectByName(list, atLeastOne(names(push))),
    blame: (push, rows) =>
      firstProblem(names(push).filter(isAsked(names(push))), (name) => {
        const row = named(rows, name);
        if (row && row.Active !== false) return null;
        const state = row ? "has made inactive the" : "has no";
        return { code, about: name, detail: `QuickBooks ${state} ${word} ${name}.` };
      }),
  };
}

/** Of names that cannot be said word for word only the first was asked for. */
function isAsked(names: readonly string[]): (name: string) => boolean {
  return (name) => names.every(isSayable) || name === names[0];
}

/** Another document it is tied to. */
function linked(
  type: "Invoice" | "CreditMemo" | "Estimate",
  code: "invoice-missing" | "link-refused",
  word: string,
): Culprit {
  return {
    concerns: (push) => linkedIds(push, type).length > 0,
    ask: (push) => selectFrom(type, [{ field: "Id", values: atLeastOne(linkedIds(push, type)) }]),
    blame: (push, rows) =>
      firstProblem(linkedIds(push, type), (id) => {
        const row = rows.find((each) => textOf(each, "Id") === id);
        if (row && !isVoided(row)) return null;
        const state = row ? `was voided in QuickBooks (number ${textOf(row, "DocNumber")})` : "is not in QuickBooks";
        const title = documentTitle(push.document);
        return { code, about: title, detail: `The ${word} that ${title} belongs to ${state}.` };
      }),
  };
}

/** Names of items the lines bear, where neither the mapping nor this conversation gave an id. */
function unknownItems(push: Push): string[] {
  const names = linesOf(push).flatMap(({ item }) => (item.ledgerId === undefined ? [item.name] : []));
  return [...new Set(names)].filter((name) => push.memory[itemFact(name)] === undefined);
}

/** Those of them that one question holds: names with curly quotes go one by one. */
function askedItems(push: Push): string[] {
  const names = unknownItems(push);
  const sayable = names.filter(isSayable);
  return sayable.length > 0 ? sayable : names.slice(0, 1);
}

function mappedItems(push: Push): string[] {
  return [...new Set(linesOf(push).flatMap(({ item }) => item.ledgerId ?? []))];
}

function mappedProblem(push: Push, rows: readonly QboRow[], id: string): Problem | null {
  const line = linesOf(push).find(({ item }) => item.ledgerId === id);
  const row = rows.find((each) => textOf(each, "Id") === id);
  if (row) return itemProblem(row, plainName(textOf(row, "Name")), line?.chargeCode ?? id);
  const about = line?.item.name ?? id;
  const detail = `Charge ${line?.chargeCode ?? id} is mapped to item ${id}, which QuickBooks does not have.`;
  return { code: "mapping-gone", about, detail };
}

/** The entry of that name, the active one before an inactive one. */
function named(rows: readonly QboRow[], name: string): QboRow | undefined {
  const same = rows.filter((row) => isSameName(plainName(textOf(row, "Name")), name));
  return same.find((row) => row.Active !== false) ?? same[0];
}

function chargeCodeOf(push: Push, name: string): string {
  return linesOf(push).find(({ item }) => isSameName(item.name, name))?.chargeCode ?? name;
}

function firstProblem(values: readonly string[], judge: (value: string) => Problem | null): Problem | null {
  for (const value of values) {
    const problem = judge(value);
    if (problem) return problem;
  }
  return null;
}

// What does the conversation ask before it writes? Look-ups by number, marker, name and id.
import type { LedgerDocument, SaleDocument } from "#lib/documents/document.ts";
import type { Push } from "#lib/sync/push.ts";
import { quoted, PAGE_SIZE, selectById, selectByName, selectFrom } from "./query.ts";
import type { Stage } from "./stage.ts";
import type { QboEntity, QboRequest } from "./wire.ts";

/** QuickBooks' word for a kind of document. Throws for kinds not sent yet: `check` stops them. */
export function entityOf(document: LedgerDocument): QboEntity {
  switch (document.kind) {
    case "customer":
      return "Customer";
    case "item":
      return "Item";
    case "invoice":
      return "Invoice";
    case "payment":
      return "Payment";
    case "sales-order":
    case "sales-receipt":
    case "credit-memo":
    case "refund-receipt":
      throw new Error(`A ${document.kind} is not sent to QuickBooks Online yet`);
    default:
      return document satisfies never;
  }
}

/** The question of a stage other than "write". */
export function questionOf(push: Push, stage: Exclude<Stage, "write">): QboRequest {
  switch (stage) {
    case "look":
    case "name":
      return lookUp(push);
    case "own":
      return readOwn(push);
    case "customer":
      return selectById("Customer", [customerIdOf(push)]);
    case "items":
      return selectByName("Item", atLeastOne(itemNames(push)));
    case "item-ids":
      return selectById("Item", atLeastOne(mappedItemIds(push)));
    default:
      return stage satisfies never;
  }
}

/** Names of the items a document's lines bear, where the mapping gave no id. */
export function itemNames(push: Push): string[] {
  const names = linesOf(push).flatMap(({ item }) => (item.ledgerId === undefined ? [item.name] : []));
  return [...new Set(names)];
}

/** Ids of items that the mapping gave. */
export function mappedItemIds(push: Push): string[] {
  return [...new Set(linesOf(push).flatMap(({ item }) => item.ledgerId ?? []))];
}

/** The lines of a sale; none for anything else. */
export function linesOf(push: Push): SaleDocument["lines"] {
  return "lines" in push.document ? push.document.lines : [];
}

/**
 * Is it there already? Private notes cannot be asked for, so the question is as narrow as the language allows and the
 * marker is looked for in the rows.
 */
function lookUp(push: Push): QboRequest {
  const { document } = push;
  switch (document.kind) {
    case "customer":
      return selectByName("Customer", [document.name.trim()]);
    case "item":
      return selectByName("Item", [document.name.trim()]);
    case "payment": {
      const conditions = [
        { field: "CustomerRef", values: [push.links[document.customer]?.ledgerId ?? "0"] },
        { field: "TxnDate", values: [document.date] },
      ] as const;
      return { is: "query", statement: selectFrom("Payment", conditions, pageStart(push)) };
    }
    default: {
      const conditions = [{ field: "DocNumber", values: [document.number] }] as const;
      return { is: "query", statement: selectFrom(entityOf(document), conditions, pageStart(push)) };
    }
  }
}

/** A customer with more than a thousand payments a day is read page by page. */
function pageStart(push: Push): number {
  const { from } = push.memory;
  return typeof from === "number" ? from : 1;
}

/** The page after this one; null when it was the last. */
export function nextPage(push: Push, rows: number): number | null {
  return rows < PAGE_SIZE ? null : pageStart(push) + PAGE_SIZE;
}

function readOwn(push: Push): QboRequest {
  if (!push.link) throw new Error(`Push ${push.pushId} changes a document that was never linked`);
  const entity = entityOf(push.document);
  const { ledgerId } = push.link;
  if (entity === "Customer" || entity === "Item") return selectById(entity, [ledgerId]);
  return { is: "query", statement: `SELECT * FROM ${entity} WHERE Id = ${quoted(ledgerId)}` };
}

function customerIdOf(push: Push): string {
  const key = "customer" in push.document ? push.document.customer : "";
  return push.links[key]?.ledgerId ?? "0";
}

function atLeastOne(values: readonly string[]): readonly [string, ...string[]] {
  const [first = "0", ...rest] = values;
  return [first, ...rest];
}

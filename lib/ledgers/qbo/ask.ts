// What does the conversation ask before it writes? Look-ups by number, marker, name and id.
import type { SaleDocument } from "#lib/documents/document.ts";
import type { Push } from "#lib/sync/push.ts";
import { culprits } from "./culprits.ts";
import { entityOfKind, isNameList, type QboDocumentEntity } from "./entities.ts";
import { PAGE_SIZE, selectById, selectByName, selectFrom, selectOne } from "./query.ts";
import type { Stage } from "./stage.ts";
import type { QboRequest } from "./wire.ts";

/** QuickBooks' word for the push's document. */
export function entityOf(push: Push): QboDocumentEntity {
  return entityOfKind[push.document.kind];
}

/** The question of a stage other than "write". */
export function questionOf(push: Push, stage: Exclude<Stage, "write">): QboRequest {
  switch (stage) {
    case "look":
    case "name":
      return lookUp(push);
    case "own":
      return readOwn(push);
    case "number":
      return byNumber(push, "number" in push.document ? push.document.number : "");
    case "customer":
    case "items":
    case "item-ids":
    case "terms":
    case "classes":
    case "method":
    case "invoices":
    case "credits":
    case "copied":
      return culprits[stage].ask(push);
    default:
      return stage satisfies never;
  }
}

/**
 * Is it there already? Private notes cannot be asked for, so the question is as narrow as the language allows and the
 * marker is looked for in the rows. Money that comes or goes is asked for by customer and day: people renumber it.
 */
function lookUp(push: Push): QboRequest {
  const { document } = push;
  switch (document.kind) {
    case "customer":
      return selectByName("Customer", [document.name.trim()]);
    case "item":
      return selectByName("Item", [document.name.trim()]);
    case "payment":
    case "credit-memo":
    case "refund-receipt":
      return byCustomerAndDay(push, document);
    case "invoice":
    case "sales-order":
    case "sales-receipt":
      // Its number is not ours to know: it is found by customer and day.
      if (document.isNumberedThere) return byCustomerAndDay(push, document);
      return byNumber(push, document.number);
    default:
      return document satisfies never;
  }
}

function byNumber(push: Push, number: string): QboRequest {
  return selectFrom(entityOf(push), [{ field: "DocNumber", values: [number] }], pageStart(push));
}

function byCustomerAndDay(push: Push, document: Pick<SaleDocument, "customer" | "date">): QboRequest {
  const customer = push.links[document.customer];
  if (!customer) throw new Error(`Push ${push.pushId} was carried before its customer was posted`);
  const conditions = [
    { field: "CustomerRef", values: [customer.ledgerId] },
    { field: "TxnDate", values: [document.date] },
  ] as const;
  return selectFrom(entityOf(push), conditions, pageStart(push));
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

/** Asked for in the language of questions: read by its address, what was deleted would be a refusal, not an absence. */
function readOwn(push: Push): QboRequest {
  if (!push.link) throw new Error(`Push ${push.pushId} changes a document that was never linked`);
  const entity = entityOf(push);
  const { ledgerId } = push.link;
  return isNameList(entity) ? selectById(entity, [ledgerId]) : selectOne(entity, ledgerId);
}

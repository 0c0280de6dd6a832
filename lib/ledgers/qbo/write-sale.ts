// How do the forms made of sales lines look in QuickBooks Online's words?
import type { Books } from "#lib/ledgers/ledger.ts";
import type { PaymentType, SaleDocument } from "#lib/documents/document.ts";
import type { Push } from "#lib/sync/push.ts";
import { currencyField } from "./currency.ts";
import { qboLimits } from "./limits.ts";
import { linkOf, refField } from "./refs.ts";
import { saleLines, formClass } from "./sale-lines.ts";
import { taxFields } from "./sale-tax.ts";
import { actsAsCreate } from "./stage.ts";
import { cutText } from "#lib/documents/descriptions/cut-text.ts";
import type { JsonObject } from "./wire.ts";

/** The body of a form; `marker` goes into the private note, which only the company's own people see. */
export function saleBody(document: SaleDocument, push: Push, books: Books): JsonObject {
  return {
    ...(sendsNumber(document, books) ? { DocNumber: document.number } : {}),
    TxnDate: document.date,
    CustomerRef: linkOf(push, document.customer),
    ...currencyField(document.total.currency, books),
    ...refField("ClassRef", "class", formClass(document, books), books),
    ...(document.billEmail === undefined ? {} : { BillEmail: { Address: document.billEmail } }),
    ...(document.memo === undefined ? {} : { CustomerMemo: { value: cutText(document.memo, qboLimits.memoLength) } }),
    ...ownFields(document, push, books),
    ...taxFields(document, books, actsAsCreate(push)),
    Line: saleLines(document, push, books),
  };
}

/**
 * QuickBooks gives a number only where it numbers by itself; where people number by hand, a form without one would stay
 * without.
 */
export function sendsNumber(document: SaleDocument, { preferences }: Books): boolean {
  return document.isNumberedThere !== true || preferences?.customTxnNumbers === true;
}

/** What only some of the forms have. */
function ownFields(document: SaleDocument, push: Push, books: Books): JsonObject {
  switch (document.kind) {
    case "invoice":
      return { ...dueFields(document, books), ...copiedFrom(document, push), ...noteField(document, push) };
    case "sales-order":
      return { ...refField("SalesTermRef", "term", document.terms, books), ...noteField(document, push) };
    case "credit-memo":
      return noteField(document, push);
    case "sales-receipt":
      return moneyFields(document, push, books, qboLimits.referenceLength);
    case "refund-receipt": {
      const { paymentType } = document;
      return {
        ...moneyFields(document, push, books, qboLimits.refundReferenceLength),
        ...(paymentType === undefined ? {} : { PaymentType: paymentTypes[paymentType] }),
      };
    }
    default:
      return document.kind satisfies never;
  }
}

function dueFields(document: SaleDocument, books: Books): JsonObject {
  return {
    ...(document.dueDate === undefined ? {} : { DueDate: document.dueDate }),
    ...refField("SalesTermRef", "term", document.terms, books),
  };
}

/** The estimate is closed by it. Said once: a sparse change that leaves it out keeps the link. */
function copiedFrom(document: SaleDocument, push: Push): JsonObject {
  if (document.from === undefined || !actsAsCreate(push)) return {};
  const { value = "" } = linkOf(push, document.from);
  return { LinkedTxn: [{ TxnId: value, TxnType: push.links[document.from]?.ledgerType ?? "Estimate" }] };
}

const paymentTypes: Readonly<Record<PaymentType, string>> = {
  cash: "Cash",
  check: "Check",
  "credit-card": "CreditCard",
  other: "Other",
};

/** How the money came or went. A reference longer than QuickBooks holds is cut and kept whole in the private note. */
export function moneyFields(
  document: Pick<SaleDocument, "method" | "reference" | "depositAccount" | "note">,
  push: Push,
  books: Books,
  referenceLength: number,
): JsonObject {
  const { reference } = document;
  const isLong = reference !== undefined && reference.length > referenceLength;
  return {
    ...refField("PaymentMethodRef", "payment-method", document.method, books),
    ...(reference === undefined ? {} : { PaymentRefNum: cutText(reference, referenceLength) }),
    ...refField("DepositToAccountRef", "account", depositAccount(document, books), books),
    ...noteField(document, push, isLong ? `Reference ${cutText(reference, 1000)}` : undefined),
  };
}

/** What the company's own people see: its note, what did not fit elsewhere, and the marker the form is found by. */
function noteField({ note }: Pick<SaleDocument, "note">, push: Push, kept?: string): JsonObject {
  const own = note === undefined ? undefined : cutText(note, qboLimits.noteLength);
  return { PrivateNote: [own, kept, push.marker].filter((text) => text !== undefined).join("\n") };
}

/** The account the money goes to or comes from: the document's own, else the company's choice. */
export function depositAccount(document: Pick<SaleDocument, "depositAccount">, books: Books): string | undefined {
  return document.depositAccount ?? books.settings.depositAccount;
}

// A document of ours, a record of theirs, a request we sent: the words that all of them have, and how people read them.
import {
  addressText,
  type CustomerDocument,
  type LedgerDocument,
  type PaymentDocument,
  type SaleDocument,
} from "#lib/documents/document.ts";
import { formatMoney, fromJson, type MoneyJson } from "#lib/money.ts";
import type { NameShown, RecordShown, SentShown } from "./seen.ts";

/** In the order in which people read them. A payment of an invoice is none of them: paying is not drift. */
export const driftFields = [
  "name",
  "number",
  "date",
  "dueDate",
  "customer",
  "lines",
  "total",
  "memo",
  "applied",
  "company",
  "email",
  "phone",
  "billTo",
  "shipTo",
] as const;
export type DriftField = (typeof driftFields)[number];

/** What a document refers to, by key: its id over there, what we call it, and the one it was merged into. */
export type Parents = Readonly<
  Record<string, { readonly ledgerId: string; readonly title: string; readonly mergedInto: string | null }>
>;

export type FaceLine = {
  readonly item: string;
  readonly description: string;
  readonly quantity: string;
  readonly amount: MoneyJson;
};
export type FaceApplied = { readonly to: string; readonly name: string; readonly amount: MoneyJson };

/** A document or a record in the words that both have. undefined: it says nothing about that. */
export type Face = NameShown & {
  readonly number?: string | undefined;
  readonly date?: string | undefined;
  readonly dueDate?: string | undefined;
  readonly customer?: { readonly id: string | undefined; readonly name: string } | undefined;
  readonly memo?: string | undefined;
  readonly lines?: readonly FaceLine[] | undefined;
  readonly total?: MoneyJson | undefined;
  readonly applied?: readonly FaceApplied[] | undefined;
};

/** What a document says. */
export function faceOf(document: LedgerDocument, parents: Parents): Face {
  switch (document.kind) {
    case "customer":
      return faceOfCustomer(document);
    case "item":
      return { name: document.name };
    case "payment":
      return {
        number: document.reference,
        date: document.date,
        customer: customerOf(document, parents),
        total: document.total,
        applied: document.applies.map(({ to, amount }) => ({
          to: parents[to]?.ledgerId ?? to,
          name: parents[to]?.title ?? to,
          amount,
        })),
      };
    case "sales-order":
    case "invoice":
    case "sales-receipt":
    case "credit-memo":
    case "refund-receipt":
      return {
        number: document.number === "" ? undefined : document.number,
        date: document.date,
        dueDate: document.dueDate,
        customer: customerOf(document, parents),
        memo: document.memo,
        lines: linesOf(document),
        total: document.total,
      };
    default:
      return document satisfies never;
  }
}

function faceOfCustomer({ name, company, email, phone, billingAddress, shippingAddress }: CustomerDocument): Face {
  return {
    name,
    company,
    email,
    phone,
    billTo: billingAddress && addressText(billingAddress),
    shipTo: shippingAddress && addressText(shippingAddress),
  };
}

function customerOf(document: SaleDocument | PaymentDocument, parents: Parents): NonNullable<Face["customer"]> {
  return { id: parents[document.customer]?.ledgerId, name: document.customerName };
}

/** Shipping stands after the lines, as it does over there. */
function linesOf(document: SaleDocument): FaceLine[] {
  const lines = document.lines.map(({ item, description, quantity, amount }) => ({
    item: item.ledgerId === undefined ? item.name : "",
    description: description ?? "",
    quantity,
    amount,
  }));
  const isShipped = document.shipping && fromJson(document.shipping).minor !== 0n;
  return isShipped && document.shipping
    ? [...lines, { item: "", description: "", quantity: "", amount: document.shipping }]
    : lines;
}

/** What a record of the books says, or a request that would make one; `document` is ours of it. */
export function faceOfRecord(record: RecordShown | SentShown, document: LedgerDocument, parents: Parents): Face {
  if (!("lines" in record)) return record;
  const names = new Map(Object.values(parents).map(({ ledgerId, title }) => [ledgerId, title]));
  const applied = record.linked.flatMap(({ ledgerId, ledgerType, amount }) =>
    amount
      ? [{ to: ledgerId, name: names.get(ledgerId) ?? `${ledgerType} with QuickBooks ID ${ledgerId}`, amount }]
      : [],
  );
  const customerName = record.customerName || customerNameOf(record.customerId, document, parents);
  return {
    number: record.number,
    date: record.date,
    dueDate: record.dueDate,
    customer: { id: record.customerId, name: customerName },
    memo: record.memo,
    total: record.total,
    ...(document.kind === "payment" ? { applied } : { lines: record.lines.map(lineOfRecord) }),
  };
}

/** A request names its customer by id alone. */
function customerNameOf(ledgerId: string, document: LedgerDocument, parents: Parents): string {
  const isOurs = "customer" in document && parents[document.customer]?.ledgerId === ledgerId;
  return isOurs ? document.customerName : `Customer with QuickBooks ID ${ledgerId}`;
}

function lineOfRecord({ itemName, description, quantity, amount }: RecordShown["lines"][number]): FaceLine {
  return { item: itemName, description: description ?? "", quantity: quantity ?? "", amount };
}

/** A field as people read it, one text a line. */
export function textsOf(field: DriftField, face: Face): readonly string[] {
  switch (field) {
    case "number":
    case "date":
    case "dueDate":
    case "memo":
    case "name":
    case "company":
    case "email":
    case "phone":
    case "billTo":
    case "shipTo": {
      const text = face[field];
      return text ? [text] : [];
    }
    case "customer":
      return face.customer ? [face.customer.name] : [];
    case "total":
      return face.total ? [amount(face.total)] : [];
    case "lines":
      return (face.lines ?? []).map(lineText);
    case "applied":
      return (face.applied ?? []).map((each) => `${each.name}: ${amount(each.amount)}`);
    default:
      return field satisfies never;
  }
}

/** "3 × Line Haul, from port to yard: $300.00" */
export function lineText({ item, description, quantity, amount: sum }: FaceLine): string {
  const what = [item, description].filter((part, index, parts) => part !== "" && parts.indexOf(part) === index);
  const times = quantity === "" || quantity === "1" ? "" : `${quantity} × `;
  return `${times}${what.join(", ") || "Shipping"}: ${amount(sum)}`;
}

function amount(value: MoneyJson): string {
  return formatMoney(fromJson(value));
}

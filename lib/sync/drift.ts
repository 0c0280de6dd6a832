// Do the books still hold what we sent? What we sent, the order now and the books now, field by field.
import type { LedgerDocument, PaymentDocument, SaleDocument } from "#lib/documents/document.ts";
import { formatMoney, fromJson, type MoneyJson } from "#lib/money.ts";
import type { RecordShown } from "./seen.ts";

/** In the order in which people read them. A payment of an invoice is none of them: paying is not drift. */
export const driftFields = ["number", "date", "dueDate", "customer", "lines", "total", "memo", "applied"] as const;
export type DriftField = (typeof driftFields)[number];

/** edited: somebody changed it. voided, deleted: it is out of the books. merged: its customer became part of another. */
export const driftKinds = ["edited", "voided", "deleted", "merged"] as const;
export type DriftKind = (typeof driftKinds)[number];

/** What a document refers to, by key: its id over there, what we call it, and the one it was merged into. */
export type Parents = Readonly<
  Record<string, { readonly ledgerId: string; readonly title: string; readonly mergedInto: string | null }>
>;

export type FieldCompared = {
  readonly field: DriftField;
  /** As people read them, one text a line; null: that column does not exist. */
  readonly sent: readonly string[] | null;
  readonly now: readonly string[];
  readonly books: readonly string[] | null;
  /** The books no longer say what we sent. */
  readonly isTheirs: boolean;
  /** They differ by no more than rounding makes: QuickBooks calculated it, and nobody changed it. */
  readonly isRounding: boolean;
  /** The order no longer says what we sent. */
  readonly isOurs: boolean;
};

type Line = {
  readonly item: string;
  readonly description: string;
  readonly quantity: string;
  readonly amount: MoneyJson;
};
type Applied = { readonly to: string; readonly name: string; readonly amount: MoneyJson };

/** A document or a record in the words that both have. undefined: it says nothing about that. */
type Face = {
  readonly number?: string | undefined;
  readonly date?: string | undefined;
  readonly dueDate?: string | undefined;
  readonly customer?: { readonly id: string | undefined; readonly name: string } | undefined;
  readonly memo?: string | undefined;
  readonly lines?: readonly Line[] | undefined;
  readonly total?: MoneyJson | undefined;
  readonly applied?: readonly Applied[] | undefined;
};

export type Compared = {
  readonly sent: LedgerDocument | null;
  readonly now: LedgerDocument;
  readonly books: RecordShown | null;
  readonly parents: Parents;
};

/** All fields that any column says something about. Without what was sent, the order now stands for it. */
export function compareFields({ sent, now, books, parents }: Compared): FieldCompared[] {
  const faces = {
    sent: faceOf(sent ?? now, parents),
    now: faceOf(now, parents),
    books: books === null ? null : faceOfRecord(books, now, parents),
  };
  return driftFields
    .map((field) => {
      const isTheirs = faces.books !== null && !agrees(field, faces.sent, faces.books);
      return {
        field,
        sent: sent === null ? null : textsOf(field, faces.sent),
        now: textsOf(field, faces.now),
        books: faces.books === null ? null : textsOf(field, faces.books),
        isTheirs,
        isRounding: isTheirs && faces.books !== null && isRounded(field, faces.sent, faces.books),
        isOurs: !isSame(field, faces.sent, faces.now),
      };
    })
    .filter(
      (row) => row.isTheirs || [row.sent, row.now, row.books].some((texts) => texts !== null && texts.length > 0),
    );
}

/** What became of the record: decided by what was noted of it and by what it says now. */
export function driftKind(
  noted: { readonly isGone: boolean; readonly mergedInto: string | null },
  { books, now, sent, parents }: Compared,
  fields: readonly FieldCompared[],
): DriftKind {
  if (noted.isGone) return noted.mergedInto !== null ? "merged" : books !== null ? "voided" : "deleted";
  const changed = fields.filter((field) => field.isTheirs).map(({ field }) => field);
  const document = sent ?? now;
  const mergedInto = isTransaction(document) ? parents[document.customer]?.mergedInto : undefined;
  const isFollowing = mergedInto !== undefined && mergedInto !== null && mergedInto === books?.customerId;
  return isFollowing && changed.length === 1 && changed[0] === "customer" ? "merged" : "edited";
}

export function isTransaction(document: LedgerDocument): document is SaleDocument | PaymentDocument {
  return document.kind !== "customer" && document.kind !== "item";
}

function faceOf(document: LedgerDocument, parents: Parents): Face {
  switch (document.kind) {
    case "customer":
    case "item":
      return { customer: { id: undefined, name: document.name } };
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

function customerOf(document: SaleDocument | PaymentDocument, parents: Parents): NonNullable<Face["customer"]> {
  return { id: parents[document.customer]?.ledgerId, name: document.customerName };
}

/** Shipping stands after the lines, as it does over there. */
function linesOf(document: SaleDocument): Line[] {
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

function faceOfRecord(record: RecordShown, document: LedgerDocument, parents: Parents): Face {
  const names = new Map(Object.values(parents).map(({ ledgerId, title }) => [ledgerId, title]));
  const applied = record.linked.flatMap(({ ledgerId, ledgerType, amount }) =>
    amount
      ? [{ to: ledgerId, name: names.get(ledgerId) ?? `${ledgerType} with QuickBooks ID ${ledgerId}`, amount }]
      : [],
  );
  return {
    number: record.number,
    date: record.date,
    dueDate: record.dueDate,
    customer: { id: record.customerId, name: record.customerName },
    memo: record.memo,
    total: record.total,
    ...(document.kind === "payment" ? { applied } : { lines: record.lines.map(lineOfRecord) }),
  };
}

function lineOfRecord({ itemName, description, quantity, amount }: RecordShown["lines"][number]): Line {
  return { item: itemName, description: description ?? "", quantity: quantity ?? "", amount };
}

/** Do the books say what was sent? What we left to QuickBooks (a number, a due date from terms) is theirs to say. */
function agrees(field: DriftField, sent: Face, books: Face): boolean {
  switch (field) {
    case "number":
    case "date":
    case "dueDate":
      return sent[field] === undefined || books[field] === undefined || sent[field] === books[field];
    case "memo":
      return plain(sent.memo ?? "") === plain(books.memo ?? "");
    case "customer":
      return isSameParty(sent.customer, books.customer);
    case "total":
      return sent.total?.minor === books.total?.minor;
    case "lines":
      return isSameLines(sent.lines ?? [], books.lines ?? []);
    case "applied":
      return isSameApplied(sent.applied ?? [], books.applied ?? []);
    default:
      return field satisfies never;
  }
}

/** A cent a line, and as many on the total as there are lines: everything else of the lines is as we sent it. */
function isRounded(field: DriftField, sent: Face, books: Face): boolean {
  const { lines = [], total } = sent;
  if (lines.length === 0 || !isSameLines(lines, books.lines ?? [], 1n)) return false;
  return field === "lines" || (field === "total" && isWithin(total, books.total, BigInt(lines.length)));
}

function isWithin(left: MoneyJson | undefined, right: MoneyJson | undefined, minorMax: bigint): boolean {
  const apart = BigInt(left?.minor ?? "0") - BigInt(right?.minor ?? "0");
  return apart <= minorMax && -apart <= minorMax;
}

/** Do two versions of our own document say the same? */
function isSame(field: DriftField, sent: Face, now: Face): boolean {
  return JSON.stringify(sent[field] ?? null) === JSON.stringify(now[field] ?? null);
}

function isSameParty(sent: Face["customer"], books: Face["customer"]): boolean {
  if (!sent || !books) return true;
  return sent.id === undefined ? plain(sent.name) === plain(books.name) : sent.id === books.id;
}

function isSameLines(sent: readonly Line[], books: readonly Line[], apartMax = 0n): boolean {
  if (sent.length !== books.length) return false;
  return sent.every((line, index) => {
    const other = books[index]!;
    return (
      isWithin(line.amount, other.amount, apartMax) &&
      (line.item === "" || other.item === "" || ownName(line.item) === ownName(other.item)) &&
      (line.description === "" || plain(line.description) === plain(other.description)) &&
      (line.quantity === "" || other.quantity === "" || decimal(line.quantity) === decimal(other.quantity))
    );
  });
}

/** Each of ours is there with its amount; money that lay open may be applied to more over there. */
function isSameApplied(sent: readonly Applied[], books: readonly Applied[]): boolean {
  return sent.every(({ to, amount }) =>
    books.some((each) => each.to === to && each.amount.minor.replace("-", "") === amount.minor.replace("-", "")),
  );
}

/** Beyond this QuickBooks may have cut it. */
const COMPARED_MAX = 900;

function plain(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().slice(0, COMPARED_MAX);
}

/** "Freight:Line Haul" is the item Line Haul under Freight. */
function ownName(name: string): string {
  return plain(name.slice(name.lastIndexOf(":") + 1)).toLowerCase();
}

function decimal(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function textsOf(field: DriftField, face: Face): readonly string[] {
  switch (field) {
    case "number":
    case "date":
    case "dueDate":
    case "memo": {
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

function lineText({ item, description, quantity, amount: sum }: Line): string {
  const what = [item, description].filter((part, index, parts) => part !== "" && parts.indexOf(part) === index);
  const times = quantity === "" || quantity === "1" ? "" : `${quantity} × `;
  return `${times}${what.join(", ") || "Shipping"}: ${amount(sum)}`;
}

function amount(value: MoneyJson): string {
  return formatMoney(fromJson(value));
}

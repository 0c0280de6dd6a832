// Do the books still hold what we sent? What we sent, the order now and the books now, field by field.
import type { LedgerDocument, PaymentDocument, SaleDocument } from "#lib/documents/document.ts";
import type { MoneyJson } from "#lib/money.ts";
import { alignRows } from "./align.ts";
import {
  driftFields,
  faceOf,
  faceOfRecord,
  lineText,
  textsOf,
  type DriftField,
  type Face,
  type FaceApplied,
  type FaceLine,
  type Parents,
} from "./faces.ts";
import type { NameShown, RecordShown, SentShown } from "./seen.ts";

export { driftFields, type DriftField, type Parents } from "./faces.ts";

/** edited: somebody changed it. voided, deleted: it is out of the books. merged: its customer became part of another. */
export const driftKinds = ["edited", "voided", "deleted", "merged"] as const;
export type DriftKind = (typeof driftKinds)[number];

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
  /** Of the lines: line by line, what belongs together beside each other. */
  readonly lines?: readonly LineCompared[];
};

/** One line in the columns; null where that column has none like it. */
export type LineCompared = {
  readonly sent: string | null;
  readonly now: string | null;
  readonly books: string | null;
  /** All columns say the same. */
  readonly isSame: boolean;
};

export type Compared = {
  readonly sent: LedgerDocument | null;
  readonly now: LedgerDocument;
  readonly books: RecordShown | null;
  readonly parents: Parents;
};

/** `sent`: a version of the document, or what is known of the request that carried it. */
export type ComparedVersions = {
  readonly sent: LedgerDocument | SentShown | null;
  readonly now: LedgerDocument;
  readonly books: RecordShown | NameShown | null;
  readonly parents: Parents;
};

type Faces = { readonly sent: Face; readonly now: Face; readonly books: Face | null };

/** All fields that any column says something about. Without what was sent, the order now stands for it. */
export function compareFields({ sent, now, books, parents }: ComparedVersions): FieldCompared[] {
  const isVersion = sent === null || "kind" in sent;
  const faces: Faces = {
    sent: isVersion ? faceOf(sent ?? now, parents) : faceOfRecord(sent, now, parents),
    now: faceOf(now, parents),
    books: books === null ? null : faceOfRecord(books, now, parents),
  };
  const isSentAsNow = (field: DriftField) =>
    isVersion ? isSame(field, faces.sent, faces.now) : agrees(field, faces.now, faces.sent);
  return driftFields
    .map((field) => {
      const isTheirs = faces.books !== null && !agrees(field, faces.sent, faces.books);
      return {
        field,
        sent: sent === null ? null : textsOf(field, faces.sent),
        now: textsOf(field, faces.now),
        books: booksTexts(field, faces, isTheirs),
        isTheirs,
        isRounding: isTheirs && faces.books !== null && isRounded(field, faces.sent, faces.books),
        isOurs: !isSentAsNow(field),
        ...(field === "lines" ? { lines: compareLines(faces, sent !== null) } : {}),
      };
    })
    .filter(
      (row) => row.isTheirs || [row.sent, row.now, row.books].some((texts) => texts !== null && texts.length > 0),
    );
}

/** Another customer of the same name is told by its id. */
function booksTexts(field: DriftField, { sent, books }: Faces, isTheirs: boolean): readonly string[] | null {
  if (books === null) return null;
  const { customer } = books;
  const isNamesake = field === "customer" && isTheirs && customer?.name === sent.customer?.name;
  return isNamesake ? [`${customer?.name} (QuickBooks ID ${customer?.id})`] : textsOf(field, books);
}

function compareLines({ sent, now, books }: Faces, isSent: boolean): LineCompared[] {
  const isAlike = (left: FaceLine, right: FaceLine) => isSameLines([left], [right]);
  const text = (line: FaceLine | null) => (line === null ? null : lineText(line));
  const columns = [isSent ? sent : null, books].map((face) => face && (face.lines ?? []));
  return alignRows(now.lines ?? [], columns, [isAlike, isOfSameItem]).map(
    ({ base, others: [said = null, there = null] }) => {
      const shown = [base, ...(columns[0] ? [said] : []), ...(columns[1] ? [there] : [])];
      const isEverywhere = shown.every((line) => line !== null && shown[0] !== null && isAlike(shown[0]!, line));
      return { sent: text(said), now: text(base), books: text(there), isSame: isEverywhere };
    },
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

/** Do the books say what was sent? What we left to QuickBooks (a number, a due date from terms) is theirs to say. */
function agrees(field: DriftField, sent: Face, books: Face): boolean {
  switch (field) {
    case "number":
    case "date":
    case "dueDate":
      return sent[field] === undefined || books[field] === undefined || sent[field] === books[field];
    case "memo":
      return plain(sent.memo ?? "") === plain(books.memo ?? "");
    case "name":
    case "company":
    case "email":
    case "phone":
    case "billTo":
    case "shipTo":
      return sent[field] === undefined || plain(sent[field]) === plain(books[field] ?? "");
    case "customer":
      return isSameParty(sent.customer, books.customer);
    case "total":
      return sent.total === undefined || books.total === undefined || sent.total.minor === books.total.minor;
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

function isSameLines(sent: readonly FaceLine[], books: readonly FaceLine[], apartMax = 0n): boolean {
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
function isSameApplied(sent: readonly FaceApplied[], books: readonly FaceApplied[]): boolean {
  return sent.every(({ to, amount }) =>
    books.some((each) => each.to === to && each.amount.minor.replace("-", "") === amount.minor.replace("-", "")),
  );
}

/** A line that was changed, and not another one. */
function isOfSameItem(left: FaceLine, right: FaceLine): boolean {
  return left.item !== "" && ownName(left.item) === ownName(right.item);
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

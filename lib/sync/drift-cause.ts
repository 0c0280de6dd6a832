// Which drifted documents are one matter? The same change to the same kind of field, in a sentence a clerk would say.
import { documentKindNames, type DocumentKind } from "#lib/documents/document.ts";
import type { RecordShown } from "./seen.ts";
import type { DriftField, DriftKind, FieldCompared } from "./drift.ts";

export type DriftCause = {
  readonly key: string;
  readonly kind: DriftKind;
  readonly documentKind: DocumentKind;
  readonly change: string;
};

type Changed = {
  readonly kind: DriftKind;
  readonly documentKind: DocumentKind;
  readonly fields: readonly FieldCompared[];
  readonly sentDate: string | null;
  readonly sentMinor: string | null;
  readonly books: RecordShown | null;
};

/** The cause of one drifted document. Two documents with the same key were changed in the same way. */
export function causeOf(changed: Changed): DriftCause {
  const { kind, documentKind } = changed;
  const change = kind === "edited" ? changeOf(changed) : kind;
  return { key: `${kind}/${documentKind}/${change}`, kind, documentKind, change };
}

function changeOf({ fields, sentDate, sentMinor, books }: Changed): string {
  const all = fields.filter((field) => field.isTheirs).map(({ field }) => field);
  // A new date moves the due date, a new amount is a new line: one change, not two.
  const moved = all.includes("date") ? all.filter((field) => field !== "dueDate") : all;
  const own = moved.includes("total") ? moved.filter((field) => field !== "lines") : moved;
  if (own.length === 0) return "else";
  if (own.length > 1) return own.join("+");
  if (own[0] === "date" && sentDate !== null && books) return `date:${monthMove(sentDate, books.date)}`;
  if (own[0] === "total" && sentMinor !== null && books)
    return BigInt(books.total.minor) > BigInt(sentMinor) ? "total:higher" : "total:lower";
  return own[0]!;
}

function monthMove(from: string, to: string): "next" | "previous" | "same" | "other" {
  const months = monthNumber(to) - monthNumber(from);
  return months === 0 ? "same" : months === 1 ? "next" : months === -1 ? "previous" : "other";
}

function monthNumber(date: string): number {
  const [year, month] = date.split("-");
  return Number(year) * 12 + Number(month);
}

const fieldWords: Readonly<Record<DriftField, string>> = {
  number: "number",
  date: "date",
  dueDate: "due date",
  customer: "customer",
  lines: "lines",
  total: "amount",
  memo: "message",
  applied: "application",
};

/** What a field is called above its row. */
export const fieldNames: Readonly<Record<DriftField, string>> = {
  number: "Number",
  date: "Date",
  dueDate: "Due date",
  customer: "Customer",
  lines: "Lines",
  total: "Total",
  memo: "Message",
  applied: "Applied to",
};

const changeWords: Readonly<Record<string, string>> = {
  "date:next": "dated into the next month",
  "date:previous": "dated into the month before",
  "date:same": "given another date in the same month",
  "date:other": "dated into another month",
  "total:higher": "given a higher amount",
  "total:lower": "given a lower amount",
  number: "renumbered",
  dueDate: "given another due date",
  customer: "moved to another customer",
  lines: "given other lines, for the same total",
  memo: "given another message",
  applied: "applied to something else",
  else: "changed in something that Tieout does not compare",
};

/** "12 invoices were dated into the next month", "1 payment was deleted". */
export function causeSentence({ kind, documentKind, change }: DriftCause, count: number): string {
  const what = `${count.toLocaleString("en-US")} ${kindNoun(documentKind, count)}`;
  return `${what} ${count === 1 ? "was" : "were"} ${happened(kind, documentKind, change)}`;
}

function happened(kind: DriftKind, documentKind: DocumentKind, change: string): string {
  switch (kind) {
    case "voided":
      return "voided";
    case "deleted":
      return documentKind === "customer" || documentKind === "item" ? "taken out of the lists" : "deleted";
    case "merged":
      return documentKind === "customer" || documentKind === "item"
        ? "merged into another one that orders use, too"
        : "moved when their customer was merged into another";
    case "edited":
      return changeWords[change] ?? `changed in ${listed(change.split("+") as DriftField[])}`;
    default:
      return kind satisfies never;
  }
}

function listed(fields: readonly DriftField[]): string {
  const words = fields.map((field) => fieldWords[field]);
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}

/** "invoice", "invoices". */
export function kindNoun(kind: DocumentKind, count: number): string {
  const one = documentKindNames[kind].toLowerCase();
  return count === 1 ? one : `${one}s`;
}

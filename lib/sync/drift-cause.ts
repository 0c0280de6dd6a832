// Which drifted documents are one matter? The same change to the same kind of field, in a sentence a clerk would say.
import { documentKindNames, type DocumentKind } from "#lib/documents/document.ts";
import type { RecordShown } from "./seen.ts";
import type { DriftField, DriftKind, FieldCompared } from "./drift.ts";

export type DriftCause = {
  readonly key: string;
  readonly kind: DriftKind;
  readonly documentKind: DocumentKind;
  readonly change: string;
  /** What it was applied to, with names, where there is one document. */
  readonly named?: string;
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
  const named = change.startsWith("applied:") ? appliedText(changed.fields) : null;
  return { key: `${kind}/${documentKind}/${change}`, kind, documentKind, change, ...(named === null ? {} : { named }) };
}

function changeOf({ fields, sentDate, sentMinor, books }: Changed): string {
  const theirs = fields.filter((field) => field.isTheirs);
  if (theirs.length > 0 && theirs.every((field) => field.isRounding)) return "rounding";
  const all = theirs.map(({ field }) => field);
  // A new date moves the due date, a new amount is a new line: one change, not two.
  const moved = all.includes("date") ? all.filter((field) => field !== "dueDate") : all;
  const own = moved.includes("total") ? moved.filter((field) => field !== "lines") : moved;
  if (own.length === 0) return "else";
  if (own.length > 1) return own.join("+");
  if (own[0] === "date" && sentDate !== null && books) return `date:${monthMove(sentDate, books.date)}`;
  if (own[0] === "total" && sentMinor !== null && books)
    return BigInt(books.total.minor) > BigInt(sentMinor) ? "total:higher" : "total:lower";
  if (own[0] === "applied") return `applied:${appliedMove(fields)}`;
  return own[0]!;
}

function appliedMove(fields: readonly FieldCompared[]): "off" | "part" | "other" {
  const { ours, theirs } = appliedNames(fields);
  if (theirs.length === 0) return "off";
  return ours.every((name) => theirs.includes(name)) ? "part" : "other";
}

/** The names alone: "Invoice L-1: $50.00" → "Invoice L-1". */
function appliedNames(fields: readonly FieldCompared[]) {
  const applied = fields.find(({ field }) => field === "applied");
  const names = (texts: readonly string[] | null | undefined) =>
    (texts ?? []).map((text) => text.slice(0, text.lastIndexOf(": ")));
  return { ours: names(applied?.sent ?? applied?.now), theirs: names(applied?.books) };
}

function appliedText(fields: readonly FieldCompared[]): string {
  const { ours, theirs } = appliedNames(fields);
  const sent = ours.join(" and ");
  switch (appliedMove(fields)) {
    case "off":
      return `taken off ${sent}`;
    case "part":
      return `applied to ${sent} with another amount`;
    case "other":
      return `applied to ${theirs.join(" and ")} instead of ${sent}`;
  }
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
  applied: "what it pays",
  name: "name",
  company: "company",
  email: "e-mail",
  phone: "phone",
  billTo: "billing address",
  shipTo: "shipping address",
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
  name: "Name",
  company: "Company",
  email: "E-mail",
  phone: "Phone",
  billTo: "Bill to",
  shipTo: "Ship to",
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
  rounding: "rounded differently by QuickBooks",
  "applied:off": "taken off what they paid",
  "applied:part": "applied with other amounts",
  "applied:other": "applied to other documents than they pay here",
  else: "changed in something that Tieout does not compare",
};

const textOf = (texts: readonly string[] | null) =>
  texts === null || texts.length === 0 ? "nothing" : texts.join("; ");

/** What happened to a field: "Date 2026-11-01 → 2026-12-01" */
export function changeText({ field, sent, now, books, isRounding }: FieldCompared): string {
  const rounded = isRounding ? " (rounding)" : "";
  return `${fieldNames[field]} ${textOf(sent ?? now)} → ${textOf(books)}${rounded}`;
}

/** What pushing ours makes of what QuickBooks says now: "Date 2026-12-01 → 2026-11-01" */
export function overwriteTexts(fields: readonly FieldCompared[]): readonly string[] {
  return fields
    .filter(({ isTheirs, isOurs }) => isTheirs || isOurs)
    .map(({ field, now, books }) => ({ name: fieldNames[field], from: textOf(books), to: textOf(now) }))
    .filter(({ from, to }) => from !== to)
    .map(({ name, from, to }) => `${name} ${from} → ${to}`);
}

/** "12 invoices were dated into the next month", "1 payment was deleted". */
export function causeSentence(cause: DriftCause, count: number): string {
  const { kind, documentKind, change, named } = cause;
  const what = `${count.toLocaleString("en-US")} ${kindNoun(documentKind, count)}`;
  return `${what} ${count === 1 ? "was" : "were"} ${(count === 1 ? named : undefined) ?? happened(kind, documentKind, change)}`;
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

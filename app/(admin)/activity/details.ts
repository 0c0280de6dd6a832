// What is said beside a line of the trail? Plain facts with names, no codes and no ids.
import type { ActivityLine } from "#lib/access/people.ts";
import { bookingNames, bookingWords, modeWords } from "#lib/documents/booking.ts";
import { choiceLabels } from "#lib/sync/drift-choices.ts";
import { orderStateWord } from "#components/order-standing.tsx";
import { orderStates } from "#lib/sync/standing.ts";

import { kindName } from "../settings/sources/words.ts";

const DETAILS_SHOWN = 6;
const DETAIL_LENGTH_MAX = 80;

export type DetailPair = { readonly name: string; readonly value: string };

/** What stands in the trail for support and for the records, and tells a person nothing. */
const UNSAID = new Set(["person", "intuitTid"]);

const NAMES: Readonly<Record<string, string>> = {
  ...bookingNames,
  how: "with",
  quickBooks: "QuickBooks ID",
  linkedTo: "to",
  notLinked: "not linked",
  madeAnew: "made again",
  leftOut: "left out",
  held: "documents that wait for payments",
  choice: "decision",
  after: "then",
  matter: "about",
  start: "key begins with",
  about: "charge code",
  total: "documents and orders",
  rows: "documents",
  isRevoked: "taken back at Intuit",
  waiting: "documents that wait",
};

const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...bookingWords,
  mode: Object.fromEntries(Object.entries(modeWords).map(([mode, { name }]) => [mode, name])),
  choice: choiceLabels,
  state: Object.fromEntries(orderStates.map((state) => [state, orderStateWord(state)])),
  payments: { new: "only new ones", all: "all", none: "none" },
};

/** What a reader asks first stands first; the rest follows as it is kept. */
const ORDER = ["order", "name", "choice", "amount", "date", "reason", "before", "after"];

const SUBJECTS: Readonly<Record<string, { readonly name: string; readonly instead: string }>> = {
  order: { name: "order", instead: "order" },
  document: { name: "", instead: "name" },
  "company-file": { name: "company", instead: "name" },
  source: { name: "source", instead: "name" },
  "bulk-run": { name: "", instead: "matter" },
};

/** What it was about comes first, then the plain parts of the detail; nested ones are left to the page of the thing itself. */
export function detailPairs({
  subjectKind,
  subject,
  detail,
}: Pick<ActivityLine, "subjectKind" | "subject" | "detail">) {
  const known = SUBJECTS[subjectKind];
  const isSaid = known === undefined || subject === null || known.instead in detail;
  const first = isSaid ? [] : [{ name: known.name, value: cut(subject) }];
  // The name of a document with its orders says more than its title alone.
  const isDocument = subjectKind === "document" && !isSaid;
  const isSaidFirst = ([name, value]: [string, unknown]) =>
    !isSaid && ((isDocument && name === "document") || (name === "title" && value === subject));
  const others = Object.entries(detail)
    .filter((entry) => isPlain(...entry) && !isSaidFirst(entry))
    .toSorted(([left], [right]) => rank(left) - rank(right))
    .map(([name, value]) => ({ name: nameOf(name), value: cut(valueOf(name, String(value))) }));
  return [...first, ...others].slice(0, DETAILS_SHOWN);
}

function isPlain(name: string, value: unknown): boolean {
  return (
    // That nothing of a kind was there is no news.
    value !== 0 &&
    !UNSAID.has(name) &&
    !name.endsWith("Id") &&
    ["string", "number", "boolean"].includes(typeof value) &&
    value !== ""
  );
}

function rank(name: string): number {
  const at = ORDER.indexOf(name);
  return at === -1 ? ORDER.length : at;
}

function nameOf(name: string): string {
  return NAMES[name] ?? name.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

/** "by-itself → by-hand" is said in the words of the choice. */
function valueOf(name: string, value: string): string {
  const words = WORDS[name];
  return value
    .split(" → ")
    .map((part) => {
      if (part === "true" || part === "false") return part === "true" ? "yes" : "no";
      if (part.startsWith("{")) return part === "{}" ? "like all others" : "of their own";
      return name === "kind" ? kindName(part) : (words?.[part] ?? part);
    })
    .join(" → ");
}

function cut(text: string): string {
  return text.length > DETAIL_LENGTH_MAX ? `${text.slice(0, DETAIL_LENGTH_MAX)}…` : text;
}

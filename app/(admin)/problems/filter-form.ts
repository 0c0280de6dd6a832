// How does a filter stand in a form of plain texts, and what does a filled-in form mean?
import { documentKinds } from "#lib/documents/document.ts";
import { parseMoney, toDecimal } from "#lib/money.ts";
import { problemCodes } from "#lib/problem.ts";
import type { ProblemFilter } from "#lib/sync/problem-filter.ts";

/** As the fields of the form are called. "" is: not filled in. */
export type FilterForm = Readonly<
  Record<
    | "codeIs"
    | "code"
    | "partyIs"
    | "party"
    | "sourceIs"
    | "source"
    | "assignee"
    | "kind"
    | "min"
    | "max"
    | "older"
    | "newer",
    string
  >
>;

const DAYS_MAX = 3650;

/** The form that says a filter. A form has room for one cause; further ones that are left out stay chips. */
export function formOfFilter(filter: ProblemFilter, currency: string): FilterForm {
  const [notCode = ""] = filter.notCodes ?? [];
  return {
    codeIs: filter.code || !notCode ? "is" : "not",
    code: filter.code ?? notCode,
    partyIs: filter.notParty === undefined ? "is" : "not",
    party: filter.party ?? filter.notParty ?? "",
    sourceIs: filter.notSourceId === undefined ? "is" : "not",
    source: filter.sourceId ?? filter.notSourceId ?? "",
    assignee: filter.assignee ?? "",
    kind: filter.kind ?? "",
    min: amountText(filter.minMinor, currency),
    max: amountText(filter.maxMinor, currency),
    older: filter.olderThanDays?.toString() ?? "",
    newer: filter.newerThanDays?.toString() ?? "",
  };
}

/** What a filled-in form means; the search and the causes that it has no room for stay as they were. */
export function filterOfForm(form: FilterForm, before: ProblemFilter, currency: string): ProblemFilter {
  const code = problemCodes.find((each) => each === form.code);
  const [, ...otherNots] = before.code ? ["", ...(before.notCodes ?? [])] : (before.notCodes ?? []);
  const notCodes = [...new Set([...(code && form.codeIs === "not" ? [code] : []), ...otherNots])].filter(
    (each): each is NonNullable<typeof code> => each !== "",
  );
  const party = form.party.trim() || undefined;
  const source = form.source || undefined;
  const isKept = code !== undefined && code === before.code;
  const filter: ProblemFilter = {
    code: form.codeIs === "is" ? code : undefined,
    about: form.codeIs === "is" && isKept ? before.about : undefined,
    notCodes: notCodes.length > 0 ? notCodes : undefined,
    [form.partyIs === "not" ? "notParty" : "party"]: party,
    [form.sourceIs === "not" ? "notSourceId" : "sourceId"]: source,
    assignee: form.assignee || undefined,
    kind: documentKinds.find((each) => each === form.kind),
    minMinor: minorOf(form.min, currency),
    maxMinor: minorOf(form.max, currency),
    olderThanDays: daysOf(form.older),
    newerThanDays: daysOf(form.newer),
    search: before.search,
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

function amountText(minor: string | undefined, currency: string): string {
  return minor === undefined ? "" : toDecimal({ minor: BigInt(minor), currency });
}

function minorOf(text: string, currency: string): string | undefined {
  const amount = text.trim() === "" ? null : parseMoney(text, currency);
  return amount && amount.minor >= 0n ? amount.minor.toString() : undefined;
}

function daysOf(text: string): number | undefined {
  const days = Number(text);
  return text.trim() === "" || !Number.isInteger(days) || days < 0 || days > DAYS_MAX ? undefined : days;
}

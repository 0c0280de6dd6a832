// What does a line of a file decide, and may it be done? Words, values and rows are judged before anything is written.
import { z } from "zod";

import type { MoneyJson } from "#lib/money.ts";
import { detectDateFormat, readDate } from "#lib/orders/sources/csv-values.ts";
import { decisionLabels, type DecisionName } from "./act-labels.ts";
import type { DecidedLine } from "./decided-csv.ts";
import type { ProblemAct } from "./problem-acts.ts";
import type { Clearing, Snooze } from "./triage.ts";
import { unfit, unfitSentence, type ActFacts } from "./triage/fit.ts";

/** So many lines may decide something; the file itself may be longer. */
export const DECIDED_MAX = 100_000;
/** Each link is looked up in QuickBooks, whose reads are metered. */
export const LINKS_MAX = 100;
/** So many refused lines are listed; all of them come as a file. */
export const REFUSED_SHOWN = 200;

export const LookAtDecisions = z.object({ companyFileId: z.uuid() });
export type LookAtDecisions = z.infer<typeof LookAtDecisions>;

export const RunDecisions = LookAtDecisions.extend({
  /** When the dry run looked: what moved later is left alone. */
  asOf: z.iso.datetime(),
  /** What the dry run read; another file is another decision. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  fileName: z.string().trim().min(1).max(200),
});
export type RunDecisions = z.infer<typeof RunDecisions>;

/** Why a line is not done, and what helps. `isAlready`: it is so already, and nothing has to be done. */
export type WhyNot = { readonly reason: string; readonly fix: string; readonly isAlready?: boolean };
export type RefusedLine = WhyNot & Pick<DecidedLine, "line" | "record" | "title" | "decision" | "value">;

/** What a line wants. */
export type Wish = { readonly is: "act"; readonly act: ProblemAct } | { readonly is: "link"; readonly text: string };

export type Person = { readonly userId: string; readonly email: string };

/** What is known of the row that a line is about. */
export type DecidableRow = ActFacts & {
  readonly rowId: string;
  readonly title: string;
  readonly party: string;
  readonly amountMinor: string;
  readonly currency: string;
  /** ISO. */
  readonly since: string;
  readonly cameBack: number;
  readonly assigneeId: string | null;
  readonly snooze: Snooze | null;
  readonly snoozeUntil: string | null;
  readonly clearing: Clearing | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
};

/** How many rows and how much money one kind of decision is about. */
export type DecisionCount = {
  readonly decision: DecisionName;
  readonly rows: number;
  readonly money: readonly MoneyJson[];
  readonly says: readonly string[];
};

/** The dry run. */
export type DecisionsLook = {
  readonly total: number;
  readonly counts: readonly DecisionCount[];
  /** Lines that cannot be done and lines that are so already, the first of each. */
  readonly refused: readonly RefusedLine[];
  readonly refusedTotal: number;
  readonly already: readonly RefusedLine[];
  readonly alreadyTotal: number;
  /** Lines of the file in which nobody decided anything. */
  readonly blank: number;
  readonly asOf: string;
  readonly fingerprint: string;
};

export type DecisionsDone = {
  readonly runs: readonly {
    readonly bulkRunId: string;
    readonly act: ProblemAct["act"];
    readonly title: string;
    readonly total: number;
    readonly ok: number;
    readonly isApplied: boolean;
  }[];
  /** Rows that were tied to a record of the books. */
  readonly linked: number;
  /** Rows that had moved on since the dry run, and links that did not hold when they were looked up once more. */
  readonly left: readonly RefusedLine[];
};

const names = Object.keys(decisionLabels) as DecisionName[];
const EXAMPLE_DAY = "2026-12-24";

/** Which decision a word is, in any case of letters, with spaces or hyphens. */
export function decisionNamed(word: string): DecisionName | null {
  const plain = plainWord(word);
  if (plain === "link") return "link";
  return names.find((name) => plainWord(decisionLabels[name]) === plain) ?? null;
}

/** A line with why it is not done. */
export function refusedAs(about: { readonly line: DecidedLine; readonly title: string }, why: WhyNot): RefusedLine {
  const { line, record, decision, value } = about.line;
  return { line, record, decision, value, title: about.title || about.line.title, ...why };
}

/** What a line wants, or why it cannot be understood. `today`: days up to it are past. */
export function readWish(
  { decision, value }: Pick<DecidedLine, "decision" | "value">,
  people: readonly Person[],
  today: string,
): Wish | WhyNot {
  if (decision === "") {
    return { reason: "There is a value, but no decision.", fix: "Write a decision beside it, or empty the value." };
  }
  const name = decisionNamed(decision);
  if (name === null) return unknownWord(decision);
  switch (name) {
    case "resync":
    case "restore":
      return { is: "act", act: { act: name } };
    case "clear":
    case "mark-paid":
      return readReason(name, value);
    case "snooze":
      return readDay(value, today);
    case "assign":
      return readPerson(value, people);
    case "link":
      return value === ""
        ? missing(name, "the record's ID, number or address in QuickBooks")
        : { is: "link", text: value.slice(0, 500) };
    default:
      return name satisfies never;
  }
}

function readReason(act: "clear" | "mark-paid", value: string): Wish | WhyNot {
  if (value === "") return missing(act, act === "clear" ? "why nothing is sent" : "how it was paid");
  if (value.length < 3) return { reason: `"${value}" is no reason.`, fix: "Write it in three letters or more." };
  if (value.length > 500) return { reason: "The reason is longer than 500 letters.", fix: "Shorten it." };
  if (act === "mark-paid") return { is: "act", act: { act, because: value } };
  return { is: "act", act: { act, because: value, withFollowers: false } };
}

function readDay(value: string, today: string): Wish | WhyNot {
  if (value === "") return missing("snooze", `the day it comes back, such as ${EXAMPLE_DAY}`);
  const { format, isUnclear } = detectDateFormat([value]);
  const day = readDate(value, format);
  const fix = `Write it as ${EXAMPLE_DAY}.`;
  if ("reason" in day) return { reason: `"${value}" is not a date.`, fix };
  if (isUnclear) return { reason: `"${value}" can be read as two different days.`, fix };
  if (day.value <= today) return { reason: `${day.value} is not to come any more.`, fix: "Write a later day." };
  return { is: "act", act: { act: "snooze", until: { is: "day", day: day.value } } };
}

function readPerson(value: string, people: readonly Person[]): Wish | WhyNot {
  if (value === "") return missing("assign", "the e-mail address of the person, or nobody");
  if (value.toLowerCase() === "nobody") return { is: "act", act: { act: "assign", userId: null } };
  const person = people.find(({ email }) => email.toLowerCase() === value.toLowerCase());
  if (person) return { is: "act", act: { act: "assign", userId: person.userId } };
  const near = nearest(
    value.toLowerCase(),
    people.map(({ email }) => email),
  );
  return {
    reason: `Nobody here has the e-mail address ${value}.`,
    fix: near === null ? "Write the address of a person of this tenant." : `Did you mean ${near}?`,
  };
}

function missing(name: DecisionName, what: string): WhyNot {
  return { reason: `${decisionLabels[name]} needs a value.`, fix: `Write ${what}.` };
}

function unknownWord(word: string): WhyNot {
  const near = nearest(plainWord(word), Object.values(decisionLabels));
  const all = names.map((name) => decisionLabels[name]).join(", ");
  return {
    reason: `"${word}" is no decision.`,
    fix: near === null ? `Write one of: ${all}.` : `Did you mean ${near}?`,
  };
}

/** Why it cannot be done to the row as it stands; null when it can. */
export function whyNotDone(wish: Wish, line: DecidedLine, row: DecidableRow): WhyNot | null {
  // Moved since the dry run: it is left to the run to say so.
  if (row.hasMoved) return null;
  const already = isAlready(wish, row);
  if (already !== null) return { reason: already, fix: "Nothing has to be done.", isAlready: true };
  if (hasChanged(line, row)) {
    return {
      reason: "It has changed since the file was exported.",
      fix: "Export the view again, and decide on how it stands now.",
    };
  }
  if (wish.is === "link") return null;
  const { act } = wish;
  const why = unfit({ act: act.act, until: act.act === "snooze" ? act.until.is : undefined }, row);
  if (why === null) return null;
  const sentence = unfitSentence(why, 1).replace(/^1 /, "It ");
  return { reason: `${sentence}.`, fix: FIXES[why] };
}

const FIXES: Readonly<Record<NonNullable<ReturnType<typeof unfit>>, string>> = {
  "moved-on": "Export the view again.",
  "on-its-way": "Wait until it is done, or decide if it comes back.",
  "already-cleared": "Write Restore to take it back.",
  "not-put-aside": "Only what is cleared or snoozed can be restored.",
  done: "It is solved. Leave the decision empty.",
  "not-an-invoice": "Write Clear, with a reason.",
  "to-be-voided": "Write Resync, or Clear with a reason.",
  "outcome-unknown": "Write Resync.",
  "not-wanted": "Leave the decision empty.",
  "period-open": "Write Resync.",
  "behind-payments": "Import the payments in the card of the cause.",
};

/** In words, when the row stands already as the line wants it. */
function isAlready(wish: Wish, row: DecidableRow): string | null {
  const { lane } = row;
  if (lane === "done" || lane === "past") return "It is solved already.";
  if (wish.is === "link") return null;
  const { act } = wish;
  const by = row.decidedBy === null ? "" : ` by ${row.decidedBy}`;
  switch (act.act) {
    case "resync":
      return lane === "waiting" ? "It is on its way already." : null;
    case "clear":
      return lane === "cleared" && row.clearing === "cleared" ? `It was cleared already${by}.` : null;
    case "mark-paid":
      return lane === "cleared" && row.clearing === "marked-paid" ? `It was marked paid already${by}.` : null;
    case "restore":
      return lane === "needs-you" ? "It stands in Needs you already." : null;
    case "assign":
      return row.assigneeId === act.userId ? "It is assigned so already." : null;
    case "snooze": {
      const isSame = act.until.is === "day" && row.snoozeUntil?.slice(0, 10) === act.until.day;
      return lane === "snoozed" && isSame ? `It is snoozed until then already${by}.` : null;
    }
    default:
      return act satisfies never;
  }
}

/** Another cause, another decision, or back again: not what whoever decided was looking at. */
function hasChanged(line: DecidedLine, row: DecidableRow): boolean {
  const isOther = (told: string | null, now: string | null) => {
    if (told === null) return false;
    if (told === "") return now !== null;
    const moment = Date.parse(told);
    // A spreadsheet rewrote it into something of its own.
    if (!/^\d{4}-\d\d-\d\dT/.test(told) || Number.isNaN(moment)) return false;
    return now === null || Date.parse(now) !== moment;
  };
  const isBack = line.cameBack !== null && /^\d+$/.test(line.cameBack) && Number(line.cameBack) !== row.cameBack;
  const isSince = line.since !== null && line.since !== "" && isOther(line.since, row.since);
  return isBack || isSince || isOther(line.decidedAt, row.decidedAt);
}

function plainWord(word: string): string {
  return word.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");
}

/** The known word that differs least, when it differs little: in two letters, or in a third of them. */
function nearest(word: string, known: readonly string[]): string | null {
  const plain = (text: string) => (text.includes("@") ? text.toLowerCase() : plainWord(text));
  const ranked = known
    .map((text) => ({ text, away: distance(word.slice(0, 100), plain(text)) }))
    .sort((a, b) => a.away - b.away);
  const [first] = ranked;
  return first && first.away <= Math.max(2, Math.floor(plain(first.text).length / 3)) ? first.text : null;
}

/** Letters to change, add or drop until one word is the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [nth, letter] of Array.from(from).entries()) {
    const next = [nth + 1];
    for (let at = 1; at <= to.length; at++) {
      const swapped = row[at - 1]! + (letter === to[at - 1] ? 0 : 1);
      next.push(Math.min(swapped, row[at]! + 1, next[at - 1]! + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

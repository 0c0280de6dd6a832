// What does the daily digest say? Everything that needs a person, with its money, in plain words; nothing when nothing does.
import { z } from "zod";

import { longDateText } from "#lib/dates.ts";
import { waitingSentence, type ConnectionNews } from "#lib/ledgers/notice.ts";
import { formatMoney, fromJson, type MoneyJson } from "#lib/money.ts";
import { problemTitle } from "#lib/problem.ts";
import { countedRows } from "#lib/sync/triage/words.ts";
import type { Today } from "#lib/today/today.ts";

import type { DigestState } from "./digest-state.ts";
import { bookingPath, causePath, driftPath, problemPath, problemsPath } from "./links.ts";
import { isTimeZone } from "./schedule.ts";

export const SaveDigest = z.object({
  isOn: z.boolean(),
  hour: z.int().min(0).max(23),
  timeZone: z.string().max(64).refine(isTimeZone, "Choose a time zone from the list."),
});
export type SaveDigest = z.output<typeof SaveDigest>;

/** What a person chose who never did: off, and offered at seven by UTC. */
export const noDigest: SaveDigest = { isOn: false, hour: 7, timeZone: "UTC" };

/** How the last digest ended; moments as ISO text. */
export type LastDigest = {
  readonly day: string;
  readonly state: DigestState;
  readonly tries: number;
  readonly movedAt: string;
  /** Why it failed. */
  readonly said: string | null;
};

/** Waits between tries of one digest: what fails for six hours waits for tomorrow. */
export const digestWaits = [5, 15, 30, 60, 120, 120].map((minutes) => minutes * 60_000);

/** A line, and where it leads. */
export type DigestLine = { readonly text: string; readonly url?: string };
export type DigestPart = { readonly title: string; readonly lines: readonly DigestLine[] };
export type Digest = { readonly subject: string; readonly parts: readonly DigestPart[]; readonly foot: DigestLine };

export type DigestFacts = {
  readonly tenant: string;
  readonly today: Pick<
    Today,
    "now" | "problems" | "stuck" | "needs" | "oldest" | "causes" | "drifted" | "companyFiles" | "goneMappings" | "days"
  >;
  readonly news: readonly ConnectionNews[];
  /** The whole address of a page. */
  readonly pageUrl: (path: string) => string;
};

/** The digest of these facts; null when nothing needs a person. */
export function digestOf(facts: DigestFacts): Digest | null {
  const { tenant, today, pageUrl } = facts;
  const needs = needLines(facts);
  const connections = connectionLines(facts);
  const gone = today.goneMappings.map((mapping) => ({
    text: `${mapping.company}: ${mapping.detail}`,
    url: pageUrl(bookingPath(mapping)),
  }));
  if (needs.length + connections.length + gone.length === 0) return null;
  const parts = [
    { title: "What needs you", lines: needs },
    { title: "Top causes", lines: causeLines(facts) },
    { title: "Connections to QuickBooks", lines: connections },
    { title: "Settings that lost what they point at", lines: gone },
    { title: "Posted", lines: postedLines(today) },
  ];
  return {
    subject: `${tenant}: ${headline(today, connections)}`,
    parts: parts.filter(({ lines }) => lines.length > 0),
    foot: { text: "Change or end this mail", url: pageUrl("/settings/notifications") },
  };
}

/** "37 problems, $48,210.00 waits" */
function headline({ problems, drifted, stuck }: DigestFacts["today"], connections: readonly DigestLine[]): string {
  if (problems > 0) {
    const money = stuck.length > 0 ? `, ${moneyWords(stuck)} ${stuck.length === 1 ? "waits" : "wait"}` : "";
    return `${counted(problems, "problem", "problems")}${money}`;
  }
  if (drifted > 0) return `${counted(drifted, "document was", "documents were")} changed in QuickBooks`;
  return connections.length > 0 ? "a connection to QuickBooks needs you" : "a setting needs you";
}

function needLines(facts: DigestFacts): readonly DigestLine[] {
  const { oldest } = facts.today;
  return [
    ...problemLines(facts),
    ...(oldest
      ? [
          {
            text: `The oldest: ${[oldest.title, oldest.party].filter(Boolean).join(", ")}, since ${longDateText(oldest.since)}.`,
            url: facts.pageUrl(problemPath(oldest)),
          },
        ]
      : []),
    ...driftLines(facts),
  ];
}

/** A line for each company, because each line leads to one. */
function problemLines({ today: { needs, companyFiles }, pageUrl }: DigestFacts): readonly DigestLine[] {
  return needs
    .filter(({ problems }) => problems > 0)
    .map((need) => {
      const where = companyFiles.length > 1 ? ` in ${need.company}` : "";
      const money =
        need.stuck.length > 0 ? `; ${moneyWords(need.stuck)} ${need.stuck.length === 1 ? "waits" : "wait"}` : "";
      const text = `${counted(need.problems, "problem is", "problems are")} open${where}${money}.`;
      return { text, url: pageUrl(problemsPath(need)) };
    });
}

function driftLines({ today: { needs, companyFiles }, pageUrl }: DigestFacts): readonly DigestLine[] {
  return needs
    .filter(({ drifted }) => drifted > 0)
    .map((need) => {
      const where = companyFiles.length > 1 ? ` of ${need.company}` : "";
      const text = `${counted(need.drifted, "document was", "documents were")} changed in QuickBooks${where} after being sent.`;
      return { text, url: pageUrl(driftPath(need)) };
    });
}

function causeLines({ today: { causes, companyFiles }, pageUrl }: DigestFacts): readonly DigestLine[] {
  return causes.map((cause) => {
    const where = companyFiles.length > 1 ? ` in ${cause.company}` : "";
    const money = cause.money.length > 0 ? `, ${moneyWords(cause.money)}` : "";
    const text = `${problemTitle(cause.code, cause.about)}: ${countedRows(cause.rows, cause.tab)}${where}${money}`;
    return { text, url: pageUrl(causePath(cause)) };
  });
}

function connectionLines({ today, news, pageUrl }: DigestFacts): readonly DigestLine[] {
  const url = pageUrl("/settings/companies");
  const overdue = today.companyFiles.flatMap(({ name, proof }) =>
    proof.is === "overdue" && proof.expectedBy !== null
      ? [{ text: `${name} should have answered by ${momentInWords(proof.expectedBy)} and did not.`, url }]
      : [],
  );
  return [...news.map((each) => ({ text: newsWords(each), url })), ...overdue];
}

function newsWords(news: ConnectionNews): string {
  switch (news.is) {
    case "lost":
      return `QuickBooks has ended the connection to ${news.name}. ${waitingSentence(news.waiting)} Connect it again.`;
    case "locked":
      return `The connection to ${news.name} cannot be used: the key that opens it is missing. ${waitingSentence(news.waiting)}`;
    case "ends":
      return `The connection to ${news.name} ends on ${longDateText(news.endsAt)}. Connect it again before that day.`;
    default:
      return news satisfies never;
  }
}

/** The last whole day of the counters, which are kept by UTC. */
function postedLines({ days }: DigestFacts["today"]): readonly DigestLine[] {
  const yesterday = days.at(-2);
  if (!yesterday) return [];
  const posted = counted(yesterday.posted, "document was", "documents were");
  return [{ text: `${posted} posted on ${longDateText(yesterday.day)} (UTC).` }];
}

function moneyWords(money: readonly MoneyJson[]): string {
  return money.map((each) => formatMoney(fromJson(each))).join(" + ");
}

function momentInWords(at: string): string {
  return `${longDateText(at)}, ${new Date(at).toISOString().slice(11, 16)} UTC`;
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

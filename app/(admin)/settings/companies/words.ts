// In which words does the companies page speak of connections, lists and what went wrong?
import type { Tone } from "#components/ui/badge.tsx";
import type { ConnectionState } from "#lib/ledgers/company-file.ts";

export const connectionWords: Readonly<Record<ConnectionState, { readonly word: string; readonly tone: Tone }>> = {
  connected: { word: "Connected", tone: "good" },
  lost: { word: "Connection lost", tone: "bad" },
  disconnected: { word: "Disconnected", tone: "neutral" },
};

/** The tokens are there and no key opens them. */
export const lockedWords = { word: "Tokens do not open", tone: "bad" } as const;
export const lockedSentence =
  "No key of this installation opens the tokens of this company, so everything waits; nothing is lost. Whoever looks after the installation must put the missing key back into TIEOUT_TOKEN_KEYS, or somebody connects the company again.";

const listWords: Readonly<Record<string, readonly [string, string]>> = {
  item: ["item", "items"],
  account: ["account", "accounts"],
  term: ["terms", "terms"],
  class: ["class", "classes"],
  "tax-code": ["tax code", "tax codes"],
  "payment-method": ["payment method", "payment methods"],
  department: ["location", "locations"],
  customer: ["customer", "customers"],
};

/** "12 items, 1 account"; lists without entries are left out. */
export function listSentence(lists: readonly { readonly list: string; readonly entries: number }[]): string {
  return lists
    .flatMap(({ list, entries }) => {
      const [one, many] = listWords[list] ?? [list, list];
      return entries === 0 ? [] : [`${entries} ${entries === 1 ? one : many}`];
    })
    .join(", ");
}

const refusedWords: Readonly<Record<string, string>> = {
  denied: "Nothing was connected: the request was declined on QuickBooks' page.",
  app: "QuickBooks would not show its page to this app. Whoever looks after this installation must check the app at developer.intuit.com: its keys, its redirect address and the scope Accounting.",
  state: "This connection was not started in this session, or took longer than half an hour. Connect again.",
  code: "QuickBooks did not accept the connection any more. Connect again.",
  realmId:
    "You chose another QuickBooks company than before. Nothing was changed. Connect again and choose the same one, or add the other as a new company.",
  realmTaken:
    "You chose a QuickBooks company that is one of its own here. Nothing was changed. Connect again and choose the company you came from.",
  realmUnproven:
    "QuickBooks did not open this company with the permission it gave. Nothing was connected. Connect again as an administrator of the company.",
  unproven: "QuickBooks could not be asked about the company. Nothing was connected; connect again in a minute.",
  "not-allowed": "Your role does not allow connecting a company. Ask an owner or an accountant.",
  "not-found": "This company is not here any more.",
  "too-many": "Connecting was tried too often. Try again in a quarter of an hour.",
  unavailable: "QuickBooks could not be reached. Try again in a minute.",
};

/** Why connecting did not work, by the word in the address. */
export function refusedSentence(word: string): string {
  return refusedWords[word] ?? "The company was not connected. Connect again.";
}

/** What Intuit's free tier allows a month, over all companies that its app is connected to. */
const FREE_READS = 500_000;

/**
 * "1,204 by this company, 5,310 by all of yours. …" No tenant sees what the others read, so there is no sum of all.
 * `readsOfAll`: by this company and the tenant's others.
 */
export function readsSentence(reads: number, readsOfAll: number): string {
  const free = FREE_READS.toLocaleString("en-US");
  const all = `${readsOfAll.toLocaleString("en-US")} by all of yours`;
  return `${reads.toLocaleString("en-US")} by this company, ${all}. Intuit gives ${free} free a month to all companies of your Intuit app together.`;
}

/** "12 documents wait"; nothing when none does. */
export function waitingWords(waiting: number): string {
  if (waiting === 0) return "";
  return `${waiting.toLocaleString("en-US")} ${waiting === 1 ? "document waits" : "documents wait"}`;
}

export const disconnectConsequence =
  "QuickBooks is told, and its tokens are erased here. Nothing more is sent to this company or read from it. What is in QuickBooks stays there; links, mappings, lists and history stay here, and what waits goes on once the company is connected again.";

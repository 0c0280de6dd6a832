// In which words does the companies page speak of connections, lists and what went wrong?
import type { Tone } from "#components/ui/badge.tsx";
import type { ConnectionState } from "#lib/ledgers/company-file.ts";

export const connectionWords: Readonly<Record<ConnectionState, { readonly word: string; readonly tone: Tone }>> = {
  connected: { word: "Connected", tone: "good" },
  lost: { word: "Connection lost", tone: "bad" },
  disconnected: { word: "Disconnected", tone: "neutral" },
};

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
  state: "This connection was not started in this session, or took longer than half an hour. Connect again.",
  code: "QuickBooks did not accept the connection any more. Connect again.",
  realmId:
    "You chose another QuickBooks company than before. Connect again and choose the same one, or add the other as a new company.",
  "not-allowed": "Your role does not allow connecting a company. Ask an owner or an accountant.",
  unavailable: "QuickBooks could not be reached. Try again in a minute.",
};

/** Why connecting did not work, by the word in the address. */
export function refusedSentence(word: string): string {
  return refusedWords[word] ?? "The company was not connected. Connect again.";
}

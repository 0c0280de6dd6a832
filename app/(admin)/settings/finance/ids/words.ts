// The words of the panel of QuickBooks IDs that stand in several places.
import type { DocumentKind } from "#lib/documents/document.ts";
import type { IdFilter } from "#lib/sync/ledger-ids.ts";

export const MAY_NOT = "Only an owner or an accountant changes QuickBooks IDs. Your role may look.";

export const filterLabels: Readonly<Record<IdFilter, string>> = {
  all: "All",
  linked: "Linked",
  unlinked: "Not linked",
  edited: "Edited in QuickBooks",
  gone: "Gone from QuickBooks",
};

/** What clearing an ID does, and what it does not. */
export function clearWords(kind: DocumentKind): string {
  if (kind === "customer") {
    return "Tieout forgets the ID, and nothing in QuickBooks changes. Orders of this customer that are still to go wait on Problem Sync until it is linked again or let be created; what was sent stays as it is.";
  }
  if (kind === "item") {
    return "Tieout forgets the ID, and nothing in QuickBooks changes. The item goes back to Problem Sync: resync it there, and it is found by its name or made anew. What is to be sent with it waits meanwhile.";
  }
  return "Tieout forgets the ID, and nothing in QuickBooks changes. The document goes back to Problem Sync: resync it there to send it again, or link it to another record. A record that is still in QuickBooks would then stand beside the new one. What follows it, such as its payments, waits meanwhile.";
}

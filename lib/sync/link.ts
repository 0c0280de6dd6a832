// What ties our document to theirs: the ledger id in one company file, with the version we last saw.

export type LedgerLink = {
  /** The ledger's own word for the type: "Invoice", "Customer". Ids are unique only within it. */
  readonly ledgerType: string;
  readonly ledgerId: string;
  /** SyncToken (QuickBooks Online) or EditSequence (Desktop). */
  readonly versionToken: string;
};

/** How a link came about: we sent the document, it was matched by rule, a person chose the record. */
export const linkOrigins = ["push", "match", "person"] as const;
export type LinkOrigin = (typeof linkOrigins)[number];

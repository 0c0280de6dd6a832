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

/** What a person decided of a customer that is not linked: it is to be created, or it waits until they decide again. */
export const linkDecisions = ["create", "ask"] as const;
export type LinkDecision = (typeof linkDecisions)[number];

/** QuickBooks' word for customers and their jobs. */
export const CUSTOMER_TYPE = "Customer";

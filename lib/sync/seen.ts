// What did the books say of a linked record when it was last read: the figures that are kept, and the record as people read it.
import type { MoneyJson } from "#lib/money.ts";

/** A record of the books as a person reads it there: the third column beside what we sent and what the order says now. */
export type RecordShown = {
  readonly number: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly dueDate?: string;
  readonly customerName: string;
  readonly customerId: string;
  /** Its version when it was read: who overwrites or accepts what a person saw does it with this one. */
  readonly versionToken?: string;
  readonly total: MoneyJson;
  readonly balance?: MoneyJson;
  readonly memo?: string;
  readonly lines: readonly {
    readonly itemName: string;
    readonly description?: string;
    readonly quantity?: string;
    readonly amount: MoneyJson;
  }[];
  /** Records it is tied to: an invoice's payments, a payment's invoices. */
  readonly linked: readonly { readonly ledgerType: string; readonly ledgerId: string; readonly amount?: MoneyJson }[];
};

/** A customer or an item of the books, in what we write of it. */
export type NameShown = {
  readonly name?: string | undefined;
  readonly company?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly billTo?: string | undefined;
  readonly shipTo?: string | undefined;
};

/** What a request of ours said, read as the record it asks for: of a sale QuickBooks makes the total. */
export type SentShown = NameShown | (Omit<RecordShown, "total"> & { readonly total?: MoneyJson });

/** What is kept of a name that was merged into another: the ledger id of the one that stayed. */
export type MergedAway = { readonly mergedInto: string };

/** What is kept of every reading. `record` only where it differs from ours. */
export type Seen = {
  readonly documentId: string;
  readonly number: string;
  readonly totalMinor: string;
  /** What is open on it; null where nothing can be: a sales order, a payment says what is unapplied. */
  readonly balanceMinor: string | null;
  /** The day of the last payment. Not sure: a later one may be known already. Left out: nothing new is known of it. */
  readonly paid?: { readonly on: string | null; readonly isSure: boolean };
  readonly record: RecordShown | null;
  /** Our version and the later one that was judged as ours, "3/5": read again in that one, it is not judged again. */
  readonly explained?: string | null;
};

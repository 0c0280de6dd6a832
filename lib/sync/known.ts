// What do we know of a linked document when its record is read again: how we left it, and what of us explains a newer version?
import type { DocumentKind, PaymentDocument, SaleDocument } from "#lib/documents/document.ts";
import type { RecordShown } from "./seen.ts";

/** One of our documents that is linked, as we left it. */
export type KnownDocument = {
  readonly documentId: string;
  readonly kind: DocumentKind;
  readonly currency: string;
  /** SyncToken after our last write. */
  readonly versionToken: string;
  /** A write of ours is under way or unheard of: what is read now may be before it or after it. */
  readonly isUnderWay: boolean;
  /** It is gone, and we ourselves voided or deleted it. */
  readonly isEndedByUs: boolean;
  /** What another version is compared with; null of names, and of a record that has the version we left: there it is not asked for. */
  readonly left: LeftDocument | null;
};

/** What we said, and what of us explains a newer version than the one after our last write. */
export type LeftDocument = {
  readonly document: SaleDocument | PaymentDocument;
  /** The record a person accepted in place of what we said: from then on it is what later changes are measured by. */
  readonly accepted?: RecordShown | null;
  /** It says something else by now than what was sent: what they hold differs without anyone having edited it. */
  readonly isChanged?: boolean;
  /** Writes of ours to documents that follow it (payments, credits) since our last write: each adds one to its version. */
  readonly ownBumps: number;
  /** Such writes that were heard of while our last write was out: each came before it or after it, nobody knows. */
  readonly perhapsBumps?: number;
  /** Ledger ids of those documents. */
  readonly followers: readonly string[];
  /** Ledger ids of the documents it refers to, by key. */
  readonly parents: Readonly<Record<string, string>>;
};

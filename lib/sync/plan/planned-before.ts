// What did earlier plans leave of a document?
import type { LinkDecision } from "#lib/sync/link.ts";

export type PlannedBefore = {
  readonly key: string;
  readonly documentId: string;
  readonly fingerprint: string;
  readonly postedFingerprint: string | null;
  /** The books hold it. */
  readonly isLinked: boolean;
  /** It was taken back: what is linked is the record that ended. */
  readonly isEnded: boolean;
  /** A version of it is under way, or was and nobody knows what became of it. */
  readonly hasLeft: boolean;
  /** It waits for a person because its orders are not those it was sent with. */
  readonly isHeld: boolean;
  /** Its last effort was given up before it left: nothing is under way. */
  readonly isDropped: boolean;
  /** A person took its last effort off the list. */
  readonly isCleared: boolean;
  /** An effort for it waits or needs a person: what takes its place goes in its stead. */
  readonly isLive: boolean;
  /** It waits until payments that only the books have are imported: so does what takes its place. */
  readonly isBehindPayments: boolean;
  /** A person decided that it is not sent. */
  readonly isLeftOut: boolean;
  readonly ledgerId: string | null;
  /** Of sales and payments: on whom it was planned. */
  readonly customerKey: string | null;
  readonly customerName: string | null;
  /** Of customers: it waits for a person to link it; what a person decided. */
  readonly isHeldForLink: boolean;
  readonly linkDecision: LinkDecision | null;
};

// Is what was planned more than we hold, and does it go by itself?
import type { LedgerDocument, SaleDocument } from "#lib/documents/document.ts";
import type { PlannedBefore } from "./planned-before.ts";

/** What the company's rule says of a customer just now: it is in the books and linked, or it waits for a person. */
export type PartyNews = { readonly isMatched: boolean; readonly isHeld: boolean };

/**
 * Is this more than we hold, or again what was given up before it left, or taken back? A customer or an item that is in
 * the books belongs to the books: what a later order says about it does not overwrite what people keep there.
 */
export function isNews(
  { document, fingerprint }: { readonly document: LedgerDocument; readonly fingerprint: string },
  known: PlannedBefore | undefined,
  party: PartyNews,
): boolean {
  if (!known || known.isEnded) return true;
  // What a person took back is being voided: nothing newer may take the place of that.
  if (party.isMatched || (known.isLeftOut && known.isLinked)) return false;
  // Whether a customer waits for its link may have changed, though nothing is new about itself.
  if (!known.isLinked && !known.hasLeft && party.isHeld !== known.isHeldForLink) return true;
  // Its orders are those it was sent with again: what was to be decided is not any more.
  if (known.isHeld) return true;
  // What was cleared may come back though nothing is new about itself: whether its order changed is asked later.
  if (known.fingerprint === fingerprint)
    return (known.isDropped || known.isCleared) && known.postedFingerprint !== fingerprint;
  return !(known.isLinked && (document.kind === "customer" || document.kind === "item"));
}

/** Sales orders that an invoice among these copies. */
export function copiedKeys(documents: readonly LedgerDocument[]): ReadonlySet<string> {
  const invoices = documents.filter((document): document is SaleDocument => document.kind === "invoice");
  return new Set(invoices.flatMap(({ from }) => from ?? []));
}

/**
 * A sales order whose invoice is made has done its work: what changes from now on changes the invoice. One that is in the
 * books, or may be, is left as it went.
 */
export function isCopied(
  document: LedgerDocument,
  known: PlannedBefore | undefined,
  copiedKeys: ReadonlySet<string>,
): boolean {
  return (
    document.kind === "sales-order" && copiedKeys.has(document.key) && (known?.isLinked || known?.hasLeft || false)
  );
}

/** Does it go now, without a person? Not what the books hold already, what was left out, or what people export by hand. */
export function goesByItself(
  { fingerprint, isUpdate }: { readonly fingerprint: string; readonly isUpdate: boolean },
  known: PlannedBefore | undefined,
  exports: "by-itself" | "by-hand",
): boolean {
  if (known?.postedFingerprint === fingerprint || known?.isLeftOut) return false;
  // Money is taken off an invoice that is being voided: that goes at once, too.
  if (isUpdate) return true;
  // What a person exported and had not left yet goes as it is now: what waits for it would wait for ever.
  // So does what was cleared and has changed since: it comes back.
  return exports === "by-itself" || known?.isLive === true || known?.isCleared === true;
}

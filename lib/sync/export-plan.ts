// What does an export do with each document of an order? Decided here, done by the operation.
import type { DocumentKind } from "#lib/documents/document.ts";
import type { PaymentChoice } from "./exports.ts";
import { isLeftOutByExport } from "./left-out.ts";
import type { PushState } from "./push.ts";

/** A document of an order that is to be exported, and what is known of it. */
export type ExportDocument = {
  readonly orderId: string;
  readonly documentId: string;
  readonly key: string;
  readonly kind: DocumentKind;
  readonly ledgerType: string | null;
  readonly ledgerId: string | null;
  /** Not a customer or an item. */
  readonly isSale: boolean;
  readonly isLinked: boolean;
  /** Gone over there, and wanted. */
  readonly isGone: boolean;
  /** Gone over there, whether or not it was left out since. */
  readonly isLinkGone: boolean;
  readonly isEdited: boolean;
  readonly isChanged: boolean;
  readonly isLeftOut: boolean;
  /** Why, in the words of whoever decided it. */
  readonly leftOutBecause: string | null;
  /** The order has it no longer. */
  readonly isRemoved: boolean;
  readonly livePushId: string | null;
  readonly liveState: PushState | null;
  readonly liveCode: string | null;
};

/**
 * create, update, void: sent as that. anew: untied and made again, as another generation. release: its effort that needs
 * a person goes again. leave-out: a person decided that it is not sent; an effort that waits is given up.
 */
export type ExportStep = "nothing" | "create" | "update" | "void" | "anew" | "release" | "leave-out";

/** Was an invoice deleted that had payments, or might have had them? Then somebody must say what becomes of them. */
export function asksPayments(documents: readonly ExportDocument[]): boolean {
  const isInvoiceGone = documents.some(({ kind, isSale, isGone }) => isSale && isGone && kind !== "payment");
  return isInvoiceGone && documents.some((one) => isPayment(one) && !isKeptOut(one) && (one.isLinked || one.isLeftOut));
}

/** What is done with a document; `choice` only where its order asked about payments. */
export function stepOf(one: ExportDocument, choice: PaymentChoice | null): ExportStep {
  if (isUnderWay(one)) return "nothing";
  if (one.isRemoved) return choice === "new" || choice === "none" ? "leave-out" : "void";
  if (isPayment(one) && choice !== null) return paymentStep(one, choice);
  return one.isLeftOut ? "nothing" : plainStep(one);
}

function paymentStep(one: ExportDocument, choice: PaymentChoice): ExportStep {
  if (isKeptOut(one)) return "nothing";
  const isOld = one.isLinked || one.isLeftOut;
  switch (choice) {
    case "none":
      return "leave-out";
    case "new":
      return isOld ? "leave-out" : plainStep(one);
    case "all": {
      const step = plainStep({ ...one, isGone: one.isLinkGone || one.isGone });
      // Over there it lost its invoice: said again, it is applied to the new one.
      return step === "nothing" ? "update" : step;
    }
    default:
      return choice satisfies never;
  }
}

function plainStep(one: ExportDocument): ExportStep {
  const isProblem = one.liveState === "problem";
  if (one.isSale && one.isGone) return isProblem && one.liveCode === "already-gone" ? "release" : "anew";
  if (isProblem) return "release";
  if (!one.isLinked) return "create";
  return one.isSale && one.isChanged ? "update" : "nothing";
}

function isUnderWay({ liveState }: ExportDocument): boolean {
  return liveState !== null && liveState !== "problem";
}

/** Left out by a person who decided about it alone, as when it was taken back: no answer to an export brings it back. */
function isKeptOut({ isLeftOut, leftOutBecause }: ExportDocument): boolean {
  return isLeftOut && !isLeftOutByExport(leftOutBecause ?? "");
}

function isPayment({ kind, isRemoved }: ExportDocument): boolean {
  return kind === "payment" && !isRemoved;
}

// May a payment still be changed here? Why not, and what to do instead.
import { negate, toDecimal, type Money } from "#lib/money.ts";

/**
 * source: its source told it, and tells it again. going: on its way to the books. exported: we sent it. imported: it was
 * read from them. taken-back: a person took it back, here or over there. left-out: a person decided that it is not sent.
 */
export const paymentLocks = ["source", "going", "exported", "imported", "taken-back", "left-out"] as const;
export type PaymentLock = (typeof paymentLocks)[number];

export type PaymentStanding = {
  readonly origin: "source" | "typed" | "imported";
  /** Its document has a record over there. */
  readonly isInBooks: boolean;
  /** Sent, and not heard of. */
  readonly isOnItsWay: boolean;
  readonly isTakenBack: boolean;
  /** An answer to an export, or a decision about its invoice, kept it out. */
  readonly isLeftOut: boolean;
};

/** Why it cannot be changed; null: it can. */
export function lockOf(standing: PaymentStanding): PaymentLock | null {
  const { origin, isInBooks, isOnItsWay, isTakenBack, isLeftOut } = standing;
  if (isTakenBack) return "taken-back";
  if (isLeftOut) return "left-out";
  if (origin === "imported") return "imported";
  if (isInBooks) return "exported";
  if (isOnItsWay) return "going";
  return origin === "source" ? "source" : null;
}

/** One sentence: why, and what a person does instead. */
export const lockSentences: Readonly<Record<PaymentLock, string>> = {
  source: "Its source told it: change it there, and it comes with the order's next version.",
  going: "It is being sent to QuickBooks right now.",
  exported: "It is in QuickBooks. Correct it with a new line of the opposite sign.",
  imported: "It was read from QuickBooks. Correct it with a new line of the opposite sign.",
  "taken-back": "It was taken back and does not count any more.",
  "left-out": "A person decided that it is not sent. It does not count.",
};

export const lockNames: Readonly<Record<PaymentLock, string>> = {
  source: "From the source",
  going: "Being sent",
  exported: "Locked, exported",
  imported: "Locked, imported",
  "taken-back": "Taken back",
  "left-out": "Left out of the export",
};

/** Neither sent nor counted any more: taken back, or left out by a person. */
export function isOutOfCount(lock: PaymentLock | null): boolean {
  return lock === "taken-back" || lock === "left-out";
}

/** Those with the permission may take back what is in the books: it is voided over there. */
export function mayTakeBack(lock: PaymentLock | null): boolean {
  return lock === "exported" || lock === "imported";
}

/** A line of the opposite sign corrects a payment that is not touched any more. */
export function mayCorrect(lock: PaymentLock | null): boolean {
  return mayTakeBack(lock);
}

/** What the form is filled with to correct a payment. */
export function correctionOf(payment: {
  readonly amount: Money;
  readonly date: string;
  readonly method: string | null;
  readonly reference: string | null;
}): { readonly amount: string; readonly method: string; readonly note: string } {
  const { amount, date, method, reference } = payment;
  const which = reference ? `payment ${reference} of ${date}` : `the payment of ${date}`;
  return { amount: toDecimal(negate(amount)), method: method ?? "", note: `Corrects ${which}` };
}

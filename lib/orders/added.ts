// What may people and the books add to an order beside what its source told? The words for it.
import type { Money } from "#lib/money.ts";

/** imported: read from the books, so it is in them and locked. typed: put in by a person here. */
export const orderPaymentOrigins = ["imported", "typed"] as const;
export type OrderPaymentOrigin = (typeof orderPaymentOrigins)[number];

/** A credit made here: drafted by one person, approved by one who may, issued to the books, or dropped before. */
export const creditStates = ["draft", "approved", "issued", "dropped"] as const;
export type CreditState = (typeof creditStates)[number];

/** A payment beside those the source told. */
export type AddedPayment = {
  readonly orderPaymentId: string;
  readonly origin: OrderPaymentOrigin;
  /** The payment's id over there; only of imported ones. */
  readonly ledgerId: string | null;
  /** Key of our own document that is the same record over there: the imported one stands for it. */
  readonly documentKey: string | null;
  readonly amount: Money;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly method: string | null;
  readonly reference: string | null;
  readonly note: string | null;
  readonly addedBy: string;
};

/** A line taken over from an invoice that was in the books before the order. */
export type Adjustment = {
  readonly ledgerId: string;
  readonly lineNumber: number;
  readonly itemName: string;
  readonly description: string | null;
  readonly quantity: string;
  readonly amount: Money;
};

/** What an order has beside what its source told. */
export type Added = {
  readonly payments: readonly AddedPayment[];
  readonly adjustments: readonly Adjustment[];
  /** Keys of its payment documents that are in the books. */
  readonly linkedKeys: readonly string[];
  /** Keys of its payment documents that a person decided not to send, or took back. */
  readonly leftOutKeys: readonly string[];
};

export const nothingAdded: Added = { payments: [], adjustments: [], linkedKeys: [], leftOutKeys: [] };

// What a company decides about booking its orders: the choices of one page, with the words each is known by.
import { z } from "zod";

import { bookingModes, SettingsShape, type BookingMode } from "./settings.ts";

const chosen = {
  mode: true,
  sourceModes: true,
  invoiceWhen: true,
  invoiceNumbers: true,
  sendPayments: true,
  openPayments: true,
  whenCancelled: true,
  refundAs: true,
  applyCredits: true,
  roundingTolerance: true,
  exports: true,
  customerMatch: true,
  whenCustomerMissing: true,
  oneCustomer: true,
  jobs: true,
  linksRequired: true,
} as const;

/** The part of a company's settings that says how its orders are booked. */
export const BookingChoices = SettingsShape.pick(chosen);
export type BookingChoices = z.infer<typeof BookingChoices>;

export const ShowBooking = z.object({ companyFileId: z.uuid().optional() });
export type ShowBooking = z.infer<typeof ShowBooking>;

export const SaveBooking = z.object({
  companyFileId: z.uuid(),
  /** The settings' version the choices were made on; somebody may have saved others since. */
  version: z.coerce.number().int().min(0),
  choices: BookingChoices,
});
export type SaveBooking = z.infer<typeof SaveBooking>;

export const CountBooking = z.object({ companyFileId: z.uuid() });
export type CountBooking = z.infer<typeof CountBooking>;

/** Which orders other choices would touch. */
export type BookingCounted = {
  /** Not in QuickBooks, and not cancelled: booked by the new choices. */
  readonly waiting: number;
  /** With a document in QuickBooks: they keep the form they have. */
  readonly there: number;
  /** Cancelled, with a document in QuickBooks: voided, where that is chosen. */
  readonly cancelled: number;
};

/** What the page shows of one company file. */
export type BookingShown = {
  readonly companyFileId: string;
  readonly companyName: string;
  readonly version: number;
  readonly choices: BookingChoices;
  readonly sources: readonly { readonly sourceId: string; readonly name: string }[];
  readonly companies: readonly { readonly companyFileId: string; readonly name: string }[];
};

/** What each mode makes of an order. */
export const modeWords: Readonly<Record<BookingMode, { readonly name: string; readonly means: string }>> = {
  invoice: { name: "Invoice", means: "A completed order becomes an invoice; its payments follow." },
  "sales-order": {
    name: "Sales order",
    means: "An order becomes a sales order and no invoice. QuickBooks Online keeps sales orders as estimates.",
  },
  "sales-receipt": {
    name: "Sales receipt",
    means: "An order that is paid in full becomes one sales receipt; one that is not waits until it is.",
  },
  "sales-order-then-invoice": {
    name: "Sales order, then invoice",
    means: "An open order becomes a sales order. Its invoice copies it later, links to it and closes it.",
  },
};

/** What each choice is called. */
export const bookingNames = {
  mode: "An order becomes",
  sourceModes: "What orders of single sources become",
  invoiceWhen: "Its invoice is made",
  invoiceNumbers: "The invoice's number",
  sendPayments: "Send the payments of orders",
  openPayments: "A payment of an order that has no invoice yet",
  whenCancelled: "When an order is cancelled",
  refundAs: "Refunds are booked as",
  applyCredits: "Use a credit memo up on the order's invoice while that is open",
  roundingTolerance: "QuickBooks' own sum of a document may be accepted up to a difference of",
  exports: "Documents go",
  customerMatch: "A customer is recognised in QuickBooks by",
  whenCustomerMissing: "When QuickBooks does not have the customer",
  oneCustomer: "The customer for all",
  jobs: "The job of an order (album, event, project)",
  linksRequired: "Customer and job must be linked before anything of the order goes",
} satisfies Readonly<Record<keyof BookingChoices, string>>;

/** What each of a few answers means, after the name of the choice. */
export const bookingWords = {
  invoiceWhen: { completed: "when the order is completed", always: "at once, whatever the order's status" },
  invoiceNumbers: { order: "the order's number", next: "the next number QuickBooks gives" },
  openPayments: {
    unapplied: "goes to its customer, unapplied, and pays the invoice later",
    wait: "waits for the invoice",
  },
  whenCancelled: { leave: "its documents stay in QuickBooks", void: "its documents are voided in QuickBooks" },
  refundAs: {
    "credit-memo": "credit memos",
    "refund-receipt": "refund receipts",
    "by-hand": "nothing: a person enters them in QuickBooks",
  },
  exports: { "by-itself": "by themselves, as soon as they are planned", "by-hand": "when a person exports them" },
  customerMatch: { name: "the display name", email: "the e-mail address", company: "the company name" },
  whenCustomerMissing: {
    create: "it is made there",
    hold: "the order waits until a person links it",
    one: "the order is booked on one customer for all",
  },
  jobs: { ignore: "is not booked", "sub-customer": "is a sub-customer in QuickBooks" },
} as const;

/** Is a word one of the modes? What a form sends is only text. */
export function isBookingMode(word: string): word is BookingMode {
  return (bookingModes as readonly string[]).includes(word);
}

// What may people and the books add to an order beside what its source told? The words for it.

/** imported: read from the books, so it is in them and locked. typed: put in by a person here. */
export const orderPaymentOrigins = ["imported", "typed"] as const;
export type OrderPaymentOrigin = (typeof orderPaymentOrigins)[number];

/** A credit made here: drafted by one person, approved by one who may, issued to the books, or dropped before. */
export const creditStates = ["draft", "approved", "issued", "dropped"] as const;
export type CreditState = (typeof creditStates)[number];

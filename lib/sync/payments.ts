// Where do the payments of an order stand: here and in the books? And how do both sides differ?
import { isOutOfCount, type PaymentLock } from "#lib/orders/payment-lock.ts";
import { isSameByFigures } from "#lib/orders/payments-of-order.ts";
import { fromJson, type MoneyJson } from "#lib/money.ts";
import type { PushState } from "#lib/sync/push.ts";

/** What both sides say of a payment. */
export type PaymentFacts = {
  readonly amount: MoneyJson;
  readonly date: string;
  readonly method: string | null;
  readonly reference: string | null;
};

/** A payment of the order, as it stands here. */
export type PaymentHere = PaymentFacts & {
  /** Id of the typed or imported payment, or the key of the one its source told. */
  readonly paymentId: string;
  readonly origin: "source" | "typed" | "imported";
  /** Its own document, once it was planned. */
  readonly documentId: string | null;
  /** The record over there that it is. */
  readonly ledgerId: string | null;
  readonly state: PushState | null;
  readonly lock: PaymentLock | null;
  readonly lockReason: string | null;
  readonly note: string | null;
  readonly addedBy: string | null;
  /** What the ledger calls its method. */
  readonly ledgerMethod: string | null;
};

/** A payment of the linked invoices, as the books hold it. */
export type PaymentThere = PaymentFacts & {
  readonly ledgerId: string;
  /** The whole payment; `amount` is what it pays of these invoices when it pays others too. */
  readonly total: MoneyJson;
  /** Our document, when it bears the marker of one. */
  readonly documentId: string | null;
};

/** update: theirs wins. add: only there; `same`: one here that was never sent, and is the same. remove: no longer there. */
export type PaymentChange =
  | {
      readonly is: "update";
      readonly paymentId: string;
      readonly ledgerId: string;
      readonly before: PaymentFacts;
      readonly after: PaymentFacts;
    }
  | {
      readonly is: "add";
      readonly ledgerId: string;
      readonly same: string | null;
      readonly after: PaymentFacts;
    }
  | {
      readonly is: "remove";
      readonly paymentId: string;
      readonly ledgerId: string;
      readonly before: PaymentFacts;
    };

/** What would make ours as the books are, in a stable order. */
export function comparePayments(here: readonly PaymentHere[], there: readonly PaymentThere[]): PaymentChange[] {
  const byId = new Map(there.map((payment) => [payment.ledgerId, payment]));
  const known: PaymentChange[] = here.flatMap((payment): PaymentChange[] => {
    const { paymentId, ledgerId, lock } = payment;
    if (ledgerId === null || isOutOfCount(lock)) return [];
    const found = byId.get(ledgerId);
    if (!found) return lock === "going" ? [] : [{ is: "remove", paymentId, ledgerId, before: factsOf(payment) }];
    const after = factsOf({ ...found, amount: payment.origin === "imported" ? found.amount : found.total });
    return isEqual(payment, after) ? [] : [{ is: "update", paymentId, ledgerId, before: factsOf(payment), after }];
  });
  return [...known, ...additions(here, there)].sort(inOrder);
}

/** Payments of the books that are not here: to be imported before the order is exported. */
export function newLedgerPayments(here: readonly PaymentHere[], there: readonly PaymentThere[]): PaymentThere[] {
  const ledgerIds = new Set(here.flatMap(({ ledgerId }) => ledgerId ?? []));
  // One that is just being made bears our marker before we heard its id.
  const documentIds = new Set(here.flatMap(({ documentId }) => documentId ?? []));
  return there.filter(
    ({ ledgerId, documentId, total }) =>
      !ledgerIds.has(ledgerId) && !(documentId !== null && documentIds.has(documentId)) && fromJson(total).minor !== 0n,
  );
}

function additions(here: readonly PaymentHere[], there: readonly PaymentThere[]): PaymentChange[] {
  const unsent = here.filter((payment) => payment.ledgerId === null && !isOutOfCount(payment.lock));
  return newLedgerPayments(here, there).flatMap((payment): PaymentChange[] => {
    const index = unsent.findIndex((one) =>
      isSameByFigures(figuresOf(one), figuresOf({ ...payment, amount: payment.total })),
    );
    const [same] = index === -1 ? [] : unsent.splice(index, 1);
    // It may be the one that is being sent: told apart once its answer is in.
    if (same?.lock === "going") return [];
    return [{ is: "add", ledgerId: payment.ledgerId, same: same?.paymentId ?? null, after: factsOf(payment) }];
  });
}

function figuresOf({ amount, date, reference }: PaymentFacts) {
  return { amount: fromJson(amount), date, reference };
}

function factsOf({ amount, date, method, reference }: PaymentFacts): PaymentFacts {
  return { amount: { minor: amount.minor, currency: amount.currency }, date, method, reference };
}

/** A reference is not compared: QuickBooks keeps a part of a long one. */
function isEqual(here: PaymentHere, there: PaymentFacts): boolean {
  return (
    here.amount.minor === there.amount.minor &&
    here.date === there.date &&
    (here.ledgerMethod ?? "").toLowerCase() === (there.method ?? "").toLowerCase()
  );
}

function inOrder(left: PaymentChange, right: PaymentChange): number {
  const of = ({ is, ledgerId }: PaymentChange) => `${is} ${ledgerId.padStart(20, "0")}`;
  return of(left) < of(right) ? -1 : 1;
}

/** What a person is shown before anything is applied. */
export type PaymentDifferences = {
  readonly changes: readonly PaymentChange[];
  /** Mark of exactly these differences; given back to apply them. */
  readonly shown: string;
  readonly unknownMethods: readonly string[];
  /** Payment methods that are known. */
  readonly methods: readonly string[];
};

/** What the payments section of an order's page shows. */
export type PaymentsShown = {
  readonly orderId: string;
  readonly number: string;
  readonly payments: readonly (PaymentHere & { readonly ledgerUrl: string | null })[];
  readonly sums: OrderSums;
  readonly adjustments: readonly {
    readonly lineNumber: number;
    readonly itemName: string;
    readonly description: string | null;
    readonly quantity: string;
    readonly amount: MoneyJson;
  }[];
  readonly methods: readonly string[];
  /** Why payments cannot be updated from QuickBooks, and no invoice taken over; null when they can. */
  readonly whyNoUpdate: string | null;
  readonly whyNoTakeOver: string | null;
  readonly may: { readonly record: boolean; readonly unlock: boolean };
};

/**
 * What moves the open amount of an order beside its payments. credit-used: of a credit memo, on its invoices. refunded: by a
 * refund receipt. accepted: QuickBooks' amount less ours, of a sale, or ours less QuickBooks', of a payment.
 */
export type MoneyBeside = { readonly is: "credit-used" | "refunded" | "accepted"; readonly minor: string };

/** What an order comes to, what was paid, what is open. */
export type OrderSums = {
  /** What its source told, tax and shipping included. */
  readonly order: MoneyJson;
  /** Lines taken over from an existing invoice. */
  readonly adjustments: MoneyJson;
  readonly paid: MoneyJson;
  /** Credits that pay a part of it, without money. */
  readonly credits: MoneyJson;
  /** By how much what is open changed because a person accepted QuickBooks' amounts. */
  readonly accepted: MoneyJson;
  /** Order, adjustments and what was accepted, less what was paid and credited; below zero when more was paid. */
  readonly open: MoneyJson;
  /** Day of the last payment that counts. */
  readonly paidOn: string | null;
};

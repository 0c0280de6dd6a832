// A credit that a person gives on an order: how it is put in, which moves it makes, and how much may still be credited.
import { z } from "zod";

import { money, parseMoney, zero, type Money, type MoneyJson } from "#lib/money.ts";
import { creditStates, type CreditState } from "./added.ts";
import { orderMoney, orderTotal, type Order } from "./order.ts";

/** Every legal move. What is issued belongs to the books; taking it back is another document. */
export const creditMoves: Readonly<Record<CreditState, readonly CreditState[]>> = {
  draft: ["approved", "dropped"],
  approved: ["issued", "dropped"],
  issued: [],
  dropped: [],
};

/** May a credit go from one state to another? */
export function mayCreditMove(from: CreditState, to: CreditState): boolean {
  return creditMoves[from].includes(to);
}

export const creditWords: Readonly<Record<CreditState, string>> = {
  draft: "Drafted",
  approved: "Approved",
  issued: "Issued",
  dropped: "Dropped",
};

export const DraftCredit = z.object({
  orderId: z.uuid(),
  amount: z
    .string()
    .trim()
    .regex(/^\d{1,15}(\.\d{1,7})?$/, "Write a plain amount such as 150.00."),
  date: z.iso.date("Write the date as YYYY-MM-DD."),
  /** The charge it takes back; left out: a part of the whole order. */
  chargeCode: z.string().trim().max(100).optional(),
  reason: z.string().trim().min(1, "Say why the customer is credited.").max(4000),
});
export type DraftCredit = z.infer<typeof DraftCredit>;

export const MoveCredit = z.object({ creditId: z.uuid(), to: z.enum(creditStates) });
export type MoveCredit = z.infer<typeof MoveCredit>;

/** A credit as the order's page shows it. */
export type CreditShown = {
  readonly creditId: string;
  readonly state: CreditState;
  readonly money: MoneyJson;
  readonly date: string;
  readonly chargeCode: string | null;
  readonly reason: string | null;
  readonly madeBy: string;
  readonly approvedBy: string | null;
};

export const ListCredits = z.object({ orderId: z.uuid() });
export type ListCredits = z.infer<typeof ListCredits>;

/** What the order's page needs to show credits and to make one. */
export type CreditsShown = {
  readonly credits: readonly CreditShown[];
  /** What is left of the order to credit; null while the order is not billed. */
  readonly creditable: MoneyJson | null;
  readonly chargeCodes: readonly string[];
};

/** What is told of credits that count: those of the source, and those made here that were not dropped. */
type Given = { readonly state: CreditState; readonly amountMinor: bigint };

/**
 * How much of an order may still be credited: its total less every credit that was not dropped. Never below zero. A
 * source may tell a credit with either sign, as everywhere.
 */
export function creditable(order: Order, given: readonly Given[]): Money {
  const whole = orderTotal(order) ?? zero(order.currency);
  const told = order.credits.reduce((sum, credit) => {
    const minor = orderMoney(order, credit.amount)?.minor ?? 0n;
    return sum + (minor < 0n ? -minor : minor);
  }, 0n);
  const here = given.filter(({ state }) => state !== "dropped").reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const left = whole.minor - told - here;
  return money(left > 0n ? left : 0n, order.currency);
}

/** The amount of a draft, or why it cannot be credited, in a sentence. */
export function amountToCredit(order: Order, given: readonly Given[], draft: DraftCredit): Money | string {
  if (order.status !== "completed") return "Only an order that is completed and billed can be credited.";
  const amount = parseMoney(draft.amount, order.currency);
  if (!amount) return `${order.currency} has fewer decimals than that.`;
  if (amount.minor <= 0n) return "A credit must be more than zero.";
  const charges = order.chargeSets.flatMap((set) => set.charges);
  if (draft.chargeCode !== undefined && !charges.some(({ code }) => code === draft.chargeCode)) {
    return `The order has no charge ${draft.chargeCode}.`;
  }
  if (amount.minor > creditable(order, given).minor) return "That is more than what is left of the order to credit.";
  return amount;
}

// What people and sources do in a schedule, and when: drawn from the seed before it begins.
import type { Dice } from "#db/testing-dice.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import type { Swarm } from "./swarm.ts";

/** Something that happens at a moment of the schedule. */
export type Happening = { readonly atMs: number } & (
  | { readonly is: "tell"; readonly orders: readonly OrderInput[]; readonly isTwice: boolean }
  | { readonly is: "bookkeeping"; readonly act: "edit" | "void" | "delete" | "pay" | "note"; readonly pick: number }
  | { readonly is: "closing"; readonly until: string | null }
  | { readonly is: "resync"; readonly isTwice: boolean }
);

/** Who pays and what is charged. Neighbours have the same names in their books. */
export const PAYERS = ["Sim payer 0", "Sim payer 1"] as const;
export const CODES = ["Line Haul", "Fuel Surcharge", "Accessorials", "Chassis Split"] as const;

/** Orders as their source tells them in the course of a schedule, and what else happens, in the order of time. */
export function drawScript(dice: Dice, swarm: Swarm, beginMs: number): readonly Happening[] {
  const at = () => beginMs + dice.below(swarm.spanMs);
  const happenings: Happening[] = [];
  const firstAt = new Map<number, number>();
  const versions = new Map<number, OrderInput>();
  const tells: { atMs: number; nth: number }[] = [];
  for (let nth = 0; nth < swarm.orders; nth++) {
    const atMs = dice.falls(0.5) ? beginMs : at();
    firstAt.set(nth, atMs);
    tells.push({ atMs, nth });
  }
  for (let edit = 0; edit < swarm.edits; edit++) {
    const nth = dice.below(swarm.orders);
    tells.push({ atMs: Math.max(at(), firstAt.get(nth)! + 1), nth });
  }
  let version = 0;
  for (const { atMs, nth } of tells.toSorted((left, right) => left.atMs - right.atMs)) {
    version += 1;
    const order = drawOrder(dice, nth, version, versions.get(nth));
    versions.set(nth, order);
    happenings.push({ atMs, is: "tell", orders: [order], isTwice: dice.falls(0.1) });
  }
  for (let act = 0; act < swarm.bookkeeping; act++) {
    const acts = ["edit", "edit", "void", "delete", "pay", "note"] as const;
    happenings.push({ atMs: at() + 5_000, is: "bookkeeping", act: dice.pick(acts), pick: dice.below(1_000) });
  }
  if (swarm.isClosed) {
    // The period of all orders is closed for a while; a clerk lets go what waited for that.
    const closedMs = at();
    happenings.push({ atMs: closedMs, is: "closing", until: "2026-11-30" });
    happenings.push({ atMs: closedMs + 1 + dice.below(swarm.spanMs), is: "closing", until: null });
  }
  if (dice.falls(0.3)) happenings.push({ atMs: at(), is: "resync", isTwice: dice.falls(0.3) });
  return happenings.toSorted((left, right) => left.atMs - right.atMs);
}

function drawOrder(dice: Dice, nth: number, version: number, before?: OrderInput): OrderInput {
  const cents = () => String(dice.below(100)).padStart(2, "0");
  const charges = Array.from({ length: 1 + dice.below(2) }, () => ({
    code: dice.pick(CODES),
    amount: `${100 + dice.below(900)}.${cents()}`,
  }));
  const isPaid = before === undefined ? dice.falls(0.5) : (before.payments ?? []).length > 0 || dice.falls(0.3);
  const payment = { externalId: "p", date: "2026-11-02", method: "Check", reference: `C-${nth}` };
  const paid = before?.payments?.[0] ?? { ...payment, amount: `${1 + dice.below(90)}.${cents()}` };
  return {
    externalId: `load-${nth}`,
    number: `L-${nth}`,
    status: before !== undefined && dice.falls(0.15) ? "cancelled" : "completed",
    updatedAt: new Date(Date.UTC(2026, 10, 1) + version * 1_000).toISOString(),
    orderDate: "2026-11-01",
    customer: before?.customer ?? { name: dice.pick(PAYERS) },
    chargeSets: [{ charges }],
    payments: isPaid ? [paid] : [],
  };
}

/** What an order comes to, in whole cents. */
export function centsOfOrder(order: OrderInput): bigint {
  return order.chargeSets.flatMap((set) => set.charges).reduce((sum, { amount }) => sum + centsOf(amount), 0n);
}

/** Cents of a decimal text or of a number the ledger gives, without floating point in between. */
export function centsOf(amount: unknown): bigint {
  const text = typeof amount === "number" ? amount.toFixed(2) : typeof amount === "string" ? amount : "";
  const found = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/.exec(text);
  if (!found) throw new Error(`No amount: ${text}`);
  const [, sign, whole = "0", fraction = ""] = found;
  return BigInt(`${sign}${whole}${fraction.padEnd(2, "0")}`);
}

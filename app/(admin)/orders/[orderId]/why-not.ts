// Why can a person not push this order, pull its balance, or look at it in QuickBooks? A sentence, or nothing.
import type { OrderShown } from "#lib/sync/orders-shown.ts";

type Acted = Pick<OrderShown, "documents" | "inBooks" | "status">;

export const LOOKS_ONLY = "You may look at orders, not change them: ask a clerk, an accountant or the owner.";
/** What has a balance. */
const WITH_BALANCE = ["invoice", "sales-receipt", "credit-memo"];

export function whyNotPush(order: Acted, mayAct: boolean): string | undefined {
  if (!mayAct) return LOOKS_ONLY;
  if (order.documents.length > 0 || order.status === "completed") return undefined;
  return order.status === "cancelled"
    ? "The order is cancelled: nothing of it is pushed."
    : "The order is not completed: nothing of it is pushed until it is.";
}

export function whyNotPull({ inBooks }: Acted, mayAct: boolean): string | undefined {
  if (!mayAct) return LOOKS_ONLY;
  if (inBooks.some(({ kind }) => WITH_BALANCE.includes(kind))) return undefined;
  return "This order was never pushed: QuickBooks has no balance of it.";
}

/** The address to open, or why there is none. */
export function viewOf({ inBooks }: Acted): { readonly url: string } | { readonly whyNot: string } {
  if (inBooks.length === 0) return { whyNot: "This order was never pushed: there is nothing to open." };
  const there = inBooks.filter(({ goneAt }) => goneAt === null);
  const shown = there.find(({ kind }) => kind === "invoice" || kind === "sales-receipt") ?? there[0];
  if (!shown) return { whyNot: "QuickBooks does not hold it any more: push it again to make it anew." };
  if (shown.ledgerUrl) return { url: shown.ledgerUrl };
  return { whyNot: "Its company is not connected to this QuickBooks: its page cannot be opened." };
}

export type PushOutcome =
  | { readonly is: "going"; readonly left: number }
  | { readonly is: "problem"; readonly titles: readonly string[] }
  | { readonly is: "done" };

/** What became of a push so far. What waits for a document with a problem goes nowhere. */
export function pushOutcome({ documents, standing }: Pick<OrderShown, "documents" | "standing">): PushOutcome {
  const moving = documents.filter(({ state }) => state === "ready" || state === "sending" || state === "unsure").length;
  const waiting = documents.filter(({ state }) => state === "waiting").length;
  const problems = documents.filter(({ state }) => state === "problem");
  const isPlanning = standing.isUnderWay && moving + waiting === 0;
  if (moving > 0 || isPlanning) return { is: "going", left: moving + waiting };
  if (problems.length > 0) return { is: "problem", titles: problems.map(({ title }) => title) };
  return waiting > 0 ? { is: "going", left: waiting } : { is: "done" };
}

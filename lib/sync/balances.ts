// What people ask and see when balances are pulled: which orders, how far, and what the books say of each document.
import { z } from "zod";

import type { DocumentKind } from "#lib/documents/document.ts";
import type { MoneyJson } from "#lib/money.ts";

export const PullOrder = z.object({ orderId: z.uuid() });
export type PullOrder = z.infer<typeof PullOrder>;

export const ShowPull = z.object({ companyFileId: z.uuid() });
export type ShowPull = z.infer<typeof ShowPull>;

export const ChangePull = z.object({ bulkRunId: z.uuid(), wish: z.enum(["stop", "resume"]) });
export type ChangePull = z.infer<typeof ChangePull>;

/** What pulling a found set would ask for. */
export type BalancesCounted = {
  /** Orders found that were pushed, and those that never were: nothing is asked about these. */
  readonly orders: number;
  readonly neverPushed: number;
  /** Records of QuickBooks behind them, and how many questions that takes. */
  readonly records: number;
  readonly reads: number;
  readonly isFiltered: boolean;
};

export type PullState = "running" | "done" | "aborted" | "interrupted";

/** How far a pull is, and what could not be pulled. */
export type PullShown = {
  readonly bulkRunId: string;
  readonly title: string;
  readonly state: PullState;
  readonly total: number;
  readonly done: number;
  readonly ok: number;
  readonly failed: number;
  /** A person asked it to stop, and it has not yet. */
  readonly isStopping: boolean;
  /** Why it waits or stopped; null while it goes on. */
  readonly note: string | null;
  readonly startedBy: string;
  readonly createdAt: string;
  /** The first of those that could not be pulled. */
  readonly failures: readonly { readonly title: string; readonly orderId: string | null; readonly reason: string }[];
};

export type LatestPull = { readonly pull: PullShown | null };

/** What became of one order's documents. */
export type OrderPulled = {
  readonly pulled: number;
  readonly failures: readonly { readonly title: string; readonly reason: string }[];
};

/** One linked document of an order, as the books were last seen to hold it. */
export type DocumentInBooks = {
  readonly documentId: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly ledgerType: string;
  readonly ledgerId: string;
  readonly ledgerUrl: string | null;
  readonly number: string | null;
  readonly pushedAt: string;
  readonly checkedAt: string | null;
  readonly total: MoneyJson | null;
  readonly balance: MoneyJson | null;
  readonly paidOn: string | null;
  readonly goneAt: string | null;
};

/** What the books say of an order as a whole: of its invoices and sales receipts together. */
export type OrderBalance = {
  readonly pushedAt: string;
  readonly checkedAt: string | null;
  readonly balance: MoneyJson | null;
  readonly total: MoneyJson | null;
  readonly paidOn: string | null;
  /** Some of its documents are not in the books any more. */
  readonly isMissing: boolean;
};

/** How a balance stands, in a word: what is open beside what was invoiced. */
export type BalanceWord = "open" | "partly-paid" | "paid" | "overpaid" | "missing" | "not-checked";

/** A negative balance, or more paid than invoiced, is overpaid; nothing open is paid; less open than invoiced is partly paid. */
export function balanceWord(seen: Pick<OrderBalance, "balance" | "total" | "isMissing">): BalanceWord {
  if (seen.isMissing) return "missing";
  if (!seen.balance) return "not-checked";
  const open = BigInt(seen.balance.minor);
  if (open < 0n) return "overpaid";
  if (open === 0n) return "paid";
  return seen.total && open < BigInt(seen.total.minor) ? "partly-paid" : "open";
}

/** What the books say of an order as a whole, from its documents; null when none of its sales was ever pushed. */
export function orderBalanceOf(documents: readonly DocumentInBooks[]): OrderBalance | null {
  const sales = documents.filter(({ kind }) => kind === "invoice" || kind === "sales-receipt");
  const [first] = sales;
  if (!first) return null;
  const there = sales.filter(({ goneAt }) => goneAt === null);
  return {
    pushedAt: earliest(sales.map(({ pushedAt }) => pushedAt)) ?? first.pushedAt,
    checkedAt: earliest(sales.map(({ checkedAt }) => checkedAt)),
    balance: sum(there.map(({ balance }) => balance)),
    total: sum(there.map(({ total }) => total)),
    paidOn:
      present(sales.map(({ paidOn }) => paidOn))
        .toSorted()
        .at(-1) ?? null,
    isMissing: there.length < sales.length,
  };
}

function present<T>(values: readonly (T | null)[]): T[] {
  return values.filter((value) => value !== null);
}

/** Null while one of them is not known. */
function earliest(moments: readonly (string | null)[]): string | null {
  const known = present(moments);
  return known.length < moments.length ? null : (known.toSorted()[0] ?? null);
}

function sum(amounts: readonly (MoneyJson | null)[]): MoneyJson | null {
  const known = present(amounts);
  const [first] = known;
  if (!first) return null;
  return { minor: String(known.reduce((total, { minor }) => total + BigInt(minor), 0n)), currency: first.currency };
}

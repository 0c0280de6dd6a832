// QuickBooks' own sum differs: which totals may a person accept, by how much, and why not the others?
import { z } from "zod";

import type { SaleDocument } from "#lib/documents/document.ts";
import { said } from "#lib/documents/rounding.ts";
import { formatMoney, parseMoney, toDecimal, type MoneyJson } from "#lib/money.ts";
import type { Rounding as Held } from "#lib/orders/amendments.ts";
import type { Problem } from "#lib/problem.ts";
import type { Skip } from "./amending.ts";
import type { PushOperation } from "./push.ts";
import { problemTabs } from "./triage.ts";

/** Totals that are accepted at once; more wait for the next time. */
export const ACCEPTED_MAX = 1_000;
/** Differences that are shown one by one. */
const SHOWN_MAX = 8;

export const LookAtTotals = z.object({ companyFileId: z.uuid(), tab: z.enum(problemTabs) });
export type LookAtTotals = z.infer<typeof LookAtTotals>;

export const AcceptTotals = LookAtTotals.extend({
  because: z.string().trim().min(3).max(500),
  /** When what the person decides on was looked at: what came up since stays. */
  asOf: z.iso.datetime(),
});
export type AcceptTotals = z.infer<typeof AcceptTotals>;

/** A document whose total differs, with its order. */
export type DifferingRow = {
  readonly orderId: string;
  readonly title: string;
  readonly document: SaleDocument;
  readonly operation: PushOperation;
  readonly problem: Problem;
};

type Rounding = Omit<Held, "amendmentId"> & { readonly orderId: string };

export type TotalShown = { readonly title: string; readonly ours: MoneyJson; readonly theirs: MoneyJson };

export type Acceptable = {
  readonly rows: number;
  /** The first few, one by one. */
  readonly shown: readonly TotalShown[];
  readonly roundings: readonly Rounding[];
  readonly skips: readonly Skip[];
};

export type TotalsLook = Omit<Acceptable, "roundings"> & { readonly tolerance: string; readonly asOf: string };

const SHARED = "An invoice of several orders: correct one of the orders, or the invoice in QuickBooks";
const OTHER_KIND = "Only invoices, sales orders and sales receipts are accepted as QuickBooks has them";
const VOIDED = "It was to be voided, and is not";
const UNTOLD = "What QuickBooks made of it is not known: resync it first";

/** What accepting them does, and what is left alone and why. */
export function totalsToAccept(rows: readonly DifferingRow[], tolerance: string): Acceptable {
  const skips: string[] = [];
  const shown: TotalShown[] = [];
  const roundings = rows.flatMap((row) => {
    const why = whyNot(row, tolerance);
    if (why !== null) {
      skips.push(why);
      return [];
    }
    shown.push(bothOf(row));
    return roundingsOf(row);
  });
  return {
    rows: shown.length,
    shown: shown.slice(0, SHOWN_MAX),
    roundings,
    skips: [...new Set(skips)].map((reason) => ({ reason, rows: skips.filter((each) => each === reason).length })),
  };
}

const kinds: readonly string[] = ["invoice", "sales-order", "sales-receipt"];

function whyNot({ document, operation, problem }: DifferingRow, tolerance: string): string | null {
  if (operation === "void" || operation === "void-extra") return VOIDED;
  if (!kinds.includes(document.kind)) return OTHER_KIND;
  if (!document.key.startsWith("order/")) return SHARED;
  if (!problem.theirs) return UNTOLD;
  const { currency } = document.total;
  const most = parseMoney(tolerance, currency)?.minor ?? 0n;
  const { total, tax } = differences(document, problem.theirs);
  if (size(total) <= most && size(tax) <= most) return null;
  return `The difference is more than ${formatMoney({ minor: most, currency })}: look for what is wrong`;
}

/** From what the order itself comes to: what was accepted before counts, so that it cannot grow cent by cent. */
function differences(document: SaleDocument, theirs: NonNullable<Problem["theirs"]>) {
  const isTaxTold = document.tax !== undefined && theirs.taxMinor !== undefined;
  return {
    total: BigInt(theirs.totalMinor) - BigInt(said(document, "total")),
    tax: isTaxTold ? BigInt(theirs.taxMinor ?? "0") - BigInt(said(document, "tax")) : 0n,
  };
}

function roundingsOf({ orderId, document, problem }: DifferingRow): Rounding[] {
  if (!problem.theirs) return [];
  const by = differences(document, problem.theirs);
  const { currency } = document.total;
  return (["total", "tax"] as const).flatMap((field) => {
    const minor = by[field];
    if (minor === 0n) return [];
    const value = toDecimal({ minor, currency });
    return [{ orderId, field, about: document.key, was: said(document, field), value }];
  });
}

function bothOf({ title, document, problem }: DifferingRow): TotalShown {
  const { currency } = document.total;
  return { title, ours: document.total, theirs: { minor: problem.theirs?.totalMinor ?? "0", currency } };
}

function size(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}

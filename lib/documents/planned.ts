// What planning takes and gives: an order with its id, the plan, and an order's part of a sale.
import type { Money } from "#lib/money.ts";
import type { Rounding } from "#lib/orders/amendments.ts";
import type { ChargeSet, Credit, Order } from "#lib/orders/order.ts";
import type { AddedToOrder } from "#lib/orders/payments-of-order.ts";
import type { Problem } from "#lib/problem.ts";
import type { DocumentKey, DocumentKind, LedgerDocument, SaleDocument } from "./document.ts";

/** A credit of an order, from its source or made here; those made here may name the charge they are for. */
export type PlannedCredit = Credit & { readonly chargeCode?: string };

/** What earlier plans left of an order's sales: what the books hold is never booked again in another way. */
export type Booked = {
  /** Kinds of its sales that are in the books. */
  readonly kinds: readonly DocumentKind[];
  /** Keys of its invoices that are in the books. */
  readonly invoiceKeys?: readonly DocumentKey[];
  /** Those of them that could bear several orders, and bear this one alone. */
  readonly soleKeys?: readonly DocumentKey[];
  /** Numbers of its credit memos and refund receipts by key: they keep them. */
  readonly creditNumbers: Readonly<Record<DocumentKey, string>>;
};

export type PlannedOrder = {
  readonly orderId: string;
  readonly order: Order;
  /** Where it came from: a source may be booked differently. */
  readonly sourceId?: string;
  /** Credits that people made here and issued. */
  readonly credits?: readonly PlannedCredit[];
  readonly booked?: Booked;
  /** What it has beside what its source told; payments typed here are among the order's own. */
  readonly added?: AddedToOrder;
  /** The day its source says, where a person moved it to another. */
  readonly dateWas?: string;
  /** QuickBooks' own sums that people accepted, by document. */
  readonly roundings?: readonly Rounding[];
};

/** The documents of an order. A problem of the order as a whole may leave none, or stand beside them. */
export type Plan = {
  readonly documents: readonly LedgerDocument[];
  readonly problem?: Problem;
  /** Written only where the books hold an earlier version: money of an order that was cancelled. */
  readonly updates?: readonly LedgerDocument[];
  /** Keys whose document is taken back where the books hold it, whatever the policy. */
  readonly ended?: readonly DocumentKey[];
  /** What happens to sales of this order that the books hold and the plan does not. */
  readonly gone?: "leave" | "void";
};

/** What one order adds to one sale: an invoice, a sales order, a sales receipt. */
export type Part = {
  readonly key: string;
  readonly sale: SaleDocument;
  readonly share: Money;
  /** What its texts are written from: the order, and its charge sets that are in this sale, in the order of the lines. */
  readonly of: { readonly planned: PlannedOrder; readonly chargeSets: readonly ChargeSet[] };
};

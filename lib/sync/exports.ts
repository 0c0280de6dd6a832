// What is exported by hand: which orders, what becomes of the payments of a deleted invoice, and what came of it.
import { z } from "zod";

import { BEHIND_PAYMENTS } from "#lib/problem-code.ts";
import type { Problem } from "#lib/problem.ts";
import type { OrderRow } from "./orders-shown.ts";
import { orderStates, type OrderState } from "./standing.ts";

/** These orders, or all that a filter finds, except some. */
export const ChooseOrders = z.discriminatedUnion("is", [
  z.object({ is: z.literal("rows"), orderIds: z.array(z.uuid()).min(1).max(1000) }),
  z.object({
    is: z.literal("filter"),
    state: z.enum(orderStates).optional(),
    search: z.string().trim().max(100).optional(),
    except: z.array(z.uuid()).max(1000).default([]),
  }),
]);
export type ChooseOrders = z.infer<typeof ChooseOrders>;

export const CheckExports = z.object({ companyFileId: z.uuid(), select: ChooseOrders });
export type CheckExports = z.infer<typeof CheckExports>;

/**
 * When a deleted invoice had payments. new: those never exported before. all: those still in the books are applied to the
 * new invoice, those gone there are made anew. none: the invoice alone.
 */
export const paymentChoices = ["new", "all", "none"] as const;
export type PaymentChoice = (typeof paymentChoices)[number];

export const ExportOrders = CheckExports.extend({ payments: z.enum(paymentChoices).optional() });
export type ExportOrders = z.infer<typeof ExportOrders>;

/** At most so many orders of a filter go in one export, the newest first. */
export const EXPORT_MAX = 5_000;

export type ExportRow = OrderRow & {
  readonly isExportable: boolean;
  /** When QuickBooks was last asked about it, ISO; null when it was never exported. */
  readonly checkedAt: string | null;
  /** An invoice of it was deleted over there and had payments: what becomes of them is asked. */
  readonly asksPayments: boolean;
  /** QuickBooks has payments on its invoices that we do not know: exported, it waits until they are imported. */
  readonly hasNewLedgerPayments: boolean;
  /** Somebody edited a document of it in QuickBooks; exporting says ours again. */
  readonly isEdited: boolean;
  /** Payments the order has no longer and QuickBooks still has: exporting voids them. */
  readonly removedPayments: number;
};

export type ExportCheck = {
  /** The first of them. */
  readonly rows: readonly ExportRow[];
  /** How many orders were chosen, and how many of those are in each state; `isCut` when a filter found more. */
  readonly total: number;
  readonly isCut: boolean;
  readonly states: Readonly<Record<OrderState, number>>;
  readonly exportable: number;
  /** How many of them ask what becomes of payments. */
  readonly asksPayments: number;
  /** Why QuickBooks could not be asked about all of them, as a sentence; null when it was. */
  readonly unchecked: { readonly sentence: string; readonly documents: number } | null;
};

/** What was started. `skipped`: those that had moved on. */
export type ExportStarted = {
  readonly bulkRunId: string;
  readonly total: number;
  /** So many documents wait on Problem Sync until the payments that only the books have are imported. */
  readonly held: number;
  readonly skipped: readonly { readonly orderId: string; readonly number: string; readonly note: string }[];
  /** Why QuickBooks could not be asked for payments that are not known here, as a sentence; null when it was, or need not be. */
  readonly unasked: string | null;
};

/** Why an order with payments that only the books have does not go. */
export const newPaymentsNote = "QuickBooks has payments on its invoice that are not known here: import them first";

/** What its documents wait for, as Problem Sync shows it. */
export const paymentsNotImported: Problem = {
  code: BEHIND_PAYMENTS,
  detail: "When it was exported, QuickBooks had payments on its invoice that are not known here.",
};

export type ExportOutcome = "going" | "exported" | "problem";

/** How far an export is, order by order. */
export type ExportRunShown = {
  readonly bulkRunId: string;
  readonly title: string;
  readonly total: number;
  readonly exported: number;
  readonly problems: number;
  readonly left: number;
  readonly isDone: boolean;
  /** The first of them. */
  readonly rows: readonly (OrderRow & { readonly outcome: ExportOutcome })[];
};

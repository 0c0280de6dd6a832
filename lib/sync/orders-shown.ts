// What the order pages show: an order and how it stands in the books.
import type { AmendmentShown } from "./amending.ts";
import { z } from "zod";

import type { DocumentKind } from "#lib/documents/document.ts";
import type { MoneyJson } from "#lib/money.ts";
import type { Problem } from "#lib/problem.ts";
import type { TraceEntry } from "#lib/rules/rule.ts";
import type { DocumentInBooks, OrderBalance } from "./balances.ts";
import type { AttemptShown } from "./problems.ts";
import type { PushOperation, PushState } from "./push.ts";
import { orderStates, type OrderStanding } from "./standing.ts";
import type { Clearing } from "./triage.ts";

export const ListOrders = z.object({
  companyFileId: z.uuid(),
  state: z.enum(orderStates).optional(),
  /** Order number or start of it, or start of the customer's name. */
  search: z.string().trim().max(100).optional(),
  /** Orders before this one (newest first). */
  before: z.uuid().optional(),
});
export type ListOrders = z.infer<typeof ListOrders>;

export type OrderRow = {
  readonly orderId: string;
  readonly number: string;
  readonly customerName: string;
  readonly source: string;
  readonly orderDate: string;
  readonly status: string;
  readonly total: MoneyJson;
  readonly standing: OrderStanding;
  /** "3 of 4 documents in the books", "QuickBooks has no item Detention". */
  readonly note: string;
  /** What the books say of its sales; null when it was never pushed. */
  readonly inBooks: OrderBalance | null;
};

export type OrderPage = { readonly rows: readonly OrderRow[]; readonly next: string | null };

/** How many orders fit; `isMore`: more than were counted. */
export type OrderCount = { readonly count: number; readonly isMore: boolean };

export const ShowOrder = z.object({ orderId: z.uuid() });
export type ShowOrder = z.infer<typeof ShowOrder>;

/** A person took it off Problem Sync: cleared, or marked paid. Nothing of it is sent. */
export type DecidedShown = {
  readonly clearing: Clearing;
  readonly by: string | null;
  readonly because: string | null;
  /** ISO. */
  readonly at: string;
};

export type DocumentShown = {
  readonly documentId: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly party: string;
  readonly money: MoneyJson;
  readonly state: PushState | null;
  readonly operation: PushOperation | null;
  readonly pushId: string | null;
  readonly problem: Problem | null;
  readonly decided: DecidedShown | null;
  readonly ledgerId: string | null;
  readonly ledgerUrl: string | null;
  /** When somebody was found to have changed it in QuickBooks, ISO. */
  readonly editedAt: string | null;
  /** When it was found deleted or voided in QuickBooks, ISO. */
  readonly goneAt: string | null;
  /** Why a person decided that it is not sent; null while it is sent as usual. */
  readonly leftOutBecause: string | null;
  /** Titles of documents it waits for that are not in the books yet. */
  readonly waitsFor: readonly string[];
  /** Payments and used credits that must give way first: until then too little is open on the invoice. */
  readonly waitsForRoom: readonly string[];
  /** Of a combined invoice: the other orders on it. */
  readonly sharedWith: readonly { readonly orderId: string; readonly number: string }[];
  readonly attempts: readonly AttemptShown[];
};

export type OrderShown = {
  readonly orderId: string;
  readonly number: string;
  readonly externalId: string;
  readonly customerName: string;
  readonly source: string;
  readonly status: string;
  readonly orderDate: string;
  readonly receivedAt: string;
  readonly total: MoneyJson;
  readonly standing: OrderStanding;
  /** What is to be known about the standing, in a few words. */
  readonly note: string;
  readonly companyFileId: string;
  /** When a document of it last got into the books, ISO. */
  readonly exportedAt: string | null;
  readonly problem: Problem | null;
  /** Of an order that could not be planned. */
  readonly decided: DecidedShown | null;
  readonly trace: readonly TraceEntry[];
  readonly body: unknown;
  readonly documents: readonly DocumentShown[];
  readonly inBooks: readonly DocumentInBooks[];
  /** What people corrected on top of it or of its customers, oldest first; also what does not hold any more. */
  readonly amendments: readonly AmendmentShown[];
};

// What the Problem Sync page shows: tabs, causes, rows. The shapes that page, feed and store share.
import { z } from "zod";

import type { MoneyJson } from "#lib/money.ts";
import type { DocumentKind } from "#lib/documents/document.ts";
import { problemCodes, type FixPlace, type Problem, type ProblemCode } from "#lib/problem.ts";
import type { PushState } from "./push.ts";
import type { OrderStanding } from "./standing.ts";

export const problemTabs = ["invoices", "payments", "customers", "credit-memos"] as const;
export type ProblemTab = (typeof problemTabs)[number];

/** Which documents stand under which tab. Items stand with customers: both are names the books must know. */
export const tabKinds: Readonly<Record<ProblemTab, readonly DocumentKind[]>> = {
  invoices: ["invoice", "sales-order", "sales-receipt"],
  payments: ["payment"],
  customers: ["customer", "item"],
  "credit-memos": ["credit-memo", "refund-receipt"],
};

/** The tab of a document kind. */
export function tabOf(kind: DocumentKind): ProblemTab {
  return problemTabs.find((tab) => tabKinds[tab].includes(kind)) ?? "invoices";
}

type Counted = { readonly documentKind: DocumentKind; readonly state: PushState; readonly pushes: number };

/** How many need a person under each tab. Orders with a problem of their own stand under Invoices. */
export function tabCounts(
  counts: readonly Counted[],
  orders: readonly { readonly orders: number }[],
): Record<ProblemTab, number> {
  const tabs = Object.fromEntries(problemTabs.map((tab) => [tab, 0])) as Record<ProblemTab, number>;
  for (const count of counts) if (count.state === "problem") tabs[tabOf(count.documentKind)] += count.pushes;
  for (const order of orders) tabs.invoices += order.orders;
  return tabs;
}

export const ListProblems = z.object({
  companyFileId: z.uuid(),
  tab: z.enum(problemTabs).default("invoices"),
  code: z.enum(problemCodes).optional(),
  about: z.string().max(500).optional(),
  /** Rows after this row id. */
  after: z.uuid().optional(),
});
export type ListProblems = z.infer<typeof ListProblems>;

/** One cause: everything with the same code and the same culprit. */
export type Cause = {
  readonly code: ProblemCode;
  readonly about: string;
  readonly title: string;
  readonly fix: string;
  /** Who can make the fix, in words: "your accountant". */
  readonly who: string;
  readonly where: FixPlace;
  readonly rows: number;
  readonly money: readonly MoneyJson[];
  /** When the oldest row of the cause came up, ISO. */
  readonly oldestAt: string;
  /** Rows that wait behind these ones, such as the invoices of a customer that cannot be made. */
  readonly waiting: number;
};

/** A row is a push in problem, or an order that cannot be planned as a whole. */
export type ProblemRow = {
  readonly rowId: string;
  readonly is: "push" | "order";
  readonly title: string;
  readonly party: string;
  readonly kind: DocumentKind;
  readonly code: ProblemCode;
  readonly about: string;
  readonly detail: string;
  readonly money: MoneyJson;
  readonly date: string | null;
  readonly since: string;
  readonly orderIds: readonly string[];
};

export type ProblemPage = {
  readonly tabs: Readonly<Record<ProblemTab, number>>;
  readonly causes: readonly Cause[];
  readonly rows: readonly ProblemRow[];
  /** Give it as `after` for the rows that follow; null at the end. */
  readonly next: string | null;
  /** How many pushes stand where, over all kinds. */
  readonly states: Readonly<Record<PushState, number>>;
  readonly checkedAt: string;
};

export const ShowProblem = z.object({ rowId: z.uuid() });
export type ShowProblem = z.infer<typeof ShowProblem>;

export type AttemptShown = {
  readonly attemptId: string;
  readonly sentAt: string;
  readonly answeredAt: string | null;
  readonly state: string;
  readonly sends: number;
  readonly requestId: string;
  /** "POST /v3/company/…/invoice": without query. */
  readonly call: string;
  readonly status: number | null;
  /** Exactly what was sent for this push and what came back for it, indented JSON where it is JSON. */
  readonly sent: string;
  readonly answer: string | null;
  readonly traceId: string | null;
};

/** An order behind a problem, and how it stands. */
export type ProblemOrder = { readonly orderId: string; readonly number: string; readonly standing: OrderStanding };

export type ProblemShown = {
  readonly row: ProblemRow;
  /** The first few orders behind it. */
  readonly orders: readonly ProblemOrder[];
  readonly problem: Problem;
  readonly title: string;
  readonly fix: string;
  /** Who can make the fix, in words: "your accountant". */
  readonly who: string;
  readonly where: FixPlace;
  readonly state: PushState | null;
  readonly attempts: readonly AttemptShown[];
  /** What we want the books to hold. */
  readonly document: unknown;
  /** The ledger's page of the document, when it holds one. */
  readonly ledgerUrl: string | null;
  /** The ledger's page of the company, where lists and settings are corrected. */
  readonly companyUrl: string | null;
};

export const ResyncProblems = z.object({
  companyFileId: z.uuid(),
  select: z.discriminatedUnion("is", [
    z.object({ is: z.literal("rows"), rowIds: z.array(z.uuid()).min(1).max(1000) }),
    z.object({
      is: z.literal("cause"),
      tab: z.enum(problemTabs),
      code: z.enum(problemCodes),
      about: z.string().max(500),
    }),
  ]),
});
export type ResyncProblems = z.infer<typeof ResyncProblems>;

export const MapItem = z.object({
  companyFileId: z.uuid(),
  /** The item the books do not have, as the cause names it. */
  about: z.string().min(1).max(500),
  /** QuickBooks ID of the item to use instead. */
  itemId: z.string().min(1).max(50),
});
export type MapItem = z.infer<typeof MapItem>;

export const ShowRun = z.object({ bulkRunId: z.uuid() });
export type ShowRun = z.infer<typeof ShowRun>;

/** How far a resync is. `left` reaches 0 when every row came to an end. */
export type RunShown = {
  readonly bulkRunId: string;
  readonly title: string;
  readonly total: number;
  readonly posted: number;
  readonly problems: number;
  readonly left: number;
  readonly isDone: boolean;
};

// Where orders come from, and the orders as their sources told them.
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
  date,
} from "drizzle-orm/pg-core";

import { amendedFields, amendmentEndings } from "../../lib/orders/amendments.ts";
import { creditStates, orderPaymentOrigins } from "../../lib/orders/added.ts";
import { bulkRunKinds } from "../../lib/sync/run.ts";
import { companyFiles } from "./companies.ts";
import { id, minor, moment, oneOf, tenantId } from "./columns.ts";

export const sources = pgTable(
  "sources",
  {
    tenantId: tenantId(),
    sourceId: id("source_id"),
    companyFileId: id("company_file_id"),
    name: text("name").notNull(),
    kind: text("kind").notNull(),
    /** SHA-256 of the API key; the key itself, which names the tenant, is shown once and never kept. */
    apiKeyHash: text("api_key_hash"),
    /** The first characters, so that people can tell keys apart. */
    apiKeyStart: text("api_key_start"),
    /** Column mapping of the last CSV import, offered again. */
    columns: jsonb("columns"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.sourceId] }),
    foreignKey({
      columns: [table.tenantId, table.companyFileId],
      foreignColumns: [companyFiles.tenantId, companyFiles.companyFileId],
      name: "sources_company_file",
    }),
    uniqueIndex("sources_api_key")
      .on(table.tenantId, table.apiKeyHash)
      .where(sql`${table.apiKeyHash} is not null`),
    check("sources_kind", sql`${table.kind} in ('api', 'csv', 'json', 'shopify')`),
  ],
);

export const orders = pgTable(
  "orders",
  {
    tenantId: tenantId(),
    orderId: id("order_id"),
    sourceId: id("source_id"),
    companyFileId: id("company_file_id"),
    externalId: text("external_id").notNull(),
    number: text("number").notNull(),
    status: text("status").notNull(),
    orderDate: date("order_date").notNull(),
    customerName: text("customer_name").notNull(),
    totalMinor: minor("total_minor").notNull(),
    currency: text("currency").notNull(),
    body: jsonb("body").notNull(),
    bodyFingerprint: text("body_fingerprint").notNull(),
    sourceUpdatedAt: moment("source_updated_at").notNull(),
    receivedAt: moment("received_at").notNull(),
    /** Set when the order, a rule or a mapping changed since the last plan. */
    toPlanAt: moment("to_plan_at"),
    plannedAt: moment("planned_at"),
    /** Why the order as a whole could not be planned; goes when a plan succeeds. */
    problemCode: text("problem_code"),
    problemAbout: text("problem_about"),
    problem: jsonb("problem"),
    /** Which rule changed what, at the last plan. */
    trace: jsonb("trace"),
    /** What people did to it locally, such as marking it paid without sync. */
    localNote: text("local_note"),
    version: integer("version").notNull().default(1),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.orderId] }),
    foreignKey({
      columns: [table.tenantId, table.sourceId],
      foreignColumns: [sources.tenantId, sources.sourceId],
      name: "orders_source",
    }),
    uniqueIndex("orders_external_id").on(table.tenantId, table.sourceId, table.externalId),
    index("orders_to_plan")
      .on(table.tenantId, table.companyFileId, table.toPlanAt)
      .where(sql`${table.toPlanAt} is not null`),
    index("orders_newest").on(table.tenantId, table.companyFileId, table.orderId),
    index("orders_number").on(table.tenantId, table.number),
    index("orders_problem")
      .on(table.tenantId, table.companyFileId, table.problemCode)
      .where(sql`${table.problemCode} is not null`),
  ],
);

const ofOrder = (table: { tenantId: never; orderId: never }, name: string) =>
  foreignKey({ columns: [table.tenantId, table.orderId], foreignColumns: [orders.tenantId, orders.orderId], name });

/** Payments an order has beside those its source told: read from the books, or typed by a person here. */
export const orderPayments = pgTable(
  "order_payments",
  {
    tenantId: tenantId(),
    orderPaymentId: id("order_payment_id"),
    orderId: id("order_id"),
    companyFileId: id("company_file_id"),
    origin: text("origin").notNull(),
    /** The payment's id over there, for one that was read from the books: it is in them and is never sent. */
    ledgerId: text("ledger_id"),
    amountMinor: minor("amount_minor").notNull(),
    currency: text("currency").notNull(),
    paidOn: date("paid_on").notNull(),
    method: text("method"),
    reference: text("reference"),
    note: text("note"),
    addedBy: text("added_by").notNull(),
    addedAt: moment("added_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.orderPaymentId] }),
    ofOrder(table as never, "order_payments_order"),
    index("order_payments_of_order").on(table.tenantId, table.orderId),
    uniqueIndex("order_payments_ledger_id")
      .on(table.tenantId, table.companyFileId, table.ledgerId, table.orderId)
      .where(sql`${table.ledgerId} is not null`),
    check("order_payments_origin", sql`${table.origin} in (${oneOf(orderPaymentOrigins)})`),
  ],
);

/** Lines an order has beside those its source told: taken over from an invoice that was in the books before. */
export const orderAdjustments = pgTable(
  "order_adjustments",
  {
    tenantId: tenantId(),
    orderAdjustmentId: id("order_adjustment_id"),
    orderId: id("order_id"),
    companyFileId: id("company_file_id"),
    /** The invoice over there, and the line's place on it. */
    ledgerId: text("ledger_id").notNull(),
    lineNumber: integer("line_number").notNull(),
    itemName: text("item_name").notNull(),
    description: text("description"),
    quantity: text("quantity").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    currency: text("currency").notNull(),
    addedBy: text("added_by").notNull(),
    addedAt: moment("added_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.orderAdjustmentId] }),
    ofOrder(table as never, "order_adjustments_order"),
    uniqueIndex("order_adjustments_line").on(table.tenantId, table.orderId, table.ledgerId, table.lineNumber),
  ],
);

/** Credits a person made here for an order: drafted, approved, issued. Those its source told are on the order itself. */
export const credits = pgTable(
  "credits",
  {
    tenantId: tenantId(),
    creditId: id("credit_id"),
    orderId: id("order_id"),
    companyFileId: id("company_file_id"),
    state: text("state").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    currency: text("currency").notNull(),
    creditDate: date("credit_date").notNull(),
    /** The charge it takes back, by its code; null: a part of the whole order. */
    chargeCode: text("charge_code"),
    reason: text("reason"),
    madeBy: text("made_by").notNull(),
    approvedBy: text("approved_by"),
    changedAt: moment("changed_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.creditId] }),
    ofOrder(table as never, "credits_order"),
    index("credits_of_order").on(table.tenantId, table.orderId),
    check("credits_state", sql`${table.state} in (${oneOf(creditStates)})`),
  ],
);

/** What people corrected on top of an order, or of a customer of orders: what the source told stays as it is. */
export const amendments = pgTable(
  "amendments",
  {
    tenantId: tenantId(),
    amendmentId: id("amendment_id"),
    companyFileId: id("company_file_id"),
    /** Null: of a customer, for all of its orders. */
    orderId: uuid("order_id"),
    field: text("field").notNull(),
    about: text("about").notNull(),
    /** What the source said of the field. */
    was: text("was").notNull(),
    value: text("value").notNull(),
    because: text("because").notNull(),
    madeBy: text("made_by").notNull(),
    madeAt: moment("made_at").notNull(),
    endedAt: moment("ended_at"),
    endedHow: text("ended_how"),
    /** Who took it back. */
    endedBy: text("ended_by"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.amendmentId] }),
    ofOrder(table as never, "amendments_order"),
    uniqueIndex("amendments_of_order")
      .on(table.tenantId, table.orderId, table.field, table.about)
      .where(sql`${table.endedAt} is null and ${table.orderId} is not null`),
    uniqueIndex("amendments_of_customer")
      .on(table.tenantId, table.companyFileId, table.field, table.about)
      .where(sql`${table.endedAt} is null and ${table.orderId} is null`),
    index("amendments_told").on(table.tenantId, table.orderId),
    check("amendments_field", sql`${table.field} in (${oneOf(amendedFields)})`),
    check("amendments_ended", sql`${table.endedHow} in (${oneOf(amendmentEndings)})`),
  ],
);

/** A piece of bulk work: an import, a resync of many. Survives reload and restart. */
export const bulkRuns = pgTable(
  "bulk_runs",
  {
    tenantId: tenantId(),
    bulkRunId: id("bulk_run_id"),
    companyFileId: id("company_file_id"),
    kind: text("kind").notNull(),
    state: text("state").notNull(),
    title: text("title").notNull(),
    /** The frozen selection or the file's name and columns. */
    selection: jsonb("selection").notNull(),
    rowsTotal: integer("rows_total"),
    rowsDone: integer("rows_done").notNull().default(0),
    rowsOk: integer("rows_ok").notNull().default(0),
    rowsFailed: integer("rows_failed").notNull().default(0),
    startedBy: text("started_by").notNull(),
    createdAt: moment("created_at").notNull(),
    aliveAt: moment("alive_at").notNull(),
    finishedAt: moment("finished_at"),
    abortAskedAt: moment("abort_asked_at"),
    /** A person holds it; nobody goes on with it until it is let go again. */
    pausedAt: moment("paused_at"),
    /** A person took back what it did. */
    undoneAt: moment("undone_at"),
    note: text("note"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.bulkRunId] }),
    check("bulk_runs_kind", sql`${table.kind} in (${oneOf(bulkRunKinds)})`),
    check("bulk_runs_state", sql`${table.state} in ('running', 'done', 'aborted', 'interrupted')`),
  ],
);

/** Results worth keeping per record: for an import, the rows that were refused, word for word. */
export const bulkRunRows = pgTable(
  "bulk_run_rows",
  {
    tenantId: tenantId(),
    bulkRunId: id("bulk_run_id"),
    rowNumber: integer("row_number").notNull(),
    isOk: boolean("is_ok").notNull(),
    reason: text("reason").notNull(),
    /** The record as it came: the cells of a CSV line, or the id of a push. */
    record: jsonb("record").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.bulkRunId, table.rowNumber] }),
    foreignKey({
      columns: [table.tenantId, table.bulkRunId],
      foreignColumns: [bulkRuns.tenantId, bulkRuns.bulkRunId],
      name: "bulk_run_rows_bulk_run",
    }),
  ],
);

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
  date,
} from "drizzle-orm/pg-core";

import { companyFiles } from "./companies.ts";
import { id, minor, moment, tenantId } from "./columns.ts";

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
    note: text("note"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.bulkRunId] }),
    check("bulk_runs_kind", sql`${table.kind} in ('import-orders', 'resync', 'clear')`),
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

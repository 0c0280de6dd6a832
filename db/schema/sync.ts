// Documents, pushes, attempts, links: what the books should hold and the effort to make it so.
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

import { documentKinds } from "../../lib/documents/document.ts";
import { linkDecisions, linkOrigins } from "../../lib/sync/link.ts";
import { pushOperations, pushStates } from "../../lib/sync/push.ts";
import { companyFiles } from "./companies.ts";
import { id, minor, moment, oneOf, tenantId } from "./columns.ts";

export const documents = pgTable(
  "documents",
  {
    tenantId: tenantId(),
    documentId: id("document_id"),
    companyFileId: id("company_file_id"),
    /** The order it was planned from; null for customers and items, which many orders share. */
    orderId: uuid("order_id"),
    key: text("key").notNull(),
    kind: text("kind").notNull(),
    title: text("title").notNull(),
    party: text("party").notNull(),
    body: jsonb("body").notNull(),
    /** Version we want the books to hold. */
    fingerprint: text("fingerprint").notNull(),
    /** Not used any more: it is on the link, which is small, and is written with it. Goes with the next version. */
    postedFingerprint: text("posted_fingerprint"),
    amountMinor: minor("amount_minor").notNull(),
    currency: text("currency").notNull(),
    documentDate: text("document_date"),
    /** A person decided that it is not sent, and why; null while it is sent as usual. */
    leftOutBecause: text("left_out_because"),
    /** Customers: a person said "create it", or took a link away and decides again (ask). Null: the policy decides. */
    linkDecision: text("link_decision"),
    changedAt: moment("changed_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.documentId] }),
    foreignKey({
      columns: [table.tenantId, table.companyFileId],
      foreignColumns: [companyFiles.tenantId, companyFiles.companyFileId],
      name: "documents_company_file",
    }),
    uniqueIndex("documents_key").on(table.tenantId, table.companyFileId, table.key),
    index("documents_order").on(table.tenantId, table.orderId),
    check("documents_kind", sql`${table.kind} in (${oneOf(documentKinds)})`),
    check("documents_link_decision", sql`${table.linkDecision} in (${oneOf(linkDecisions)})`),
  ],
);

/** Who waits for whom: customers and items before invoices before payments. */
export const documentLinks = pgTable(
  "document_links",
  {
    tenantId: tenantId(),
    documentId: id("document_id"),
    afterDocumentId: id("after_document_id"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.documentId, table.afterDocumentId] }),
    index("document_links_after").on(table.tenantId, table.afterDocumentId),
  ],
);

/** Which orders a document carries: several for a combined invoice. */
export const documentOrders = pgTable(
  "document_orders",
  {
    tenantId: tenantId(),
    orderId: id("order_id"),
    documentId: id("document_id"),
    /** The order's last plan has it; otherwise it is only what the books still hold of it. */
    isPlanned: boolean("is_planned").notNull().default(true),
    /** A payment that the books hold and the order has no longer. */
    isRemoved: boolean("is_removed").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.orderId, table.documentId] }),
    index("document_orders_document").on(table.tenantId, table.documentId),
  ],
);

export const pushes = pgTable(
  "pushes",
  {
    tenantId: tenantId(),
    pushId: id("push_id"),
    companyFileId: id("company_file_id"),
    documentId: id("document_id"),
    documentKind: text("document_kind").notNull(),
    operation: text("operation").notNull(),
    generation: integer("generation").notNull().default(0),
    state: text("state").notNull(),
    priority: integer("priority").notNull(),
    /** Version being carried; written when the push is claimed. */
    fingerprint: text("fingerprint"),
    memory: jsonb("memory").notNull().default({}),
    turns: integer("turns").notNull().default(0),
    /** Busy answers in a row. */
    laters: integer("laters").notNull().default(0),
    availableAt: moment("available_at").notNull(),
    leaseOwner: uuid("lease_owner"),
    leaseUntil: moment("lease_until"),
    /** The attempt whose answer counts; a result of any other changes nothing. */
    attemptId: uuid("attempt_id"),
    problemCode: text("problem_code").notNull().default(""),
    problemAbout: text("problem_about").notNull().default(""),
    problem: jsonb("problem"),
    amountMinor: minor("amount_minor").notNull(),
    currency: text("currency").notNull(),
    clearedBecause: text("cleared_because"),
    /** Only for "void-extra": the second document with our marker, which is not the one we are linked to. */
    extraLedgerId: text("extra_ledger_id"),
    createdAt: moment("created_at").notNull(),
    changedAt: moment("changed_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.pushId] }),
    foreignKey({
      columns: [table.tenantId, table.documentId],
      foreignColumns: [documents.tenantId, documents.documentId],
      name: "pushes_document",
    }),
    uniqueIndex("pushes_one_live")
      .on(table.tenantId, table.documentId)
      .where(
        sql`${table.state} in ('waiting', 'ready', 'sending', 'unsure', 'problem') and ${table.operation} <> 'void-extra'`,
      ),
    uniqueIndex("pushes_one_extra")
      .on(table.tenantId, table.documentId, table.extraLedgerId)
      .where(sql`${table.operation} = 'void-extra'`),
    index("pushes_claim")
      .on(table.tenantId, table.companyFileId, table.priority, table.pushId)
      .where(sql`${table.state} in ('ready', 'unsure')`),
    index("pushes_retrying")
      .on(table.tenantId, table.companyFileId)
      .where(sql`${table.state} = 'ready' and ${table.laters} > 0`),
    index("pushes_leases")
      .on(table.tenantId, table.companyFileId, table.leaseUntil)
      .where(sql`${table.state} = 'sending'`),
    index("pushes_problem")
      .on(table.tenantId, table.companyFileId, table.documentKind, table.problemCode, table.problemAbout, table.pushId)
      .where(sql`${table.state} = 'problem'`),
    index("pushes_document").on(table.tenantId, table.documentId, table.pushId),
    check("pushes_state", sql`${table.state} in (${oneOf(pushStates)})`),
    check("pushes_operation", sql`${table.operation} in (${oneOf(pushOperations)})`),
  ],
);

/** One call to a ledger: written before the first byte leaves, exact body and request id included. */
export const attempts = pgTable(
  "attempts",
  {
    tenantId: tenantId(),
    attemptId: id("attempt_id"),
    companyFileId: id("company_file_id"),
    /** single or batch; read: a question of the company itself, which carries no push. */
    shape: text("shape").notNull(),
    requestId: text("request_id").notNull(),
    method: text("method").notNull(),
    path: text("path").notNull(),
    body: text("body").notNull(),
    /** Sends so far; above 1 it was replayed word for word. */
    sends: integer("sends").notNull().default(1),
    /** sent, answered, lost, given-up. */
    state: text("state").notNull(),
    sentAt: moment("sent_at").notNull(),
    /** After this the ledger cannot still be working on it, and our lease is over. */
    deadline: moment("deadline").notNull(),
    answeredAt: moment("answered_at"),
    status: integer("status"),
    answer: text("answer"),
    traceId: text("trace_id"),
    leaseOwner: uuid("lease_owner").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.attemptId] }),
    foreignKey({
      columns: [table.tenantId, table.companyFileId],
      foreignColumns: [companyFiles.tenantId, companyFiles.companyFileId],
      name: "attempts_company_file",
    }),
    index("attempts_open")
      .on(table.tenantId, table.companyFileId, table.deadline)
      .where(sql`${table.state} in ('sent', 'lost')`),
    index("attempts_answered").on(table.tenantId, table.companyFileId, table.answeredAt),
    check("attempts_state", sql`${table.state} in ('sent', 'answered', 'lost', 'given-up')`),
    check("attempts_shape", sql`${table.shape} in ('single', 'batch', 'read')`),
  ],
);

/** Which pushes an attempt carries, and under which name inside a batch. */
export const attemptPushes = pgTable(
  "attempt_pushes",
  {
    tenantId: tenantId(),
    pushId: id("push_id"),
    attemptId: id("attempt_id"),
    batchItem: text("batch_item").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.pushId, table.attemptId] }),
    index("attempt_pushes_attempt").on(table.tenantId, table.attemptId),
  ],
);

/** Our document, their id, in one company file. */
export const ledgerLinks = pgTable(
  "ledger_links",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    documentId: id("document_id"),
    ledgerType: text("ledger_type").notNull(),
    ledgerId: text("ledger_id").notNull(),
    versionToken: text("version_token").notNull(),
    /** Version of the document that the books were last known to hold. */
    postedFingerprint: text("posted_fingerprint"),
    linkedAt: moment("linked_at").notNull(),
    /** When somebody changed it over there, and not we; null while it is as we left it. */
    editedAt: moment("edited_at"),
    /** When it was found deleted or voided over there. */
    goneAt: moment("gone_at"),
    /** How it came about: we sent it, it was matched by rule, a person chose it. */
    linkedBy: text("linked_by").notNull().default("push"),
    /** What the books said when they were last read: number, total, what is open, the day of the last payment. */
    ledgerNumber: text("ledger_number"),
    totalMinor: minor("total_minor"),
    balanceMinor: minor("balance_minor"),
    paidOn: date("paid_on"),
    checkedAt: moment("checked_at"),
    /** How the record looked when it was found edited, as people read it. */
    there: jsonb("there"),
    /** When a person accepted what the books say instead of ours. */
    acceptedAt: moment("accepted_at"),
    /** Our version and the newest later one that was judged as ours, "3/5": that one is not judged again. */
    explainedVersion: text("explained_version"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.documentId] }),
    foreignKey({
      columns: [table.tenantId, table.documentId],
      foreignColumns: [documents.tenantId, documents.documentId],
      name: "ledger_links_document",
    }),
    index("ledger_links_drift")
      .on(table.tenantId, table.companyFileId)
      .where(sql`${table.editedAt} is not null or ${table.goneAt} is not null`),
    check("ledger_links_linked_by", sql`${table.linkedBy} in (${oneOf(linkOrigins)})`),
    // One document is one record; of customers several names of ours may be one.
    uniqueIndex("ledger_links_ledger_id").on(
      table.tenantId,
      table.companyFileId,
      table.ledgerType,
      table.ledgerId,
      sql`(case when ledger_type = 'Customer' then document_id else '00000000-0000-0000-0000-000000000000'::uuid end)`,
    ),
  ],
);

/** How many pushes stand where, kept by triggers in the same transaction; `recount` proves it. */
export const pushCounts = pgTable(
  "push_counts",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    documentKind: text("document_kind").notNull(),
    state: text("state").notNull(),
    problemCode: text("problem_code").notNull(),
    problemAbout: text("problem_about").notNull(),
    currency: text("currency").notNull(),
    pushes: bigint("pushes", { mode: "number" }).notNull(),
    amountMinor: minor("amount_minor").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.tenantId,
        table.companyFileId,
        table.documentKind,
        table.state,
        table.problemCode,
        table.problemAbout,
        table.currency,
      ],
    }),
  ],
);

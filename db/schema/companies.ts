// Company files: the connection, what the company wants, the lists we keep of it, and its lane.
import { sql } from "drizzle-orm";
import {
  bigint,
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
} from "drizzle-orm/pg-core";

import { noticeKinds } from "../../lib/ledgers/notice.ts";
import { ledgerKinds, listKinds } from "../../lib/ledgers/ledger.ts";
import { id, moment, oneOf, tenantId } from "./columns.ts";
import { tenants } from "./tenants.ts";

export const companyFiles = pgTable(
  "company_files",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    ledger: text("ledger").notNull(),
    name: text("name").notNull(),
    /** QuickBooks Online's id of the company. */
    realmId: text("realm_id"),
    isSimulated: boolean("is_simulated").notNull().default(false),
    /** connected, lost (must be connected again), disconnected. */
    connection: text("connection").notNull(),
    /** Sealed with AES-256-GCM; which key sealed it is inside. */
    sealedCredentials: text("sealed_credentials"),
    accessExpiresAt: moment("access_expires_at"),
    /** Rolling: each renewal moves it. */
    refreshExpiresAt: moment("refresh_expires_at"),
    /** Absolute: no renewal moves it; the person must allow the connection again. Null when Intuit did not say. */
    refreshHardExpiresAt: moment("refresh_hard_expires_at"),
    connectionLostAt: moment("connection_lost_at"),
    listsReadAt: moment("lists_read_at"),
    listsWantedAt: moment("lists_wanted_at"),
    /** The company's own switches as QuickBooks tells them; null until they were read. */
    preferences: jsonb("preferences"),
    /** Everything that changed over there before this moment is known here. Null: never looked. */
    changesReadUntil: moment("changes_read_until"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.companyFileId] }),
    foreignKey({
      columns: [table.tenantId],
      foreignColumns: [tenants.tenantId],
      name: "company_files_tenant",
    }),
    uniqueIndex("company_files_realm").on(table.tenantId, table.realmId),
    check("company_files_ledger", sql`${table.ledger} in (${oneOf(ledgerKinds)})`),
    check("company_files_connection", sql`${table.connection} in ('connected', 'lost', 'disconnected')`),
  ],
);

const companyFile = (table: { tenantId: never; companyFileId: never }, name: string) =>
  foreignKey({
    columns: [table.tenantId, table.companyFileId],
    foreignColumns: [companyFiles.tenantId, companyFiles.companyFileId],
    name,
  });

export const companySettings = pgTable(
  "company_settings",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    settings: jsonb("settings").notNull(),
    version: integer("version").notNull().default(1),
    changedAt: moment("changed_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.companyFileId] }),
    companyFile(table as never, "company_settings_company_file"),
  ],
);

/** What the settings were, version by version; the last one is in company_settings too. Never changed. */
export const settingsVersions = pgTable(
  "settings_versions",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    version: integer("version").notNull(),
    settings: jsonb("settings").notNull(),
    madeAt: moment("made_at").notNull(),
    madeBy: text("made_by").notNull(),
    /** What was done, as the trail names it: "settings.booking", "mapping.item" … */
    action: text("action").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.companyFileId, table.version] }),
    companyFile(table as never, "settings_versions_company_file"),
  ],
);

export const ledgerLists = pgTable(
  "ledger_lists",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    list: text("list").notNull(),
    ledgerId: text("ledger_id").notNull(),
    name: text("name").notNull(),
    isActive: boolean("is_active").notNull(),
    type: text("type"),
    rate: text("rate"),
    /** What else a list tells and people look for: a customer's e-mail, company, parent. */
    detail: jsonb("detail"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.companyFileId, table.list, table.ledgerId] }),
    companyFile(table as never, "ledger_lists_company_file"),
    check("ledger_lists_list", sql`${table.list} in (${oneOf(listKinds)})`),
  ],
);

/**
 * One row per company file: its pace and what waits for it. The only table the claim reads across tenants.
 * Whoever changes pushes of a company locks its lane first, so counters are never fought over.
 */
export const lanes = pgTable(
  "lanes",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    nextBatchAt: moment("next_batch_at").notNull(),
    nextCallAt: moment("next_call_at").notNull(),
    frozenUntil: moment("frozen_until").notNull(),
    inFlight: integer("in_flight").notNull().default(0),
    batchGapMs: integer("batch_gap_ms").notNull(),
    callGapMs: integer("call_gap_ms").notNull(),
    /** Earliest moment a push may be ready; null when none is. A hint: the claim looks for itself. */
    readyAt: moment("ready_at"),
    /** The same for pushes a person waits for: they go by single calls, never behind a batch. */
    personReadyAt: moment("person_ready_at"),
    /** Earliest moment an order waits to be planned. */
    planAt: moment("plan_at"),
    listsAt: moment("lists_at"),
    /** When to ask what changed over there; a webhook brings it forward. */
    changesAt: moment("changes_at"),
    /** When to go on with what people decided about many problems, and to look after those that are put aside. */
    actsAt: moment("acts_at"),
    /** From when on single calls may go beside the batches. */
    nextBesideAt: moment("next_beside_at")
      .notNull()
      .default(sql`'epoch'`),
    batchesInFlight: integer("batches_in_flight").notNull().default(0),
    /** When the gaps of a lane that was too fast were last made smaller. */
    narrowedAt: moment("narrowed_at")
      .notNull()
      .default(sql`'epoch'`),
    /** What was sent of late, as `lib/sync/pace.ts` keeps it. */
    paceLog: jsonb("pace_log").notNull().default({ batches: [], calls: [] }),
    servedAt: moment("served_at").notNull(),
    isPaused: boolean("is_paused").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.companyFileId] }),
    companyFile(table as never, "lanes_company_file"),
    index("lanes_ready")
      .on(table.servedAt)
      .where(sql`${table.readyAt} is not null`),
    index("lanes_plan")
      .on(table.planAt)
      .where(sql`${table.planAt} is not null`),
    index("lanes_lists")
      .on(table.listsAt)
      .where(sql`${table.listsAt} is not null`),
    index("lanes_acts")
      .on(table.actsAt)
      .where(sql`${table.actsAt} is not null`),
    index("lanes_changes")
      .on(table.changesAt)
      .where(sql`${table.changesAt} is not null`),
  ],
);

/** What QuickBooks told us happened, by webhook: kept once each, worked off by reading what changed. */
export const ledgerEvents = pgTable(
  "ledger_events",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    /** Intuit's own id of the event, or what a legacy event is made of: the same event twice is one row. */
    eventId: text("event_id").notNull(),
    /** QuickBooks' word for the kind of record: "Invoice". */
    entity: text("entity").notNull(),
    ledgerId: text("ledger_id").notNull(),
    operation: text("operation").notNull(),
    /** The id that a merge ended. */
    endedLedgerId: text("ended_ledger_id"),
    happenedAt: moment("happened_at").notNull(),
    receivedAt: moment("received_at").notNull(),
    doneAt: moment("done_at"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.companyFileId, table.eventId] }),
    companyFile(table as never, "ledger_events_company_file"),
    index("ledger_events_open")
      .on(table.tenantId, table.companyFileId, table.receivedAt)
      .where(sql`${table.doneAt} is null`),
    index("ledger_events_done").on(table.doneAt),
  ],
);

/** Reads are metered by Intuit per month; writes are not. */
export const readCounts = pgTable(
  "read_counts",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    /** "2026-11", by UTC. */
    month: text("month").notNull(),
    reads: bigint("reads", { mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.companyFileId, table.month] }),
    companyFile(table as never, "read_counts_company_file"),
  ],
);

/** What people should hear of even when nobody looks: kept for the page, and for the mail that is yet to be sent. */
export const notices = pgTable(
  "notices",
  {
    tenantId: tenantId(),
    noticeId: id("notice_id"),
    companyFileId: id("company_file_id"),
    kind: text("kind").notNull(),
    /** The same news is told once: "connection-ends/2026-12-01/7". */
    key: text("key").notNull(),
    detail: jsonb("detail").notNull(),
    createdAt: moment("created_at").notNull(),
    /** When it is no longer true: connected again. */
    endedAt: moment("ended_at"),
    mailedAt: moment("mailed_at"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.noticeId] }),
    companyFile(table as never, "notices_company_file"),
    uniqueIndex("notices_key").on(table.tenantId, table.companyFileId, table.key),
    index("notices_open")
      .on(table.tenantId, table.companyFileId)
      .where(sql`${table.endedAt} is null`),
    check("notices_kind", sql`${table.kind} in (${oneOf(noticeKinds)})`),
  ],
);

/** Workers and when each was last heard of; belongs to the installation. A lease of a silent worker is over. */
export const workers = pgTable("workers", {
  workerId: uuid("worker_id").primaryKey(),
  startedAt: moment("started_at").notNull(),
  aliveAt: moment("alive_at").notNull(),
});

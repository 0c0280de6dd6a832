// Problems as people work them: lane, cause, who has it, what was decided; and the counters beside, kept by triggers.
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
  uuid,
} from "drizzle-orm/pg-core";

import { clearings, problemLanes, problemTabs, snoozes } from "../../lib/sync/triage.ts";
import { companyFiles } from "./companies.ts";
import { id, minor, moment, oneOf, tenantId } from "./columns.ts";

const ofCompany = (table: { tenantId: never; companyFileId: never }, name: string) =>
  foreignKey({
    columns: [table.tenantId, table.companyFileId],
    foreignColumns: [companyFiles.tenantId, companyFiles.companyFileId],
    name,
  });

const needsYou = sql`lane = 'needs-you'`;

/**
 * One row for each push in problem and each order that could not be planned, put there and moved by triggers in the very
 * transaction that moves the push or the order. What lists filter and sort by stands here, so that a page is one index.
 */
export const problems = pgTable(
  "problems",
  {
    tenantId: tenantId(),
    /** The push, or the order when no document could be planned. */
    rowId: id("row_id"),
    companyFileId: id("company_file_id"),
    rowIs: text("row_is").notNull(),
    /** The document or the order: it stays when a newer push takes over. */
    recordId: id("record_id"),
    lane: text("lane").notNull(),
    tab: text("tab").notNull(),
    kind: text("kind").notNull(),
    code: text("code").notNull(),
    about: text("about").notNull(),
    title: text("title").notNull(),
    /**
     * The title as a search compares it. Stored, because lower() is not leakproof and would lose its index under row-level
     * security; in "C" order, so that what begins with a text is one range.
     */
    titleKey: text("title_key").generatedAlwaysAs(sql`lower(left("title", 100))`),
    party: text("party").notNull(),
    sourceId: uuid("source_id"),
    amountMinor: minor("amount_minor").notNull(),
    currency: text("currency").notNull(),
    documentDate: text("document_date"),
    /** When this cause came up for this row. */
    since: moment("since").notNull(),
    /** When it went to its lane. */
    movedAt: moment("moved_at").notNull(),
    /** How often the record came back after it had been let go, cleared or done. */
    cameBack: integer("came_back").notNull().default(0),
    assigneeId: uuid("assignee_id"),
    snooze: text("snooze"),
    snoozeUntil: moment("snooze_until"),
    /** Of "group-grows": more rows of its cause than this bring it back. */
    snoozeRows: integer("snooze_rows"),
    /** Of "cleared": in which sense. */
    clearing: text("clearing"),
    decidedBecause: text("decided_because"),
    decidedBy: text("decided_by"),
    decidedAt: moment("decided_at"),
    /** The piece of work that decided, by which it is taken back as a whole. */
    decidedRun: uuid("decided_run"),
    /** How the row stood before that, for taking it back. */
    decidedBefore: jsonb("decided_before"),
    /** Of an order: its version when it came here; of a cleared document: which versions of its orders were cleared. */
    version: integer("version"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.rowId] }),
    ofCompany(table as never, "problems_company_file"),
    // What needs a person has an index for each order and filter. The other lanes are as large after a Clear of everything
    // and are looked at seldom: they are walked along one index that has all filters in it, which keeps decisions cheap.
    index("problems_list").on(table.tenantId, table.companyFileId, table.tab, table.since, table.rowId).where(needsYou),
    index("problems_cause")
      .on(table.tenantId, table.companyFileId, table.tab, table.code, table.about, table.since, table.rowId)
      .where(needsYou),
    index("problems_amount")
      .on(table.tenantId, table.companyFileId, table.tab, table.amountMinor, table.rowId)
      .where(needsYou),
    index("problems_party")
      .on(table.tenantId, table.companyFileId, table.tab, table.party, table.since, table.rowId)
      .where(needsYou),
    index("problems_title").on(table.tenantId, table.companyFileId, table.tab, table.titleKey).where(needsYou),
    index("problems_aside")
      .on(table.tenantId, table.companyFileId, table.lane, table.tab, table.since, table.rowId)
      .where(sql`lane <> 'needs-you'`),
    index("problems_aside_cause")
      .on(table.tenantId, table.companyFileId, table.lane, table.tab, table.code, table.about, table.since, table.rowId)
      .where(sql`lane <> 'needs-you'`),
    index("problems_record").on(table.tenantId, table.recordId, table.since),
    index("problems_assignee")
      .on(table.tenantId, table.companyFileId, table.assigneeId, table.lane, table.tab, table.since, table.rowId)
      .where(sql`${table.assigneeId} is not null`),
    index("problems_decided")
      .on(table.tenantId, table.decidedRun)
      .where(sql`${table.decidedRun} is not null`),
    index("problems_snoozed")
      .on(table.tenantId, table.companyFileId, table.snooze, table.snoozeUntil)
      .where(sql`${table.snooze} is not null`),
    check("problems_row_is", sql`${table.rowIs} in ('push', 'order')`),
    check("problems_lane", sql`${table.lane} in (${oneOf(problemLanes)})`),
    check("problems_tab", sql`${table.tab} in (${oneOf(problemTabs)})`),
    check("problems_snooze", sql`${table.snooze} in (${oneOf(snoozes)})`),
    check("problems_clearing", sql`${table.clearing} in (${oneOf(clearings)})`),
    check("problems_is_snoozed", sql`(${table.lane} = 'snoozed') = (${table.snooze} is not null)`),
    check("problems_is_cleared", sql`(${table.lane} = 'cleared') = (${table.clearing} is not null)`),
  ],
);

/** How many problems of which cause stand in which lane, and how much money. */
export const problemCounts = pgTable(
  "problem_counts",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    lane: text("lane").notNull(),
    tab: text("tab").notNull(),
    code: text("code").notNull(),
    about: text("about").notNull(),
    currency: text("currency").notNull(),
    rows: bigint("rows", { mode: "number" }).notNull(),
    amountMinor: minor("amount_minor").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.tenantId, table.companyFileId, table.lane, table.tab, table.code, table.about, table.currency],
    }),
    index("problem_counts_largest").on(
      table.tenantId,
      table.companyFileId,
      table.lane,
      table.tab,
      table.rows.desc(),
      table.code,
      table.about,
    ),
  ],
);

/** The same by lane and tab, whatever the cause: `causes` is how many of the counters above are not of nothing. */
export const laneCounts = pgTable(
  "lane_counts",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    lane: text("lane").notNull(),
    tab: text("tab").notNull(),
    currency: text("currency").notNull(),
    causes: bigint("causes", { mode: "number" }).notNull(),
    rows: bigint("rows", { mode: "number" }).notNull(),
    amountMinor: minor("amount_minor").notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.companyFileId, table.lane, table.tab, table.currency] })],
);

/** How many problems each customer has: what a search for a name looks through, and what the filter offers. */
export const problemParties = pgTable(
  "problem_parties",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    lane: text("lane").notNull(),
    tab: text("tab").notNull(),
    party: text("party").notNull(),
    rows: bigint("rows", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.companyFileId, table.lane, table.tab, table.party] })],
);

/** What people say to each other about a record. */
export const problemComments = pgTable(
  "problem_comments",
  {
    tenantId: tenantId(),
    commentId: id("comment_id"),
    companyFileId: id("company_file_id"),
    recordId: id("record_id"),
    userId: id("user_id"),
    writtenBy: text("written_by").notNull(),
    text: text("text").notNull(),
    writtenAt: moment("written_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.commentId] }),
    ofCompany(table as never, "problem_comments_company_file"),
    index("problem_comments_record").on(table.tenantId, table.recordId, table.commentId),
  ],
);

/** A view of Problem Sync that somebody kept under a name. */
export const savedViews = pgTable(
  "saved_views",
  {
    tenantId: tenantId(),
    viewId: id("view_id"),
    /** Who made it and may change it. */
    ownerId: id("owner_id"),
    madeBy: text("made_by").notNull(),
    /** Everyone of the tenant has it; otherwise its owner alone. */
    isShared: boolean("is_shared").notNull(),
    name: text("name").notNull(),
    /** The view itself, as its address says it. */
    query: text("query").notNull(),
    changedAt: moment("changed_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.viewId] }),
    index("saved_views_of").on(table.tenantId, table.ownerId),
  ],
);

/** What a person chose for their own eyes: density, columns, shortcuts off. */
export const preferences = pgTable(
  "preferences",
  {
    tenantId: tenantId(),
    userId: id("user_id"),
    settings: jsonb("settings").notNull(),
    changedAt: moment("changed_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.userId] })],
);

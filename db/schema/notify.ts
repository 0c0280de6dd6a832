// What is told outside of the pages: each person's daily digest, and news of causes for a tenant's webhook endpoints.
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";

import { deliveryStates, deliveryTypes } from "../../lib/notify/delivery-state.ts";
import { digestStates } from "../../lib/notify/digest-state.ts";
import { companyFiles } from "./companies.ts";
import { id, moment, oneOf, tenantId } from "./columns.ts";

/** A person's digest: whether and when they want it, and how the last one ended. Without a row they do not. */
export const digests = pgTable(
  "digests",
  {
    tenantId: tenantId(),
    userId: id("user_id"),
    isOn: boolean("is_on").notNull(),
    hour: smallint("hour").notNull(),
    timeZone: text("time_zone").notNull(),
    /** When it is due next, for the first time or again; null while it is off. */
    nextAt: moment("next_at"),
    /** The day of the last one, in the person's time zone: at most one a day is ever handed over. */
    day: date("day"),
    state: text("state"),
    tries: integer("tries").notNull().default(0),
    /** When its state came about. */
    movedAt: moment("moved_at"),
    /** Why it failed, in words. */
    said: text("said"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.userId] }),
    index("digests_due")
      .on(table.nextAt)
      .where(sql`${table.nextAt} is not null`),
    check("digests_hour", sql`${table.hour} between 0 and 23`),
    check("digests_state", sql`${table.state} in (${oneOf(digestStates)})`),
  ],
);

/** An address of the tenant's that hears of new causes. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    tenantId: tenantId(),
    endpointId: id("endpoint_id"),
    url: text("url").notNull(),
    /** What deliveries are signed with, sealed like a connection's tokens. */
    sealedSecret: text("sealed_secret").notNull(),
    isOn: boolean("is_on").notNull(),
    madeBy: text("made_by").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.endpointId] }),
    uniqueIndex("webhook_endpoints_url").on(table.tenantId, table.url),
  ],
);

/**
 * Causes that opened or went while the tenant had an endpoint that is on, put here by triggers in the very transaction that
 * moved the problems. `tellAt`: it opened and nobody was told yet.
 */
export const causeNews = pgTable(
  "cause_news",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    code: text("code").notNull(),
    about: text("about").notNull(),
    openedAt: moment("opened_at"),
    goneAt: moment("gone_at"),
    tellAt: moment("tell_at"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.companyFileId, table.code, table.about] }),
    foreignKey({
      columns: [table.tenantId, table.companyFileId],
      foreignColumns: [companyFiles.tenantId, companyFiles.companyFileId],
      name: "cause_news_company_file",
    }),
    index("cause_news_untold")
      .on(table.tellAt)
      .where(sql`${table.tellAt} is not null`),
  ],
);

/** One message to one endpoint: its exact words, and how far it is. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    tenantId: tenantId(),
    deliveryId: id("delivery_id"),
    endpointId: id("endpoint_id"),
    type: text("type").notNull(),
    /** What it is about, for the page: a cause in plain words. */
    title: text("title").notNull(),
    body: text("body").notNull(),
    state: text("state").notNull(),
    tries: integer("tries").notNull().default(0),
    /** When it is sent next; while it is being sent, when it is taken for lost. Null once it has ended. */
    nextAt: moment("next_at"),
    /** The status of the last answer. */
    status: integer("status"),
    /** Why the last try failed, in words. */
    said: text("said"),
    createdAt: moment("created_at").notNull(),
    triedAt: moment("tried_at"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.deliveryId] }),
    foreignKey({
      columns: [table.tenantId, table.endpointId],
      foreignColumns: [webhookEndpoints.tenantId, webhookEndpoints.endpointId],
      name: "webhook_deliveries_endpoint",
    }),
    index("webhook_deliveries_due")
      .on(table.nextAt)
      .where(sql`${table.nextAt} is not null`),
    index("webhook_deliveries_endpoint").on(table.tenantId, table.endpointId),
    check("webhook_deliveries_type", sql`${table.type} in (${oneOf(deliveryTypes)})`),
    check("webhook_deliveries_state", sql`${table.state} in (${oneOf(deliveryStates)})`),
    check("webhook_deliveries_ended", sql`(${table.state} = 'waiting') = (${table.nextAt} is not null)`),
  ],
);

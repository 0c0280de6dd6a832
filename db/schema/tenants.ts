// Tenants, people, who belongs where, and what everybody did.
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
  bigint,
} from "drizzle-orm/pg-core";

import { roles } from "../../lib/access/roles.ts";
import { id, moment, oneOf, tenantId } from "./columns.ts";

export const tenants = pgTable("tenants", {
  tenantId: uuid("tenant_id").primaryKey(),
  name: text("name").notNull(),
  createdAt: moment("created_at").notNull(),
});

/** Not of a tenant: one person may belong to many. Only the role tieout_auth reads it. */
export const users = pgTable(
  "users",
  {
    userId: uuid("user_id").primaryKey(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    passwordHash: text("password_hash"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [uniqueIndex("users_email").on(sql`lower(${table.email})`)],
);

export const members = pgTable(
  "members",
  {
    tenantId: tenantId(),
    userId: id("user_id"),
    role: text("role").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.userId] }),
    foreignKey({
      columns: [table.tenantId],
      foreignColumns: [tenants.tenantId],
      name: "members_tenant",
    }),
    foreignKey({ columns: [table.userId], foreignColumns: [users.userId], name: "members_user" }),
    index("members_user").on(table.userId),
    check("members_role", sql`${table.role} in (${oneOf(roles)})`),
  ],
);

/** A sign-in that can be ended from here; its id is what the cookie carries. */
export const sessions = pgTable(
  "sessions",
  {
    sessionId: uuid("session_id").primaryKey(),
    userId: id("user_id"),
    /** Which of the person's tenants, and which of its company files, they are looking at. */
    tenantId: uuid("tenant_id"),
    companyFileId: uuid("company_file_id"),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    endedAt: moment("ended_at"),
  },
  (table) => [
    foreignKey({ columns: [table.userId], foreignColumns: [users.userId], name: "sessions_user" }),
    index("sessions_user_open").on(table.userId),
  ],
);

/** One row: what belongs to the installation and to no tenant. */
export const installation = pgTable(
  "installation",
  {
    only: boolean("only").primaryKey().default(true),
    ownerTokenHash: text("owner_token_hash"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [check("installation_one_row", sql`${table.only}`)],
);

/** Points used per key; written by the rate limiter. */
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  points: integer("points").notNull().default(0),
  expire: bigint("expire", { mode: "number" }),
});

export const auditEvents = pgTable(
  "audit_events",
  {
    tenantId: tenantId(),
    auditEventId: id("audit_event_id"),
    at: moment("at").notNull(),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    action: text("action").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: text("subject_id").notNull(),
    detail: jsonb("detail").notNull().default({}),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.auditEventId] }),
    index("audit_events_subject").on(table.tenantId, table.subjectKind, table.subjectId, table.auditEventId),
  ],
);

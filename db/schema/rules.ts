// Rules of a tenant: an ordered list, each change a new version.
import { boolean, foreignKey, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

import { companyFiles } from "./companies.ts";
import { id, moment, tenantId } from "./columns.ts";

export const rules = pgTable(
  "rules",
  {
    tenantId: tenantId(),
    ruleId: id("rule_id"),
    companyFileId: id("company_file_id"),
    name: text("name").notNull(),
    position: integer("position").notNull(),
    isOn: boolean("is_on").notNull().default(true),
    version: integer("version").notNull().default(1),
    body: jsonb("body").notNull(),
    changedAt: moment("changed_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.ruleId] }),
    foreignKey({
      columns: [table.tenantId, table.companyFileId],
      foreignColumns: [companyFiles.tenantId, companyFiles.companyFileId],
      name: "rules_company_file",
    }),
  ],
);

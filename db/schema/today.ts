// What happened per day: the figures that Today draws, kept by triggers in the same transaction.
import { sql } from "drizzle-orm";
import { bigint, check, date, foreignKey, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";

import { dayCountKinds } from "../../lib/today/days.ts";
import { companyFiles } from "./companies.ts";
import { id, oneOf, tenantId } from "./columns.ts";

/**
 * How much happened on a day, by UTC. posted: pushes that came into the books. came-up: problems by the day on which their
 * cause came up; one that comes up again with another cause counts again. resolved: problems that are done or cleared, by
 * the day on which they went there, in classes of how long that took; one that is taken back counts no longer.
 */
export const dayCounts = pgTable(
  "day_counts",
  {
    tenantId: tenantId(),
    companyFileId: id("company_file_id"),
    day: date("day").notNull(),
    counts: text("counts").notNull(),
    /** Of resolved: the class of durations, as `durationClass` says. Otherwise 0. */
    duration: smallint("duration").notNull(),
    rows: bigint("rows", { mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.companyFileId, table.day, table.counts, table.duration] }),
    foreignKey({
      columns: [table.tenantId, table.companyFileId],
      foreignColumns: [companyFiles.tenantId, companyFiles.companyFileId],
      name: "day_counts_company_file",
    }),
    check("day_counts_counts", sql`${table.counts} in (${oneOf(dayCountKinds)})`),
  ],
);

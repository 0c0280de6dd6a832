// The columns every room spells the same way: tenant, ids, money, moments.
import { sql } from "drizzle-orm";
import { bigint, timestamp, uuid } from "drizzle-orm/pg-core";

export const tenantId = () => uuid("tenant_id").notNull();
export const id = (name: string) => uuid(name).notNull();
/** Whole minor units. numeric is not leakproof and would lose its index under row-level security. */
export const minor = (name: string) => bigint(name, { mode: "bigint" });
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });
/** The words a column may hold, for a check constraint; from the pure room's own list, so that there is one. */
export const oneOf = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(", "));

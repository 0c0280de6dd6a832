// The columns every room spells the same way: tenant, ids, money, moments.
import { bigint, timestamp, uuid } from "drizzle-orm/pg-core";

export const tenantId = () => uuid("tenant_id").notNull();
export const id = (name: string) => uuid(name).notNull();
/** Whole minor units. numeric is not leakproof and would lose its index under row-level security. */
export const minor = (name: string) => bigint(name, { mode: "bigint" });
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

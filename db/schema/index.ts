// All tables, for drizzle and its tools.
export * from "./companies.ts";
export * from "./notify.ts";
export * from "./orders.ts";
export * from "./problems.ts";
export * from "./rules.ts";
export * from "./sync.ts";
export * from "./tenants.ts";
export * from "./today.ts";

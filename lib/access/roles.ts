// May this person? Roles and what each may do.

export const roles = ["owner", "accountant", "clerk", "viewer"] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  "orders:read",
  "orders:import",
  "orders:export",
  "payments:record",
  "payments:unlock",
  "problems:read",
  "problems:resolve",
  "credits:make",
  "credits:approve",
  "settings:read",
  "settings:write",
  "ids:change",
  "companies:connect",
  "sources:manage",
  "webhooks:manage",
  "members:manage",
  "activity:read",
  "sync:run",
] as const;
export type Permission = (typeof permissions)[number];

const viewer: readonly Permission[] = ["orders:read", "problems:read", "settings:read", "activity:read"];
const clerk: readonly Permission[] = [
  ...viewer,
  "orders:import",
  "orders:export",
  "payments:record",
  "problems:resolve",
  "credits:make",
];
const accountant: readonly Permission[] = [
  ...clerk,
  "payments:unlock",
  "credits:approve",
  "settings:write",
  "ids:change",
  "companies:connect",
  "sources:manage",
  "webhooks:manage",
];

/** What each role may do; "sync:run" belongs to the worker alone. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  viewer,
  clerk,
  accountant,
  owner: [...accountant, "members:manage"],
};

/** What a source may do with its API key. */
export const sourcePermissions: readonly Permission[] = ["orders:read", "orders:import"];
/** What the clock may do. */
export const workerPermissions: readonly Permission[] = ["sync:run", "orders:read", "orders:import", "settings:read"];

/** Who can help whoever may not: said after why not. */
export const ASK_OWNER = "Ask someone with the owner role.";

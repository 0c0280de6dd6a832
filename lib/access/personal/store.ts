// What people chose for themselves, one row a person of a tenant.
import { and, eq } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { preferences } from "#db/schema/problems.ts";
import type { Preferences } from "../personal.ts";
import type { Scope } from "../scope.ts";

/** What the person chose, as it was stored; null when they never did. */
export async function findPreferences(tx: Transaction, scope: Scope, userId: string): Promise<unknown> {
  const [row] = await tx
    .select({ settings: preferences.settings })
    .from(preferences)
    .where(and(eq(preferences.tenantId, scope.tenantId), eq(preferences.userId, userId)));
  return row?.settings ?? null;
}

export async function writePreferences(
  tx: Transaction,
  scope: Scope,
  userId: string,
  settings: Preferences,
): Promise<void> {
  const changed = { settings, changedAt: scope.now() };
  await tx
    .insert(preferences)
    .values({ tenantId: scope.tenantId, userId, ...changed })
    .onConflictDoUpdate({ target: [preferences.tenantId, preferences.userId], set: changed });
}

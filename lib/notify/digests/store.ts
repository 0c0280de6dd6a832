// Whose digest is due, who has taken it, and how did it end?
import { and, asc, eq, lte, sql } from "drizzle-orm";

import { asClaim, type Database, type Transaction } from "#db/client.ts";
import { digests } from "#db/schema/index.ts";
import type { Scope } from "#lib/access/scope.ts";

import type { LastDigest, SaveDigest } from "../digest.ts";
import { digestStates, type DigestState } from "../digest-state.ts";

/** Tenants in which a digest is due. Across tenants, as the narrow role: for the clock. */
export async function findTenantsWithDigests(db: Database, now: Date): Promise<readonly string[]> {
  const result = await asClaim(db, (tx) =>
    tx.execute<{ tenantId: string }>(sql`
      select distinct tenant_id as "tenantId" from digests where next_at <= ${now}`),
  );
  return result.rows.map(({ tenantId }) => tenantId);
}

export type KeptDigest = SaveDigest & {
  readonly userId: string;
  readonly nextAt: string | null;
  readonly last: LastDigest | null;
};

type DigestRow = typeof digests.$inferSelect;

const of = (scope: Scope, userId: string) => and(eq(digests.tenantId, scope.tenantId), eq(digests.userId, userId));

/** What a person chose, and how the last one ended; null when they never chose. */
export async function findDigest(tx: Transaction, scope: Scope, userId: string): Promise<KeptDigest | null> {
  const [row] = await tx.select().from(digests).where(of(scope, userId));
  return row ? kept(row) : null;
}

/** The people whose digest is due, each once; one that another worker has in hand is left to it. */
export async function findDueDigests(tx: Transaction, scope: Scope): Promise<readonly string[]> {
  const found = await tx
    .select({ userId: digests.userId })
    .from(digests)
    .where(and(eq(digests.tenantId, scope.tenantId), lte(digests.nextAt, scope.now())))
    .orderBy(asc(digests.userId));
  return found.map(({ userId }) => userId);
}

/** A person's digest that is due, locked; null when it is not, or another worker has it. */
export async function lockDueDigest(tx: Transaction, scope: Scope, userId: string): Promise<KeptDigest | null> {
  const [row] = await tx
    .select()
    .from(digests)
    .where(and(of(scope, userId), lte(digests.nextAt, scope.now())))
    .for("no key update", { skipLocked: true });
  return row ? kept(row) : null;
}

/** Keeps what a person chose. What happened on the days before stays. */
export async function writeDigest(
  tx: Transaction,
  scope: Scope,
  userId: string,
  choice: SaveDigest & { readonly nextAt: Date | null },
): Promise<void> {
  await tx
    .insert(digests)
    .values({ tenantId: scope.tenantId, userId, ...choice })
    .onConflictDoUpdate({ target: [digests.tenantId, digests.userId], set: choice });
}

/** Moves a digest that is due to its next moment without a try. */
export async function putOffDigest(tx: Transaction, scope: Scope, userId: string, nextAt: Date): Promise<void> {
  await tx.update(digests).set({ nextAt }).where(of(scope, userId));
}

/** Takes the day, before anything is sent. */
export async function takeDigest(
  tx: Transaction,
  scope: Scope,
  userId: string,
  taken: { readonly day: string; readonly tries: number; readonly nextAt: Date },
): Promise<void> {
  await tx
    .update(digests)
    .set({ ...taken, state: "sending", movedAt: scope.now(), said: null })
    .where(of(scope, userId));
}

/** How the try ended. `nextAt`: only when it is tried again before the next day. */
export async function endDigest(
  tx: Transaction,
  scope: Scope,
  userId: string,
  day: string,
  ended: { readonly state: DigestState; readonly said: string | null; readonly nextAt?: Date | undefined },
): Promise<void> {
  const { nextAt, ...said } = ended;
  await tx
    .update(digests)
    .set({
      ...said,
      movedAt: scope.now(),
      // Meanwhile the person may have switched it off, and that stays.
      ...(nextAt ? { nextAt: sql`case when is_on then ${nextAt}::timestamptz end` } : {}),
    })
    .where(and(of(scope, userId), eq(digests.day, day), eq(digests.state, "sending")));
}

/** Forgets the digest of somebody who left the tenant. */
export async function deleteDigest(tx: Transaction, scope: Scope, userId: string): Promise<void> {
  await tx.delete(digests).where(of(scope, userId));
}

function kept(row: DigestRow): KeptDigest {
  const { userId, isOn, hour, timeZone, nextAt, day, tries, movedAt, said } = row;
  const state = digestStates.find((each) => each === row.state);
  const last = state && day && movedAt ? { day, state, tries, movedAt: movedAt.toISOString(), said } : null;
  return { userId, isOn, hour, timeZone, nextAt: nextAt?.toISOString() ?? null, last };
}

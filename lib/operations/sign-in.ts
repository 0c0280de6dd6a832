// Who is knocking? Password or identity provider → a session row that can be ended; sign-out ends it.
import { asAuth, type Transaction } from "#db/client.ts";
import { isPasswordRight } from "#lib/access/passwords.ts";
import type { SignIn } from "#lib/access/people.ts";
import { consume, giveBack, retrySentence } from "#lib/access/rate-limit.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import {
  endSessionAsAuth,
  findOpenSessionAsAuth,
  findSeatsAsAuth,
  findUserByEmailAsAuth,
  hasUsersAsAuth,
  insertSessionAsAuth,
  audit,
  type KnownUser,
  type OpenSession,
  type TenantSeat,
} from "#lib/access/store.ts";
import { Refusal } from "#lib/refusal.ts";

/** There is no tenant and no role yet: these operations answer who asks. */
type World = Pick<Scope, "db" | "now" | "chance">;

export const sessionDays = 14;
const DAY_MS = 86_400_000;

export type SignedIn = {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
};

/**
 * Signs in with e-mail and password. Refuses with one sentence for a wrong password and an unknown account alike, and
 * with the time to wait after too many tries from one address or to one account.
 */
export async function signIn(world: World, input: SignIn, address: string): Promise<SignedIn> {
  await takeTry(world, input.email, address);
  const user = await asAuth(world.db, (tx) => findUserByEmailAsAuth(tx, input.email));
  // Outside any transaction: the work of a check is long enough to keep a connection from others.
  const isRight = await isPasswordRight(user?.passwordHash ?? null, input.password);
  if (!user || !isRight) {
    throw new Refusal("not-signed-in", "E-mail address and password do not belong together.");
  }
  await giveBack(world.db, "sign-in-address", address);
  await giveBack(world.db, "sign-in-account", input.email);
  return await asAuth(world.db, (tx) => openSession(tx, world, user, "password"));
}

/** Signs in somebody an identity provider vouches for. Only people who are already here may come in this way. */
export async function signInVouched(world: World, input: { email: string; isVerified: boolean }): Promise<SignedIn> {
  if (!input.isVerified) {
    throw new Refusal("not-allowed", "Your identity provider has not verified your e-mail address.");
  }
  return await asAuth(world.db, async (tx) => {
    const user = await findUserByEmailAsAuth(tx, input.email);
    if (!user) {
      throw new Refusal("not-allowed", "Nobody with this e-mail address has been added here. Ask an owner to add you.");
    }
    return await openSession(tx, world, user, "identity provider");
  });
}

/** Ends a session at once, whatever cookie still carries it. */
export async function signOut(world: World, sessionId: string): Promise<void> {
  await asAuth(world.db, (tx) => endSessionAsAuth(tx, sessionId, world.now()));
}

export type Presence = { readonly session: OpenSession; readonly seats: readonly TenantSeat[] };

/** The open session and the tenants its person belongs to now; null when it ended, expired or never was. */
export async function readPresence(world: World, sessionId: string): Promise<Presence | null> {
  return await asAuth(world.db, async (tx) => {
    const session = await findOpenSessionAsAuth(tx, sessionId, world.now());
    if (!session) return null;
    return { session, seats: await findSeatsAsAuth(tx, session.userId) };
  });
}

/** Is there anybody yet? If not, the first visitor makes the owner. */
export async function hasUsers(world: World): Promise<boolean> {
  return await asAuth(world.db, hasUsersAsAuth);
}

async function takeTry(world: World, email: string, address: string): Promise<void> {
  const byAddress = await consume(world.db, "sign-in-address", address);
  const byAccount = await consume(world.db, "sign-in-account", email);
  const wait = Math.max(byAddress.retryAfterSeconds, byAccount.retryAfterSeconds);
  if (byAddress.allowed && byAccount.allowed) return;
  throw new Refusal("too-many", `Too many attempts to sign in. ${retrySentence(wait)}`);
}

async function openSession(tx: Transaction, world: World, user: KnownUser, how: string): Promise<SignedIn> {
  const seats = await findSeatsAsAuth(tx, user.userId);
  const first = seats[0];
  const sessionId = newId(world);
  const createdAt = world.now();
  await insertSessionAsAuth(tx, {
    sessionId,
    userId: user.userId,
    tenantId: first?.tenantId ?? null,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + sessionDays * DAY_MS),
  });
  for (const seat of seats) {
    const actor = { type: "person", userId: user.userId, name: user.name, role: seat.role } as const;
    await audit(
      tx,
      { ...world, tenantId: seat.tenantId, actor },
      { action: "signed-in", subjectKind: "person", subjectId: user.userId, detail: { how } },
    );
  }
  return { sessionId, userId: user.userId, name: user.name, email: user.email };
}

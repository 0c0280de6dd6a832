// Who is this person, what may they see, and what did they do? People, sessions, tenants, members, the audit trail.
// Functions with a `scope` run as the application inside its tenant; those named "…AsAuth" expect the transaction of
// asAuth(), because they answer who somebody is before a tenant is known.
import { and, asc, desc, eq, isNull, lt, sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { auditEvents, installation, members, sessions, tenants, users } from "#db/schema/index.ts";

import type { AuditLine, Member } from "./people.ts";
import { roles, type Role } from "./roles.ts";
import { newId, type Actor, type Scope } from "./scope.ts";

export type AuditEvent = {
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** What an audit row needs of a scope; the owner page has no database in it yet. */
type Auditor = Pick<Scope, "tenantId" | "actor" | "now" | "chance">;

/** Writes who did what, in the caller's transaction: no change without its line, no line without its change. */
export async function audit(tx: Transaction, scope: Auditor, event: AuditEvent): Promise<void> {
  await tx.insert(auditEvents).values({
    tenantId: scope.tenantId,
    auditEventId: newId(scope),
    at: scope.now(),
    ...actorColumns(scope.actor),
    action: event.action,
    subjectKind: event.subjectKind,
    subjectId: event.subjectId,
    detail: event.detail ?? {},
  });
}

function actorColumns(actor: Actor): { actorType: string; actorId: string; actorName: string } {
  switch (actor.type) {
    case "person":
      return { actorType: actor.type, actorId: actor.userId, actorName: actor.name };
    case "source":
      return { actorType: actor.type, actorId: actor.sourceId, actorName: actor.name };
    case "worker":
      return { actorType: actor.type, actorId: actor.job, actorName: "Tieout" };
    default:
      return actor satisfies never;
  }
}

/** The trail, newest first, at most `rows` lines older than the given one. */
export async function findAuditLines(
  tx: Transaction,
  scope: Scope,
  page: { readonly olderThan?: string | undefined; readonly rows: number },
): Promise<readonly AuditLine[]> {
  const found = await tx
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.tenantId, scope.tenantId),
        page.olderThan ? lt(auditEvents.auditEventId, page.olderThan) : undefined,
      ),
    )
    .orderBy(desc(auditEvents.auditEventId))
    .limit(page.rows);
  return found.map(({ tenantId: _tenant, actorId: _actor, at, detail, ...line }) => ({
    ...line,
    at: at.toISOString(),
    detail: detail as Record<string, unknown>,
  }));
}

export type KnownUser = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string | null;
};

/** A person by e-mail address, in any case of letters; null when there is none. */
export async function findUserByEmailAsAuth(tx: Transaction, email: string): Promise<KnownUser | null> {
  const [found] = await tx
    .select({ userId: users.userId, name: users.name, email: users.email, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  return found ?? null;
}

/** Adds a person; false when somebody else just took the address. */
export async function insertUserAsAuth(
  tx: Transaction,
  user: KnownUser & { readonly createdAt: Date },
): Promise<boolean> {
  const made = await tx.insert(users).values(user).onConflictDoNothing().returning({ userId: users.userId });
  return made.length === 1;
}

/** Is there anybody at all? Before the first person the only page is the one that makes the owner. */
export async function hasUsersAsAuth(tx: Transaction): Promise<boolean> {
  const found = await tx.select({ userId: users.userId }).from(users).limit(1);
  return found.length > 0;
}

/** Uses the one-time owner token up. Of two at once the row lock lets one win; the other gets false. */
export async function useOwnerTokenAsAuth(tx: Transaction, tokenHash: string): Promise<boolean> {
  const used = await tx
    .update(installation)
    .set({ ownerTokenHash: null })
    .where(eq(installation.ownerTokenHash, tokenHash))
    .returning({ only: installation.only });
  return used.length === 1;
}

/** Adds a tenant. */
export async function insertTenantAsAuth(
  tx: Transaction,
  tenant: { readonly tenantId: string; readonly name: string; readonly createdAt: Date },
): Promise<void> {
  await tx.insert(tenants).values(tenant);
}

/** What the tenant is called. */
export async function readTenantName(tx: Transaction, scope: Pick<Scope, "tenantId">): Promise<string> {
  const [row] = await tx.select({ name: tenants.name }).from(tenants).where(eq(tenants.tenantId, scope.tenantId));
  return row?.name ?? "";
}

export type NewMember = {
  readonly tenantId: string;
  readonly userId: string;
  readonly role: Role;
  readonly createdAt: Date;
};

/** Adds a person to a tenant; false when they belong to it already. */
export async function insertMemberAsAuth(tx: Transaction, member: NewMember): Promise<boolean> {
  const made = await tx.insert(members).values(member).onConflictDoNothing().returning({ userId: members.userId });
  return made.length === 1;
}

export type TenantSeat = { readonly tenantId: string; readonly name: string; readonly role: Role };

/** The tenants a person belongs to, by name. */
export async function findSeatsAsAuth(tx: Transaction, userId: string): Promise<readonly TenantSeat[]> {
  const found = await tx
    .select({ tenantId: tenants.tenantId, name: tenants.name, role: members.role })
    .from(members)
    .innerJoin(tenants, eq(tenants.tenantId, members.tenantId))
    .where(eq(members.userId, userId))
    .orderBy(asc(tenants.name), asc(tenants.tenantId));
  return found.map((seat) => ({ ...seat, role: roleOf(seat.role) }));
}

/** The people of one tenant, with names and addresses; these only the narrow role may read. */
export async function findMembersAsAuth(tx: Transaction, scope: Scope): Promise<readonly Member[]> {
  const found = await tx
    .select({
      userId: users.userId,
      name: users.name,
      email: users.email,
      role: members.role,
      createdAt: members.createdAt,
    })
    .from(members)
    .innerJoin(users, eq(users.userId, members.userId))
    .where(eq(members.tenantId, scope.tenantId))
    .orderBy(asc(users.name), asc(users.userId));
  return found.map(({ createdAt, role, ...member }) => ({
    ...member,
    role: roleOf(role),
    since: createdAt.toISOString(),
  }));
}

/** What a person is called; for the trail, which names people even after they left. */
export async function findNameAsAuth(tx: Transaction, userId: string): Promise<string> {
  const [found] = await tx.select({ name: users.name }).from(users).where(eq(users.userId, userId));
  return found?.name ?? "somebody";
}

/** Locks the owners of the tenant, so that two changes at once cannot leave it without one. Returns their ids. */
export async function lockOwners(tx: Transaction, scope: Scope): Promise<readonly string[]> {
  const found = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.tenantId, scope.tenantId), eq(members.role, "owner")))
    .orderBy(asc(members.userId))
    .for("update");
  return found.map((member) => member.userId);
}

/** The role a person has in this tenant; null when they do not belong to it. */
export async function findRole(tx: Transaction, scope: Scope, userId: string): Promise<Role | null> {
  const [found] = await tx
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.tenantId, scope.tenantId), eq(members.userId, userId)))
    .for("update");
  return found ? roleOf(found.role) : null;
}

/** Gives a member another role. */
export async function updateRole(tx: Transaction, scope: Scope, userId: string, role: Role): Promise<void> {
  await tx
    .update(members)
    .set({ role })
    .where(and(eq(members.tenantId, scope.tenantId), eq(members.userId, userId)));
}

/** Ends a membership. Every read asks for it, so it takes effect with the next request. */
export async function deleteMember(tx: Transaction, scope: Scope, userId: string): Promise<void> {
  await tx.delete(members).where(and(eq(members.tenantId, scope.tenantId), eq(members.userId, userId)));
}

export type NewSession = {
  readonly sessionId: string;
  readonly userId: string;
  readonly tenantId: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** Opens a session: its id is all that the cookie carries. */
export async function insertSessionAsAuth(tx: Transaction, session: NewSession): Promise<void> {
  await tx.insert(sessions).values(session);
}

export type OpenSession = {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly tenantId: string | null;
  readonly companyFileId: string | null;
};

/** A session that is neither ended nor expired, with its person; else null. */
export async function findOpenSessionAsAuth(
  tx: Transaction,
  sessionId: string,
  now: Date,
): Promise<OpenSession | null> {
  const [found] = await tx
    .select({
      sessionId: sessions.sessionId,
      userId: sessions.userId,
      name: users.name,
      email: users.email,
      tenantId: sessions.tenantId,
      companyFileId: sessions.companyFileId,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.userId, sessions.userId))
    .where(and(eq(sessions.sessionId, sessionId), isNull(sessions.endedAt)));
  if (!found || found.expiresAt <= now) return null;
  const { expiresAt: _expires, ...session } = found;
  return session;
}

/** Ends a session for good; ending it twice keeps the first moment. */
export async function endSessionAsAuth(tx: Transaction, sessionId: string, now: Date): Promise<void> {
  await tx
    .update(sessions)
    .set({ endedAt: now })
    .where(and(eq(sessions.sessionId, sessionId), isNull(sessions.endedAt)));
}

/** Remembers which tenant the person looks at; its company files are chosen anew. */
export async function moveSessionAsAuth(tx: Transaction, sessionId: string, tenantId: string): Promise<void> {
  await tx.update(sessions).set({ tenantId, companyFileId: null }).where(eq(sessions.sessionId, sessionId));
}

/** The database's check constraint keeps others out; a role this version does not know may do the least. */
function roleOf(value: string): Role {
  return roles.find((role) => role === value) ?? "viewer";
}

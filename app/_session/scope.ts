// Who is asking? The session behind the cookie, checked against the database with every request.
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";

import type { Role } from "#lib/access/roles.ts";
import type { Scope } from "#lib/access/scope.ts";
import { hasUsers, readPresence } from "#lib/operations/sign-in.ts";

import { sessionCookieName, sessionIdOf } from "./auth.ts";
import { world } from "./world.ts";

export type Seat = { readonly id: string; readonly name: string; readonly role: Role };

export type Session = {
  readonly session: { readonly id: string };
  readonly person: { readonly id: string; readonly name: string; readonly email: string };
  /** Every tenant the person belongs to now. */
  readonly tenants: readonly Seat[];
  /** The one they look at; null when they belong to none any more. */
  readonly tenant: Seat | null;
  readonly role: Role | null;
  /** The company file they look at; null means the tenant's first. */
  readonly companyFileId: string | null;
};

/** The session of this request, or null: nobody, ended, expired. Read once per request. */
export const readSession = cache(async (): Promise<Session | null> => {
  const cookie = (await cookies()).get(sessionCookieName())?.value;
  const sessionId = cookie ? await sessionIdOf(cookie) : null;
  const presence = sessionId ? await readPresence(world(), sessionId) : null;
  if (!presence) return null;
  const { session, seats } = presence;
  const tenants = seats.map((seat) => ({ id: seat.tenantId, name: seat.name, role: seat.role }));
  // Removed from the tenant they looked at: the next one takes its place.
  const chosen = tenants.find((tenant) => tenant.id === session.tenantId);
  const tenant = chosen ?? tenants[0] ?? null;
  return {
    session: { id: session.sessionId },
    person: { id: session.userId, name: session.name, email: session.email },
    tenants,
    tenant,
    role: tenant?.role ?? null,
    companyFileId: chosen ? session.companyFileId : null,
  };
});

/** What an operation needs to know of this request; null when nobody is signed in or they belong to no tenant. */
export const readScope = cache(async (): Promise<Scope | null> => {
  const session = await readSession();
  if (!session?.tenant) return null;
  const { person, tenant } = session;
  return {
    ...world(),
    tenantId: tenant.id,
    actor: { type: "person", userId: person.id, name: person.name, role: tenant.role },
  };
});

/** The scope of a page; leads to the sign-in page, or to the owner's before there is anybody. */
export async function requireScope(): Promise<Scope> {
  const scope = await readScope();
  if (scope) return scope;
  return redirect((await isFounded()) ? "/sign-in" : "/welcome");
}

/** The session of a page, with its tenant. Leads away like `requireScope`. */
export async function requireSession(): Promise<Session & { readonly tenant: Seat }> {
  await requireScope();
  const session = await readSession();
  if (!session?.tenant) return redirect("/sign-in");
  return { ...session, tenant: session.tenant };
}

let founded = false;

/** Is there anybody? Once there is, it stays so, and the question is not asked again. */
export async function isFounded(): Promise<boolean> {
  founded ||= await hasUsers(world());
  return founded;
}

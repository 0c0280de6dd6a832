// Which of their tenants does a person look at from now on?
import { asAuth } from "#db/client.ts";
import type { SwitchTenant } from "#lib/access/people.ts";
import type { Scope } from "#lib/access/scope.ts";
import { findOpenSessionAsAuth, findSeatsAsAuth, moveSessionAsAuth } from "#lib/access/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";

/** Whose session it is: not a tenant's business, so there is no scope and no role to ask. */
type Seat = Pick<Scope, "db" | "now"> & { readonly sessionId: string };

/** Moves the session to another tenant of its person. A tenant they do not belong to is not found. */
export async function switchTenant(seat: Seat, input: SwitchTenant): Promise<void> {
  await asAuth(seat.db, async (tx) => {
    const session = await findOpenSessionAsAuth(tx, seat.sessionId, seat.now());
    if (!session) throw new Refusal("not-signed-in", "Please sign in again.");
    const seats = await findSeatsAsAuth(tx, session.userId);
    if (!seats.some((each) => each.tenantId === input.tenantId)) throw notFound("This tenant");
    await moveSessionAsAuth(tx, session.sessionId, input.tenantId);
  });
}

// What can a person do from the header of any page? Look at another of their tenants, and leave.
"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";

import { refused } from "#app/_session/action.ts";
import { sessionCookieName, sessionCookieOptions } from "#app/_session/auth.ts";
import { readSession } from "#app/_session/scope.ts";
import { world } from "#app/_session/world.ts";
import { SwitchTenant } from "#lib/access/people.ts";
import { signOut as endSession } from "#lib/operations/sign-in.ts";
import { switchTenant as moveSession } from "#lib/operations/switch-tenant.ts";

/** Form field `tenantId`. The one place where a tenant id comes from the browser: it is looked up among the person's own. */
export async function switchTenant(form: FormData): Promise<void> {
  const session = await readSession();
  if (!session) redirect("/sign-in");
  const input = SwitchTenant.safeParse({ tenantId: form.get("tenantId") });
  if (!input.success) redirect("/not-found");
  try {
    await moveSession({ ...world(), sessionId: session.session.id }, input.data);
  } catch (thrown) {
    const { refusal } = refused(thrown);
    redirect(refusal.code === "not-signed-in" ? "/sign-in" : "/not-found");
  }
  // The frame and every page kept in the browser were the old tenant's; so may be the address.
  revalidatePath("/", "layout");
  redirect("/");
}

/** Ends the session in the database and takes the cookie back. */
export async function signOut(_form: FormData): Promise<void> {
  const session = await readSession();
  if (session) await endSession(world(), session.session.id);
  (await cookies()).set(sessionCookieName(), "", { ...sessionCookieOptions(), maxAge: 0 });
  redirect("/sign-in");
}

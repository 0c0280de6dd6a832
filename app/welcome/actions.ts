// How does the owner page make the owner? There is no session yet, so this is the one action without a scope.
"use server";

import { headers } from "next/headers";

import { parse, refused } from "#app/_session/action.ts";
import { clientAddress } from "#app/_session/address.ts";
import { world } from "#app/_session/world.ts";
import { MakeOwner } from "#lib/access/people.ts";
import { makeOwner } from "#lib/operations/make-owner.ts";
import type { Outcome } from "#lib/refusal.ts";

/** Makes the owner; the token in the input is what allows it. */
export async function found(input: unknown): Promise<Outcome<null>> {
  try {
    await makeOwner(world(), parse(MakeOwner, input), clientAddress(await headers()));
    return { ok: true, value: null };
  } catch (thrown) {
    return refused(thrown);
  }
}

// What time is it, and where does chance come from, in the web door?
import { randomBytes } from "node:crypto";

import type { Scope } from "#lib/access/scope.ts";

import { db } from "./database.ts";

/** Everything of a scope but the tenant and the person. */
export type World = Pick<Scope, "db" | "now" | "chance">;

/** Database, clock and chance of this process. */
export function world(): World {
  return { db, now: () => new Date(), chance: (bytes) => new Uint8Array(randomBytes(bytes)) };
}

// Who asks, for which tenant: the first parameter of every operation and every store function.
import type { Database } from "#db/client.ts";
import { growingIds, type Chance, type Clock } from "#lib/id.ts";
import { Refusal } from "#lib/refusal.ts";
import {
  ASK_OWNER,
  rolePermissions,
  sourcePermissions,
  workerPermissions,
  type Permission,
  type Role,
} from "./roles.ts";

export type Actor =
  | { readonly type: "person"; readonly userId: string; readonly name: string; readonly role: Role }
  | { readonly type: "source"; readonly sourceId: string; readonly name: string }
  | { readonly type: "worker"; readonly job: string };

/** Everything an operation needs of the world: tenant, actor, database, time and chance. */
export type Scope = {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly db: Database;
  readonly now: Clock;
  readonly chance: Chance;
  /** The way out to ledgers; without it, the machine's own. */
  readonly fetch?: typeof globalThis.fetch;
};

/** Throws a Refusal when the actor may not. The first statement of every operation. */
export function allow(scope: Scope, permission: Permission): void {
  if (!may(scope.actor, permission)) {
    throw new Refusal("not-allowed", `Your role does not allow this. ${ASK_OWNER}`);
  }
}

/** May this actor do it? For pages that hide what would be refused. */
export function may(actor: Actor, permission: Permission): boolean {
  switch (actor.type) {
    case "person":
      return rolePermissions[actor.role].includes(permission);
    case "source":
      return sourcePermissions.includes(permission);
    case "worker":
      return workerPermissions.includes(permission);
    default:
      return actor satisfies never;
  }
}

/** Who it is, for what people read: a name, or what the clock is called. */
export function actorName({ actor }: Pick<Scope, "actor">): string {
  return actor.type === "worker" ? "Tieout" : actor.name;
}

const nextId = growingIds();

/** A new id, greater than every id this process made before. */
export function newId(scope: Pick<Scope, "now" | "chance">): string {
  return nextId(scope.now().getTime(), scope.chance(10));
}

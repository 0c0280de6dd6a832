// Keeps a view of Problem Sync under a name, for one person or for everyone of the tenant. Only who made it changes it.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, newId, type Actor, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { viewsMax, type SaveView } from "#lib/sync/saved-views.ts";
import { countViews, insertView, lockView, lockViews, updateView } from "#lib/sync/views/store.ts";

/** Keeps or changes a view. Refuses more than fifty, and changes to somebody else's. */
export async function saveView(scope: Scope, input: SaveView): Promise<{ readonly viewId: string }> {
  allow(scope, input.isShared ? "problems:resolve" : "problems:read");
  const { userId, name: madeBy } = viewer(scope);
  return await inTransaction(scope, async (tx) => {
    const before = input.viewId === undefined ? null : await lockView(tx, scope, input.viewId);
    if (input.viewId !== undefined && (!before || (before.ownerId !== userId && !before.isShared))) {
      throw notFound("This view");
    }
    if (before && before.ownerId !== userId) {
      throw new Refusal("not-allowed", `Only ${before.madeBy} can change this view. Save it under a name of your own.`);
    }
    await lockViews(tx, scope);
    await refuseTooMany(tx, scope, userId, { isNew: !before, isNewShared: input.isShared && !before?.isShared });
    const view = { ...input, viewId: before?.viewId ?? newId(scope) };
    if (before) await updateView(tx, scope, view);
    else await insertView(tx, scope, { ...view, ownerId: userId, madeBy });
    if (input.isShared) {
      const detail = { name: input.name };
      await audit(tx, scope, { action: "view.shared", subjectKind: "view", subjectId: view.viewId, detail });
    }
    return { viewId: view.viewId };
  });
}

/** Views belong to people. */
export function viewer({ actor }: Pick<Scope, "actor">): Extract<Actor, { type: "person" }> {
  if (actor.type !== "person") throw new Refusal("not-allowed", "Only people keep views.");
  return actor;
}

async function refuseTooMany(
  tx: Transaction,
  scope: Scope,
  userId: string,
  { isNew, isNewShared }: { readonly isNew: boolean; readonly isNewShared: boolean },
): Promise<void> {
  const { own, shared } = await countViews(tx, scope, userId);
  if (isNew && own >= viewsMax) {
    throw new Refusal("too-many", `You keep ${viewsMax} views already. Remove one first.`);
  }
  if (isNewShared && shared >= viewsMax) {
    throw new Refusal("too-many", `${viewsMax} views are shared already. Remove one, or keep this one for yourself.`);
  }
}

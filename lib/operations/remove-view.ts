// Takes a saved view away: who made it does, or an owner of the tenant if it is shared.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { RemoveView } from "#lib/sync/saved-views.ts";
import { deleteView, lockView } from "#lib/sync/views/store.ts";
import { viewer } from "./save-view.ts";

/** Removes a view. */
export async function removeView(scope: Scope, { viewId }: RemoveView): Promise<void> {
  allow(scope, "problems:read");
  const { userId, role } = viewer(scope);
  await inTransaction(scope, async (tx) => {
    const view = await lockView(tx, scope, viewId);
    if (!view || (view.ownerId !== userId && !view.isShared)) throw notFound("This view");
    if (view.ownerId !== userId && role !== "owner") {
      throw new Refusal("not-allowed", `Only ${view.madeBy} or an owner of this tenant can remove this view.`);
    }
    await deleteView(tx, scope, viewId);
    if (view.isShared) {
      const detail = { name: view.name };
      await audit(tx, scope, { action: "view.removed", subjectKind: "view", subjectId: viewId, detail });
    }
  });
}

// Which views of Problem Sync does this person have?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import type { ListViews, SavedView } from "#lib/sync/saved-views.ts";
import { findViews } from "#lib/sync/views/store.ts";
import { viewer } from "./save-view.ts";

/** Their own and the tenant's shared ones, by name. */
export async function listViews(scope: Scope, _input: ListViews): Promise<readonly SavedView[]> {
  allow(scope, "problems:read");
  const { userId } = viewer(scope);
  const rows = await inTransaction(scope, (tx) => findViews(tx, scope, userId));
  return rows.map(({ ownerId, ...view }) => ({ ...view, isMine: ownerId === userId }));
}

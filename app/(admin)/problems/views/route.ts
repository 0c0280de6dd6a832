// Which views of Problem Sync are kept under a name? For the menu that leads to them.
import { tenantRoute } from "#app/_session/action.ts";
import { ListViews } from "#lib/sync/saved-views.ts";
import { listViews } from "#lib/operations/list-views.ts";

export const GET = tenantRoute(ListViews, listViews);

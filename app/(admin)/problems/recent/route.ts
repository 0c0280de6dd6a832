// What was decided lately? For the list that keeps the way back after the toast has gone.
import { tenantRoute } from "#app/_session/action.ts";
import { listRecent } from "#lib/operations/list-recent.ts";
import { ListRecent } from "#lib/sync/recent.ts";

export const GET = tenantRoute(ListRecent, listRecent);

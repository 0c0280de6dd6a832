// How far is the pull of balances?
import { tenantRoute } from "#app/_session/action.ts";
import { showPull } from "#lib/operations/show-pull.ts";
import { ShowPull } from "#lib/sync/balances.ts";

export const GET = tenantRoute(ShowPull, showPull);

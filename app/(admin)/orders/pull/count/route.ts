// How many orders would a pull of balances ask about?
import { tenantRoute } from "#app/_session/action.ts";
import { countBalances } from "#lib/operations/count-balances.ts";
import { FoundSet } from "#lib/sync/found-set.ts";

export const GET = tenantRoute(FoundSet, countBalances);

// GET one document with its record in the books and what was done to it.
import { tenantRoute } from "#app/_session/action.ts";
import { showId } from "#lib/operations/show-id.ts";
import { ShowId } from "#lib/sync/ledger-ids.ts";

export const GET = tenantRoute(ShowId, showId);

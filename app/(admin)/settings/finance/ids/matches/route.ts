// GET what QuickBooks has for what is not linked, as a file of IDs.
import { tenantRoute } from "#app/_session/action.ts";
import { findMatches } from "#lib/operations/find-matches.ts";
import { LookAtIds } from "#lib/sync/ledger-ids-file.ts";

export const GET = tenantRoute(LookAtIds, findMatches);

// Which items does QuickBooks have that a charge code could mean? For the select in a cause's card.
import { tenantRoute } from "#app/_session/action.ts";
import { listLedgerItems } from "#lib/operations/list-ledger-items.ts";
import { ProblemPlace } from "#lib/sync/problem-filter.ts";

export const GET = tenantRoute(ProblemPlace.pick({ companyFileId: true }), listLedgerItems);

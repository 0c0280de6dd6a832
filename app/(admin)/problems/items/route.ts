// Which items does QuickBooks have that a charge code could mean? For the select in a cause's card.
import { tenantRoute } from "#app/_session/action.ts";
import { listLedgerItems } from "#lib/operations/list-ledger-items.ts";
import { ListProblems } from "#lib/sync/problems.ts";

export const GET = tenantRoute(ListProblems.pick({ companyFileId: true }), listLedgerItems);

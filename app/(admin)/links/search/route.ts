// Which customers of QuickBooks fit what was typed? For the dialog that links.
import { tenantRoute } from "#app/_session/action.ts";
import { searchCustomers } from "#lib/operations/search-customers.ts";
import { SearchCustomers } from "#lib/sync/links.ts";

export const GET = tenantRoute(SearchCustomers, searchCustomers);

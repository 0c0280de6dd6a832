// How does a document in problem differ from what was sent and what QuickBooks holds? For the side panel.
import { tenantRoute } from "#app/_session/action.ts";
import { showCompared } from "#lib/operations/show-compared.ts";
import { ShowCompared } from "#lib/sync/problem-compared.ts";

export const GET = tenantRoute(ShowCompared, showCompared);

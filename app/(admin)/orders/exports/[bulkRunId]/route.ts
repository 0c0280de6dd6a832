// How far is an export?
import { tenantRoute } from "#app/_session/action.ts";
import { showExport } from "#lib/operations/show-export.ts";
import { ShowRun } from "#lib/sync/problems.ts";

export const GET = tenantRoute(ShowRun, showExport);

// How far is a resync?
import { tenantRoute } from "#app/_session/action.ts";
import { showRun } from "#lib/operations/show-run.ts";
import { ShowRun } from "#lib/sync/problems.ts";

export const GET = tenantRoute(ShowRun, showRun);

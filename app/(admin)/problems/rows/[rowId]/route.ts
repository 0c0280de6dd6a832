// What is known of one problem? For the side panel.
import { tenantRoute } from "#app/_session/action.ts";
import { showProblem } from "#lib/operations/show-problem.ts";
import { ShowProblem } from "#lib/sync/problems.ts";

export const GET = tenantRoute(ShowProblem, showProblem);

// GET the runs of a company that go on, and those of the last day.
import { tenantRoute } from "#app/_session/action.ts";
import { listRuns } from "#lib/operations/show-run.ts";
import { ListRuns } from "#lib/sync/problems.ts";

export const GET = tenantRoute(ListRuns, listRuns);

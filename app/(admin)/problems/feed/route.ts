// How do problems stand now? The same answer as the page's first paint, for the browser that watches.
import { tenantRoute } from "#app/_session/action.ts";
import { listProblems } from "#lib/operations/list-problems.ts";
import { ProblemQuery } from "#lib/sync/problem-query.ts";

export const GET = tenantRoute(ProblemQuery, listProblems);

// GET what became of each row of a run, as a file for a spreadsheet.
import { tenantRoute } from "#app/_session/action.ts";
import { fileStream } from "#app/_session/stream.ts";
import { showRunResults } from "#lib/operations/show-run.ts";
import { ShowRun } from "#lib/sync/problems.ts";

export const GET = tenantRoute(ShowRun, showRunResults, ({ name, parts }) =>
  fileStream(name, "text/csv; charset=utf-8", parts),
);

// GET every problem of a view as a file for a spreadsheet.
import { tenantRoute } from "#app/_session/action.ts";
import { fileStream } from "#app/_session/stream.ts";
import { showProblemFile } from "#lib/operations/show-problem-file.ts";
import { ProblemQuery } from "#lib/sync/problem-query.ts";

export const GET = tenantRoute(ProblemQuery, showProblemFile, ({ name, parts }) =>
  fileStream(name, "text/csv; charset=utf-8", parts),
);

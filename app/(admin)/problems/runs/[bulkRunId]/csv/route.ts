// GET what became of each row of a run, as a file for a spreadsheet.
import { tenantRoute } from "#app/_session/action.ts";
import { showRunResults } from "#lib/operations/show-run.ts";
import { ShowRun } from "#lib/sync/problems.ts";
import { runCsv } from "#lib/sync/run-csv.ts";

export const GET = tenantRoute(
  ShowRun,
  showRunResults,
  ({ title, rows }) =>
    new Response(runCsv(rows), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="${title.replace(/[^\w .()-]/g, "_").slice(0, 100)}.csv"`,
      },
    }),
);

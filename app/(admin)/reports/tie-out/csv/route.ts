// GET the tie-out as a file for a spreadsheet.
import { tenantRoute } from "#app/_session/action.ts";
import { readTieOut } from "#lib/operations/read-tie-out.ts";
import { tieOutCsv } from "#lib/sync/tie-out-csv.ts";
import { ReadTieOut } from "#lib/sync/tie-out.ts";

export const GET = tenantRoute(
  ReadTieOut,
  readTieOut,
  ({ from, until, rows }) =>
    new Response(tieOutCsv(rows), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="tie-out ${from} to ${until}.csv"`,
      },
    }),
);

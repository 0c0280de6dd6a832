// GET the QuickBooks IDs of a view as a file for a spreadsheet.
import { tenantRoute } from "#app/_session/action.ts";
import { fileStream } from "#app/_session/stream.ts";
import { showIdFile } from "#lib/operations/show-id-file.ts";
import { IdQuery } from "#lib/sync/ledger-ids.ts";

export const GET = tenantRoute(IdQuery, showIdFile, ({ name, parts }) =>
  fileStream(name, "text/csv; charset=utf-8", parts),
);

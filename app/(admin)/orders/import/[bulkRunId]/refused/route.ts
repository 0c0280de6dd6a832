// GET the refused rows of an import as a file to correct and import again.
import { tenantRoute } from "#app/_session/action.ts";
import { fileStream } from "#app/_session/stream.ts";
import { showRefusedFile } from "#lib/operations/show-import.ts";
import { ShowImport } from "#lib/orders/imports/import.ts";

export const GET = tenantRoute(ShowImport, showRefusedFile, ({ name, isCsv, parts }) =>
  fileStream(name, isCsv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8", parts),
);

// GET how far an import is, with its first refused rows.
import { tenantRoute } from "#app/_session/action.ts";
import { showImport } from "#lib/operations/show-import.ts";
import { ShowImport } from "#lib/orders/imports/import.ts";

export const GET = tenantRoute(ShowImport, showImport);

// What does the import page change? It begins an import; the file follows by run/route.ts.
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { StartImport } from "#lib/orders/imports/import.ts";
import { startImport } from "#lib/operations/start-import.ts";

export const start = tenantAction(StartImport, startImport);

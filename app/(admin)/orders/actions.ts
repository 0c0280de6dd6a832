// What can a person do about orders? Look at them in QuickBooks, and export them.
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { checkExports } from "#lib/operations/check-exports.ts";
import { exportOrders } from "#lib/operations/export-orders.ts";
import { CheckExports, ExportOrders } from "#lib/sync/exports.ts";

export const check = tenantAction(CheckExports, checkExports);
export const send = tenantAction(ExportOrders, exportOrders);

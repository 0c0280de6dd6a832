// What can a person do about orders? Look at them in QuickBooks and export them, pull what is open on them, push one.
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { checkExports } from "#lib/operations/check-exports.ts";
import { exportOrders } from "#lib/operations/export-orders.ts";
import { changePull, pullBalances, pullOrder } from "#lib/operations/pull-balances.ts";
import { pushOrder } from "#lib/operations/push-order.ts";
import { ChangePull, PullOrder } from "#lib/sync/balances.ts";
import { CheckExports, ExportOrders } from "#lib/sync/exports.ts";
import { FoundSet } from "#lib/sync/found-set.ts";
import { PushOrder } from "#lib/sync/orders-pushed.ts";

export const check = tenantAction(CheckExports, checkExports);
export const send = tenantAction(ExportOrders, exportOrders);
export const pullFound = tenantAction(FoundSet, pullBalances);
export const pullOne = tenantAction(PullOrder, pullOrder);
export const changeRun = tenantAction(ChangePull, changePull);
export const pushOne = tenantAction(PushOrder, pushOrder);

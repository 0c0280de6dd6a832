// What can a person do with orders that are there? Pull what is open on them, push one.
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { changePull, pullBalances, pullOrder } from "#lib/operations/pull-balances.ts";
import { pushOrder } from "#lib/operations/push-order.ts";
import { ChangePull, PullOrder } from "#lib/sync/balances.ts";
import { FoundSet } from "#lib/sync/found-set.ts";
import { PushOrder } from "#lib/sync/orders-pushed.ts";

export const pullFound = tenantAction(FoundSet, pullBalances);
export const pullOne = tenantAction(PullOrder, pullOrder);
export const changeRun = tenantAction(ChangePull, changePull);
export const pushOne = tenantAction(PushOrder, pushOrder);

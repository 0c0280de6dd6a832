// How many orders fit this filter? Asked when somebody wants them all.
import { tenantRoute } from "#app/_session/action.ts";
import { countOrders } from "#lib/operations/count-orders.ts";
import { ListOrders } from "#lib/sync/orders-shown.ts";

export const GET = tenantRoute(ListOrders, countOrders);

// How do the orders stand now? The same answer as the page's first paint, for the browser that watches.
import { tenantRoute } from "#app/_session/action.ts";
import { listOrders } from "#lib/operations/list-orders.ts";
import { ListOrders } from "#lib/sync/orders-shown.ts";

export const GET = tenantRoute(ListOrders, listOrders);

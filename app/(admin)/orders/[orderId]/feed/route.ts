// How does this order stand now? For the browser that watches it go.
import { tenantRoute } from "#app/_session/action.ts";
import { showOrder } from "#lib/operations/show-order.ts";
import { ShowOrder } from "#lib/sync/orders-shown.ts";

export const GET = tenantRoute(ShowOrder, showOrder);

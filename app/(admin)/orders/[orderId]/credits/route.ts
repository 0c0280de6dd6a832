// GET: the credits of one order.
import { tenantRoute } from "#app/_session/action.ts";
import { listCredits } from "#lib/operations/list-credits.ts";
import { ListCredits } from "#lib/orders/credit.ts";

export const GET = tenantRoute(ListCredits, listCredits);

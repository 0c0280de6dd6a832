// What was paid of this order? For the browser that watches it.
import { tenantRoute } from "#app/_session/action.ts";
import { showPayments } from "#lib/operations/show-payments.ts";
import { ShowPayments } from "#lib/sync/invoices.ts";

export const GET = tenantRoute(ShowPayments, showPayments);

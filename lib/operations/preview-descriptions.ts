// What would a template say of the newest orders? Nothing is saved.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { templateFaults } from "#lib/documents/descriptions/check.ts";
import type { DescriptionsPreview, PreviewDescriptions } from "#lib/documents/descriptions/saving.ts";
import { placeOf, withTemplate } from "#lib/documents/descriptions/templates.ts";
import type { PlannedOrder } from "#lib/documents/planned.ts";
import { previewTexts } from "#lib/documents/preview-texts.ts";
import { readCompanyFile, readSettings } from "#lib/ledgers/store.ts";
import { Order } from "#lib/orders/order.ts";
import { readNewestOrders } from "#lib/orders/planning/store.ts";
import { notFound } from "#lib/refusal.ts";
import { applyRules } from "#lib/rules/apply.ts";
import { readRules } from "#lib/rules/store.ts";
import { ORDERS_LOOKED_AT } from "./show-descriptions.ts";

/** The text on the newest orders as their rules leave them; with what is wrong with the template where it cannot be read. */
export async function previewDescriptions(scope: Scope, input: PreviewDescriptions): Promise<DescriptionsPreview> {
  allow(scope, "settings:read");
  const { companyFileId, situation, text, template } = input;
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    const faults = templateFaults(template, placeOf(situation, text));
    if (faults.length > 0) return { faults, rows: [], isFitting: true, lookedAt: 0 };
    const settings = await readSettings(tx, scope, companyFileId);
    const rules = await readRules(tx, scope, companyFileId);
    const stored = await readNewestOrders(tx, scope, companyFileId, ORDERS_LOOKED_AT);
    const orders = stored.map(({ orderId, sourceId, body }): PlannedOrder => {
      const { order } = applyRules(Order.parse(body), rules);
      return { orderId, sourceId, order };
    });
    const descriptions = withTemplate(settings.descriptions, situation, text, template);
    const { rows, isFitting } = previewTexts(situation, text, orders, { ...settings, descriptions });
    return { faults, rows, isFitting, lookedAt: orders.length };
  });
}

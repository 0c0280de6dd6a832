// What does an order become now: a sales order, an invoice, a sales receipt, or nothing yet?
import { isCombinedKey } from "./keys.ts";
import type { BookingMode, CompanySettings } from "./settings.ts";
import type { PlannedOrder } from "./planned.ts";

/** Which sales an order has at this moment. An invoice beside a sales order copies and closes it. */
export type Stage = { readonly salesOrder: boolean; readonly invoice: boolean; readonly receipt: boolean };

/**
 * How this order is booked: as its source is, else as the company is. One that the books hold already keeps the way it
 * was booked, so that another setting never books a sale twice; a sales order may still become an invoice.
 */
export function modeOf({ sourceId, booked }: PlannedOrder, settings: CompanySettings): BookingMode {
  const wanted = (sourceId === undefined ? undefined : settings.sourceModes[sourceId]) ?? settings.mode;
  const kinds = booked?.kinds ?? [];
  if (kinds.includes("sales-receipt")) return "sales-receipt";
  if (kinds.includes("invoice")) return kinds.includes("sales-order") ? "sales-order-then-invoice" : "invoice";
  if (!kinds.includes("sales-order")) return wanted;
  if (wanted === "invoice") return "sales-order-then-invoice";
  return wanted === "sales-receipt" ? "sales-order" : wanted;
}

/** A cancelled order has no sales; an open one has at most a sales order, unless invoices are wanted always. */
export function stageOf(planned: PlannedOrder, settings: CompanySettings): Stage {
  const { status } = planned.order;
  const mode = modeOf(planned, settings);
  const isDue = status === "completed";
  if (status === "cancelled") return { salesOrder: false, invoice: false, receipt: false };
  switch (mode) {
    case "invoice":
      return { salesOrder: false, invoice: isDue, receipt: false };
    case "sales-order":
      return { salesOrder: true, invoice: false, receipt: false };
    case "sales-receipt":
      return { salesOrder: false, invoice: false, receipt: isDue };
    case "sales-order-then-invoice": {
      // An order that is opened again after its invoice went keeps the invoice: it closed the sales order.
      const hasInvoice = planned.booked?.kinds.includes("invoice") ?? false;
      return { salesOrder: true, invoice: isDue || settings.invoiceWhen === "always" || hasInvoice, receipt: false };
    }
    default:
      return mode satisfies never;
  }
}

/**
 * Charge sets of several orders share an invoice only where no sales order comes first: an invoice copies one of them.
 * An order whose invoices are in the books keeps the way they were made.
 */
export function mayCombine(planned: PlannedOrder, settings: CompanySettings): boolean {
  if (modeOf(planned, settings) !== "invoice") return false;
  const booked = planned.booked?.invoiceKeys ?? [];
  return booked.length > 0 ? booked.some(isCombinedKey) : settings.combineInvoices;
}

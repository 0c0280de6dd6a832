// What is written in the description: a template over the charge's and the order's fields.
import type { Charge, Order } from "#lib/orders/order.ts";

const FIELD = /\{([^{}]+)\}/g;

/**
 * Fills a template such as "{description} {ref:Container}". Unknown or empty fields leave nothing behind; blanks left
 * over are closed up.
 */
export function describe(template: string, order: Order, charge?: Charge): string {
  return template
    .replace(FIELD, (_, name: string) => fieldOf(name.trim(), order, charge))
    .replace(/[ \t]+/g, " ")
    .replace(/ +([,.;])/g, "$1")
    .trim();
}

function fieldOf(name: string, order: Order, charge: Charge | undefined): string {
  if (name.startsWith("ref:")) return order.references[name.slice(4)] ?? "";
  if (name.startsWith("custom:")) return order.customFields[name.slice(7)] ?? "";
  switch (name) {
    case "description":
      return charge?.description ?? charge?.code ?? "";
    case "code":
      return charge?.code ?? "";
    case "number":
      return order.number;
    case "job":
      return order.job?.name ?? "";
    case "notes":
      return order.notes ?? "";
    case "references":
      return Object.entries(order.references)
        .map(([key, value]) => `${key} ${value}`)
        .join(", ");
    default:
      return "";
  }
}

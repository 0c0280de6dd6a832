// What is wrong with an entry of a list of names: missing, inactive, a category?
import type { Problem } from "#lib/problem.ts";
import { textOf, type QboRow } from "./rows.ts";

/** What keeps an item from being sold; null when nothing does. */
export function itemProblem(row: QboRow | undefined, name: string, chargeCode: string): Problem | null {
  const charge = `Charge ${chargeCode}`;
  if (!row) return { code: "item-missing", about: name, detail: `${charge}: QuickBooks has no item ${name}.` };
  if (row.Active === false) return inactive("item", name);
  return textOf(row, "Type") === "Category" ? category(name) : null;
}

/** Somebody made it inactive, and only a person may take that back. */
export function inactive(kind: "item" | "customer", name: string): Problem {
  if (kind === "item") return { code: "item-inactive", about: name, detail: `Item ${name} is inactive in QuickBooks.` };
  return { code: "customer-inactive", about: name, detail: `Customer ${name} was made inactive in QuickBooks.` };
}

/** Categories only group items. */
export function category(name: string): Problem {
  return {
    code: "item-is-category",
    about: name,
    detail: `${name} is a category; QuickBooks sells only the items in it.`,
  };
}

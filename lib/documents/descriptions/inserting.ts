// What does a click on a field put into a template? The person need not know how it is written.
import { fieldLists, places, type FieldRoot, type Place } from "./fields.ts";

export type Inserting = {
  /** "order.number", `order.reference["PO"]`. */
  readonly path: string;
  readonly label: string;
  readonly place: Place;
  readonly template: string;
  /** Where the cursor is. */
  readonly at: number;
  /** Shown with its label, and only where there is one. */
  readonly isOptional: boolean;
  /** What stands between, where there are several. */
  readonly separator: string;
};

const loops: Partial<Readonly<Record<FieldRoot, keyof typeof fieldLists>>> = {
  charge_set: "order.charge_sets",
  charge: "order.charges",
  stop: "order.stops",
  reference: "order.references",
};

/** The template with the field in it, and where the cursor stands then: behind it. */
export function inserted(wanted: Inserting): { readonly template: string; readonly at: number } {
  const { path, label, place, template, at, isOptional, separator } = wanted;
  const there = new Set<string>([...places[place], ...openLoops(template.slice(0, at))]);
  const shown = isOptional ? `{% if ${path} %}${label} {{ ${path} }}{% endif %}` : `{{ ${path} }}`;
  const piece = inLoops(shown, path.split(".")[0] as FieldRoot, there, separator);
  return { template: template.slice(0, at) + piece + template.slice(at), at: at + piece.length };
}

/** Around it the loops over what there are several of, as far as the cursor is in none of them yet. */
function inLoops(shown: string, root: FieldRoot, there: ReadonlySet<string>, separator: string): string {
  if (there.has(root)) return shown;
  const list =
    root === "order" ? "orders" : root === "charge" && there.has("charge_set") ? "charge_set.charges" : loops[root];
  if (list === undefined) return shown;
  const between = separator === "" ? "" : `{% unless forloop.last %}${separator}{% endunless %}`;
  const loop = `{% for ${root} in ${list} %}${shown}${between}{% endfor %}`;
  return root === "order" ? loop : inLoops(loop, "order", there, separator);
}

/** The words that loops have open at the end of this text. */
function openLoops(before: string): string[] {
  const open: string[] = [];
  for (const [, word] of before.matchAll(/\{%-?\s*(?:for\s+(\w+)\s+in\b|endfor\b)/g)) {
    if (word === undefined) open.pop();
    else open.push(word);
  }
  return open;
}

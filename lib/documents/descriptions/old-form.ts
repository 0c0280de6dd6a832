// Templates were written as "{description} {ref:Container}" once. What is the same text in the language of today?

const FIELD = /\{([^{}]+)\}|[^{]+|\{/g;

const fields: Readonly<Record<string, string>> = {
  number: "order.number",
  job: "order.job",
  notes: "order.notes",
  references: "order.all_references",
};
const chargeFields: Readonly<Record<string, string>> = { description: "charge.description", code: "charge.code" };

/** The template as Liquid. What it said of an order it still says; a field that was unknown still says nothing. */
export function fromOldForm(template: string, text: "line" | "message"): string {
  return template.replaceAll(FIELD, (word, name: string | undefined) => {
    if (name !== undefined) return fieldOf(name.trim(), text);
    return word === "{" ? `{{ "{" }}` : word;
  });
}

function fieldOf(name: string, text: "line" | "message"): string {
  if (name.startsWith("ref:")) return `{{ order.reference[${quoted(name.slice(4))}] }}`;
  if (name.startsWith("custom:")) return `{{ order.custom[${quoted(name.slice(7))}] }}`;
  const path = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const ofCharge = text === "line" && Object.hasOwn(chargeFields, name) ? chargeFields[name] : undefined;
  return path === undefined && ofCharge === undefined ? "" : `{{ ${path ?? ofCharge} }}`;
}

function quoted(name: string): string {
  return `"${name.replaceAll(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;
}

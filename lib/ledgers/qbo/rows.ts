// How is a field of an answer read without trusting its shape?

export type QboRow = { readonly [field: string]: unknown };

/** One refusal, in whichever envelope it came. */
export type QboFault = {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly element: string;
};

/** Parses JSON; undefined when the text is something else or was cut off. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An object that is no array; undefined otherwise. */
export function asRow(value: unknown): QboRow | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as QboRow) : undefined;
}

/** The objects of an array; none when it is none. */
export function asRows(value: unknown): QboRow[] {
  return Array.isArray(value) ? value.map(asRow).filter((row) => row !== undefined) : [];
}

/** A text field; "" when it is missing or something else. */
export function textOf(row: QboRow | undefined, field: string): string {
  const value = row?.[field];
  return typeof value === "string" ? value : "";
}

/** The id in a reference such as `{"value": "58", "name": "Acme"}`; "" when there is none. */
export function refOf(row: QboRow | undefined, field: string): string {
  return textOf(asRow(row?.[field]), "value");
}

/** A switch; undefined when it is missing or something else. */
export function flagOf(row: QboRow | undefined, field: string): boolean | undefined {
  const value = row?.[field];
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
}

/** Was the record voided? It keeps its number, has no amount left and says so in its note. */
export function isVoided(row: QboRow): boolean {
  return row.TotalAmt === 0 && /\bvoided\b/i.test(textOf(row, "PrivateNote"));
}

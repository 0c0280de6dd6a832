// How does the simulator read loosely typed JSON bodies without trusting their shape?

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
export type Row = { [key: string]: Json | undefined };

/** The value as an object, or undefined when it is anything else. */
export function asRow(value: Json | undefined): Row | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}

/** The value as a list of objects; anything that is no object is left out. */
export function asRows(value: Json | undefined): Row[] {
  if (!Array.isArray(value)) return [];
  return value.map(asRow).filter((row) => row !== undefined);
}

/** The value as text: strings as they are, numbers and booleans spelled out, everything else undefined. */
export function asText(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return undefined;
}

/** The id inside a reference `{"value":"1","name":"…"}`; undefined for a missing or empty one. */
export function refId(value: Json | undefined): string | undefined {
  const id = asText(asRow(value)?.value);
  return id === undefined || id === "" ? undefined : id;
}

/** Reads a value along a dotted path ("MetaData.CreateTime"). */
export function at(row: Row, path: string): Json | undefined {
  let current: Json | undefined = row;
  for (const part of path.split(".")) current = asRow(current)?.[part];
  return current;
}

/** Same content, regardless of the order of object keys and of undefined members. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((entry, index) => sameJson(entry, b[index]));
  }
  const left = asRow(a);
  const right = asRow(b);
  if (left === undefined || right === undefined) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => sameJson(left[key], right[key]));
}

/** Parses JSON text; undefined when it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

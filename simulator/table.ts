// How does one list of a company hold its records and find them by number or name at once?
import { asText, at, refId, type Row } from "./json.ts";

const INDEXED = ["DocNumber", "DisplayName", "Name", "FullyQualifiedName", "CustomerRef"] as const;
export type IndexedField = (typeof INDEXED)[number];

function keyOf(row: Row, field: IndexedField): string | undefined {
  const value = field === "CustomerRef" ? refId(row.CustomerRef) : asText(at(row, field));
  return value?.toLowerCase();
}

/** Records by id, with an index of each field that look-ups use. */
export class Table {
  rows = new Map<string, Row>();
  indexes = new Map<IndexedField, Map<string, Set<string>>>();

  put(id: string, row: Row): void {
    const old = this.rows.get(id);
    this.rows.set(id, row);
    for (const field of INDEXED) {
      const before = old === undefined ? undefined : keyOf(old, field);
      const after = keyOf(row, field);
      if (before === after) continue;
      if (before !== undefined) this.indexes.get(field)?.get(before)?.delete(id);
      if (after !== undefined) this.index(field, after).add(id);
    }
  }

  remove(id: string): void {
    const old = this.rows.get(id);
    if (old === undefined) return;
    this.rows.delete(id);
    for (const field of INDEXED) {
      const key = keyOf(old, field);
      if (key !== undefined) this.indexes.get(field)?.get(key)?.delete(id);
    }
  }

  /** Records whose field equals the value, ignoring case. */
  find(field: IndexedField, value: string): Row[] {
    const ids = this.indexes.get(field)?.get(value.toLowerCase());
    return ids === undefined ? [] : [...ids].map((id) => this.rows.get(id)).filter((row) => row !== undefined);
  }

  private index(field: IndexedField, key: string): Set<string> {
    const map = this.indexes.get(field) ?? new Map<string, Set<string>>();
    this.indexes.set(field, map);
    const ids = map.get(key) ?? new Set<string>();
    map.set(key, ids);
    return ids;
  }
}

/** The indexed field of that name in any case; undefined when it has no index. */
export function indexedField(name: string): IndexedField | undefined {
  return INDEXED.find((field) => field.toLowerCase() === name.toLowerCase());
}

// Who changed what in one company, and when?
import { envelopeTime } from "./clock.ts";
import type { Committed } from "./committed.ts";
import type { Journal } from "./journal.ts";
import { asRow, asText, sameJson, type Json, type Row } from "./json.ts";

export type AuditEntry = {
  time: string;
  who: string;
  entity: string;
  id: string;
  name: string;
  /** Create, Update, Delete, Void, Emailed or Merge. */
  did: string;
  /** What changed, one text a field: "TotalAmt: 10 → 12". */
  fields: string[];
};

const KEPT = 2000;
const SILENT = ["SyncToken", "MetaData", "sparse", "domain", "CustomField"];
export const APP = "Connected app";
export const BOOKKEEPER = "Bookkeeper";

function spelled(value: Json | undefined): string {
  const text = asText(value);
  if (text !== undefined) return text === "" ? "nothing" : text;
  const row = asRow(value);
  if (row === undefined) return Array.isArray(value) ? `${value.length} entries` : "nothing";
  return asText(row.name) ?? asText(row.value) ?? asText(row.Address) ?? asText(row.FreeFormNumber) ?? "something";
}

function differences(before: Row, after: Row): string[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => !SILENT.includes(field) && !sameJson(before[field], after[field]))
    .map((field) => {
      const [old, now] = [spelled(before[field]), spelled(after[field])];
      return old === now ? `${field} changed` : `${field}: ${old} → ${now}`;
    });
}

/** The last 2,000 changes of one company, oldest first. */
export class Audit {
  entries: AuditEntry[] = [];
  /** Who is at work now; every write happens within one turn of the event loop. */
  actor = APP;

  /** Does something in another one's name. */
  as<T>(actor: string, run: () => T): T {
    const before = this.actor;
    this.actor = actor;
    try {
      return run();
    } finally {
      this.actor = before;
    }
  }

  note(changes: Committed[], journal: Journal | undefined): void {
    for (const { entity, id, before, after, told, nowMs } of changes) {
      if (told?.as === "nothing") continue;
      const row = after ?? before ?? {};
      const plain = before === undefined ? "Create" : after === undefined ? "Delete" : "Update";
      const fields = before === undefined || after === undefined ? [] : differences(before, after);
      if (told?.deletedId !== undefined) fields.unshift(`took over ${entity} ${told.deletedId}`);
      const entry: AuditEntry = {
        time: envelopeTime(nowMs),
        who: this.actor,
        entity,
        id,
        name: asText(row.DocNumber) ?? asText(row.DisplayName) ?? asText(row.Name) ?? "",
        did: told?.as ?? plain,
        fields,
      };
      this.add(entry);
      journal?.add(["audit", entry]);
    }
  }

  notePreferences(nowMs: number, before: Row, after: Row, journal: Journal | undefined): void {
    const entry: AuditEntry = {
      time: envelopeTime(nowMs),
      who: this.actor,
      entity: "Preferences",
      id: "1",
      name: "",
      did: "Update",
      fields: differences(before, after),
    };
    this.add(entry);
    journal?.add(["audit", entry]);
  }

  restore(saved: Row): void {
    const text = (field: string) => asText(saved[field]) ?? "";
    const fields = Array.isArray(saved.fields) ? saved.fields.map((field) => asText(field) ?? "") : [];
    this.add({
      time: text("time"),
      who: text("who"),
      entity: text("entity"),
      id: text("id"),
      name: text("name"),
      did: text("did"),
      fields,
    });
  }

  private add(entry: AuditEntry): void {
    this.entries.push(entry);
    if (this.entries.length > KEPT * 1.25) this.entries = this.entries.slice(-KEPT);
  }
}

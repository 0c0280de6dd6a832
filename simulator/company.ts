// What does one simulated company hold: lists, counters, balances, remembered request ids?
import { Audit } from "./audit.ts";
import type { Committed } from "./committed.ts";
import { ENTITIES, isTransaction, KINDS, type EntityName } from "./entities.ts";
import { asRow, asText, refId, type Json, type Row } from "./json.ts";
import type { Journal } from "./journal.ts";
import { centsOrZero } from "./money.ts";
import { settingsSchema, type Settings } from "./settings.ts";
import { Table } from "./table.ts";

export type Remembered = { signature: string; status: number; body: string; at: number };
export type Tombstone = { entity: EntityName; id: string; time: string };

/** What a transaction adds to its customer's balance, in cents (unapplied money and open credits reduce it). */
function owed(entity: EntityName, row: Row): number {
  if (entity === "Invoice") return centsOrZero(row.Balance);
  if (entity === "CreditMemo") return -centsOrZero(row.Balance);
  if (entity === "Payment") return -centsOrZero(row.UnappliedAmt);
  return 0;
}

export class Company {
  realm: string;
  name: string;
  template: string;
  settings: Settings = settingsSchema.parse({});
  tables = new Map<EntityName, Table>(ENTITIES.map((entity) => [entity, new Table()]));
  counters: Record<string, number> = {};
  requests = new Map<string, Remembered>();
  tombstones: Tombstone[] = [];
  /** Customer id → open balance in cents, kept in step with every transaction. */
  balances = new Map<string, number>();
  /** Customer id → time of the last transaction; moves LastUpdatedTime without touching the SyncToken. */
  touched = new Map<string, string>();
  children = new Map<string, Set<string>>();
  writesExecuted = 0;
  journal: Journal | undefined;
  /** Who is told of every committed change: webhooks and the audit. */
  watchers: ((changes: Committed[]) => void)[] = [];
  /** Who is told when a person changes the company's Preferences. */
  onPreferences: ((nowMs: number) => void) | undefined;
  audit = new Audit();

  constructor(realm: string, name: string, template: string) {
    this.realm = realm;
    this.name = name;
    this.template = template;
  }

  table(entity: EntityName): Table {
    const table = this.tables.get(entity);
    if (table === undefined) throw new Error(`no table ${entity}`);
    return table;
  }

  get(entity: EntityName, id: string): Row | undefined {
    return this.table(entity).rows.get(id);
  }

  /** The next id of a counter; ids are never used twice. */
  nextId(counter: string): string {
    const next = (this.counters[counter] ?? 0) + 1;
    this.counters[counter] = next;
    return String(next);
  }

  put(entity: EntityName, row: Row): void {
    const id = asText(row.Id) ?? "";
    this.account(entity, this.get(entity, id), row);
    this.table(entity).put(id, row);
    this.journal?.add(["put", entity, row, { ...this.counters }]);
  }

  remove(entity: EntityName, id: string, time: string): void {
    this.account(entity, this.get(entity, id), undefined, time);
    this.table(entity).remove(id);
    this.tombstones.push({ entity, id, time });
    this.journal?.add(["gone", entity, id, time]);
  }

  remember(requestId: string, answer: Remembered): void {
    this.requests.set(requestId, answer);
    this.journal?.add(["request", requestId, answer]);
  }

  changeSettings(settings: Settings): void {
    this.settings = settings;
    this.journal?.add(["settings", settings]);
  }

  /** The customer's own open balance in cents. */
  balanceOf(customerId: string): number {
    return this.balances.get(customerId) ?? 0;
  }

  /** The open balance with all sub-customers below it, in cents. */
  balanceWithJobs(customerId: string): number {
    let total = this.balanceOf(customerId);
    for (const child of this.children.get(customerId) ?? []) total += this.balanceWithJobs(child);
    return total;
  }

  /** All state as journal lines; replaying them gives the same company. */
  snapshot(): Json[] {
    const lines: Json[] = [["settings", this.settings, this.counters]];
    for (const stone of this.tombstones) lines.push(["gone", stone.entity, stone.id, stone.time]);
    for (const entity of ENTITIES) {
      for (const row of this.table(entity).rows.values()) lines.push(["put", entity, row, { ...this.counters }]);
    }
    for (const [id, answer] of this.requests) lines.push(["request", id, answer]);
    for (const entry of this.audit.entries) lines.push(["audit", entry]);
    return lines;
  }

  /** Applies one line of a journal. */
  replay(line: Json): void {
    if (!Array.isArray(line)) return;
    const [kind, first, second, third] = line;
    if (kind === "settings") {
      this.settings = settingsSchema.parse(first);
      this.restoreCounters(second);
    }
    if (kind === "audit") this.audit.restore(asRow(first) ?? {});
    const entity = ENTITIES.find((name) => name === first);
    if (kind === "request") {
      const answer = asRow(second);
      this.requests.set(asText(first) ?? "", {
        signature: asText(answer?.signature) ?? "",
        status: Number(answer?.status),
        body: asText(answer?.body) ?? "",
        at: Number(answer?.at),
      });
    }
    if (entity === undefined) return;
    const row = asRow(second);
    if (kind === "put" && row !== undefined) {
      this.put(entity, row);
      this.restoreCounters(third);
    }
    if (kind === "gone") this.remove(entity, asText(second) ?? "", asText(third) ?? "");
  }

  private restoreCounters(saved: Json | undefined): void {
    for (const [name, value] of Object.entries(asRow(saved) ?? {})) this.counters[name] = Number(value);
  }

  private account(entity: EntityName, before: Row | undefined, after: Row | undefined, time?: string): void {
    if (entity === "Customer") return this.family(before, after);
    if (!isTransaction(entity)) return;
    const seen = time ?? asText(asRow(after?.MetaData)?.LastUpdatedTime);
    for (const [row, sign] of [
      [before, -1],
      [after, 1],
    ] as const) {
      const customer = row === undefined ? undefined : refId(row.CustomerRef);
      if (row === undefined || customer === undefined) continue;
      this.balances.set(customer, this.balanceOf(customer) + sign * owed(entity, row));
      if (seen !== undefined && entity !== "Estimate") this.touch(customer, seen);
    }
  }

  private touch(customer: string, time: string): void {
    this.touched.set(customer, time);
    const parent = refId(this.get("Customer", customer)?.ParentRef);
    if (parent !== undefined && parent !== customer) this.touch(parent, time);
  }

  private family(before: Row | undefined, after: Row | undefined): void {
    const id = asText((after ?? before)?.Id) ?? "";
    const old = refId(before?.ParentRef);
    const parent = refId(after?.ParentRef);
    if (old !== undefined) this.children.get(old)?.delete(id);
    if (parent === undefined) return;
    const siblings = this.children.get(parent) ?? new Set<string>();
    siblings.add(id);
    this.children.set(parent, siblings);
  }
}

/** True when another active or inactive record of a list holds this name (case ignored). */
export function holderOfName(
  company: Company,
  entities: readonly EntityName[],
  name: string,
  field?: "FullyQualifiedName",
) {
  for (const entity of entities) {
    const [row] = company.table(entity).find(field ?? KINDS[entity].name ?? "Name", name);
    if (row !== undefined) return { entity, row };
  }
  return undefined;
}

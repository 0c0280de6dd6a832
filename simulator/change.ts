// How does one request change several records at once, all of them or none?
import { metaTime } from "./clock.ts";
import type { Committed, Told } from "./committed.ts";
import type { Company } from "./company.ts";
import { KINDS, type EntityName } from "./entities.ts";
import { asRow, asText, type Row } from "./json.ts";

/** A set of changes that becomes visible only with `commit`; a fault thrown before leaves the company untouched. */
export class Change {
  company: Company;
  nowMs: number;
  private waiting = new Map<string, { entity: EntityName; id: string; row: Row | undefined }>();
  private told = new Map<string, Told>();

  constructor(company: Company, nowMs: number) {
    this.company = company;
    this.nowMs = nowMs;
  }

  get(entity: EntityName, id: string): Row | undefined {
    const pending = this.waiting.get(`${entity}:${id}`);
    return pending === undefined ? this.company.get(entity, id) : pending.row;
  }

  put(entity: EntityName, row: Row): void {
    const id = asText(row.Id) ?? "";
    this.waiting.set(`${entity}:${id}`, { entity, id, row });
  }

  remove(entity: EntityName, id: string): void {
    this.waiting.set(`${entity}:${id}`, { entity, id, row: undefined });
  }

  /** Gives a new record its id, SyncToken "0" and times; an existing one the next SyncToken and a new time. */
  stamped(entity: EntityName, fields: Row, previous: Row | undefined): Row {
    const time = metaTime(this.nowMs);
    const meta = asRow(previous?.MetaData);
    return {
      ...fields,
      domain: "QBO",
      sparse: false,
      Id: asText(previous?.Id) ?? this.company.nextId(KINDS[entity].counter),
      SyncToken: previous === undefined ? "0" : String(Number(previous.SyncToken) + 1),
      MetaData: { CreateTime: meta?.CreateTime ?? time, LastUpdatedTime: time },
    };
  }

  /** A side effect on another record: its fields change and its SyncToken moves by exactly one per request. */
  bump(entity: EntityName, id: string, fields: Row): void {
    const current = this.get(entity, id);
    const committed = this.company.get(entity, id);
    if (current === undefined || committed === undefined) return;
    const { SyncToken, MetaData } = this.stamped(entity, {}, committed);
    this.put(entity, { ...current, ...fields, SyncToken, MetaData });
  }

  /** What webhooks and the audit call the change of one record when it is more than a create, update or delete. */
  tell(entity: EntityName, id: string, as: Told): void {
    this.told.set(`${entity}:${id}`, as);
  }

  commit(): void {
    const time = metaTime(this.nowMs);
    const done: Committed[] = [];
    for (const [key, { entity, id, row }] of this.waiting) {
      const before = this.company.get(entity, id);
      if (before !== row) done.push({ entity, id, before, after: row, told: this.told.get(key), nowMs: this.nowMs });
      if (row === undefined) this.company.remove(entity, id, time);
      else this.company.put(entity, row);
    }
    this.company.writesExecuted += 1;
    for (const watch of this.company.watchers) watch(done);
  }
}

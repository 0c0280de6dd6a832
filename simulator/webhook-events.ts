// Which events does a committed change make, and how is a post of events spelled in both formats?
import { createHmac, randomUUID } from "node:crypto";
import type { Committed } from "./committed.ts";
import type { Company } from "./company.ts";
import { isTransaction } from "./entities.ts";
import { asText, refId, type Row } from "./json.ts";
import { present } from "./present.ts";
import type { WebhookSettings } from "./webhook-settings.ts";

export type EventOperation = "Create" | "Update" | "Delete" | "Merge" | "Void" | "Emailed";

export type WebhookEvent = {
  id: string;
  realm: string;
  entity: string;
  entityId: string;
  operation: EventOperation;
  /** The record that a merge made disappear. */
  deletedId: string | null;
  /** Milliseconds since 1970 in the simulated world. */
  at: number;
  data: Row;
  /** A customer whose record only carries a new time because of a transaction. */
  touch: boolean;
};

/** Entities with webhooks (facts, 6.3); nothing is sent about any other. */
const SUBSCRIBABLE =
  "Customer Vendor Employee Item Account Class Department Term PaymentMethod Preferences Currency TaxAgency Invoice Estimate SalesReceipt Payment CreditMemo RefundReceipt Deposit Bill BillPayment Purchase PurchaseOrder VendorCredit JournalEntry JournalCode Budget Transfer TimeActivity".split(
    " ",
  );
const TICKS: Partial<Record<EventOperation, string[]>> = {
  Merge: "Customer Vendor Employee Item Account Class Department".split(" "),
  Void: "Invoice Payment SalesReceipt BillPayment".split(" "),
  Emailed: "Invoice Estimate Payment CreditMemo SalesReceipt RefundReceipt PurchaseOrder".split(" "),
};

const PAST: Record<EventOperation, string> = {
  Create: "created",
  Update: "updated",
  Delete: "deleted",
  Merge: "merged",
  Void: "voided",
  Emailed: "emailed",
};

/** One sender for the whole app, of the shape Intuit's samples show. */
const SOURCE = `intuit.${Buffer.from("simulated-quickbooks").toString("base64")}`;

function operationOf({ entity, before, after, told }: Committed, settings: WebhookSettings): EventOperation {
  if (told !== undefined && told.as !== "nothing" && TICKS[told.as]?.includes(entity)) return told.as;
  if (before === undefined) return "Create";
  if (after === undefined) return "Delete";
  const leaves = before.Active !== false && after.Active === false;
  return leaves && settings.deactivation === "delete" ? "Delete" : "Update";
}

function dataOf(company: Company, { entity, after, told }: Committed, settings: WebhookSettings): Row {
  if (settings.data === "entity" && after !== undefined) return present(company, entity, after);
  return settings.data === "empty" || told?.deletedId === undefined ? {} : { deletedId: told.deletedId };
}

/** The customers (and their parents) whose record gets a new time from these transactions. */
function touched(company: Company, changes: Committed[]): Set<string> {
  const ids = new Set<string>();
  for (const { entity, before, after, told } of changes) {
    if (!isTransaction(entity) || entity === "Estimate" || told?.as === "nothing") continue;
    for (const row of [before, after]) {
      for (let id = refId(row?.CustomerRef); id !== undefined && !ids.has(id);) {
        ids.add(id);
        id = refId(company.get("Customer", id)?.ParentRef);
      }
    }
  }
  for (const { entity, id } of changes) if (entity === "Customer") ids.delete(id);
  return ids;
}

/** The events of one committed write, side effects included. */
export function eventsOf(company: Company, changes: Committed[], settings: WebhookSettings): WebhookEvent[] {
  const events = changes
    .filter(({ entity, told }) => SUBSCRIBABLE.includes(entity) && told?.as !== "nothing")
    .map((change): WebhookEvent => ({
      id: randomUUID(),
      realm: company.realm,
      entity: change.entity,
      entityId: change.id,
      operation: operationOf(change, settings),
      deletedId: change.told?.deletedId ?? null,
      at: change.nowMs,
      data: dataOf(company, change, settings),
      touch: false,
    }));
  if (!settings.customerTouches) return events;
  for (const id of touched(company, changes)) {
    events.push(plainEvent(company.realm, "Customer", id, changes[0]?.nowMs ?? 0, true));
  }
  return events;
}

/** An update of a record that is no entity of the tables (Preferences), or of one that only got a new time. */
export function plainEvent(realm: string, entity: string, id: string, at: number, touch: boolean): WebhookEvent {
  const rest = { operation: "Update", deletedId: null, data: {}, touch } as const;
  return { id: randomUUID(), realm, entity, entityId: id, at, ...rest };
}

/** Nanoseconds and Z, as CloudEvents of Intuit carry them; the last six digits come from the event's own id. */
function nanoTime({ at, id }: WebhookEvent): string {
  const rest = String(Number.parseInt(id.slice(0, 8), 16) % 1_000_000).padStart(6, "0");
  return `${new Date(at).toISOString().slice(0, 23)}${rest}Z`;
}

function cloudEvent(event: WebhookEvent): Row {
  return {
    specversion: "1.0",
    id: event.id,
    source: SOURCE,
    type: `qbo.${event.entity.toLowerCase()}.${PAST[event.operation]}.v1`,
    datacontenttype: "application/json",
    time: nanoTime(event),
    intuitentityid: event.entityId,
    intuitaccountid: event.realm,
    data: event.data,
  };
}

function legacyEntity(event: WebhookEvent): Row {
  const time = `${new Date(event.at).toISOString().slice(0, 19)}.000Z`;
  const row: Row = { name: event.entity, id: event.entityId, operation: event.operation, lastUpdated: time };
  return event.deletedId === null ? row : { ...row, deletedId: event.deletedId };
}

/** The body of one post: an array of CloudEvents, or the legacy object with one notification per company. */
export function bodyOf(events: WebhookEvent[], format: "cloudevents" | "legacy"): string {
  if (format === "cloudevents") return JSON.stringify(events.map(cloudEvent));
  const realms = [...new Set(events.map(({ realm }) => realm))];
  const notifications = realms.map((realmId) => {
    const entities = events.filter(({ realm }) => realm === realmId).map(legacyEntity);
    return { realmId, dataChangeEvent: { entities } };
  });
  return JSON.stringify({ eventNotifications: notifications });
}

/** intuit-signature: base64 of the HMAC-SHA256 of the raw bytes under the verifier token. */
export function signatureOf(bytes: Buffer, verifierToken: string): string {
  return createHmac("sha256", verifierToken).update(bytes).digest("base64");
}

/** An event as kept in a journal; undefined when the line holds none. */
export function savedEvent(row: Row | undefined): WebhookEvent | undefined {
  return row !== undefined && asText(row.entityId) !== undefined ? (row as unknown as WebhookEvent) : undefined;
}

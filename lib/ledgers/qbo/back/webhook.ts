// What does a webhook of QuickBooks say, and is it really from there?
import { createHmac, timingSafeEqual } from "node:crypto";

import { z } from "zod";

import { parseJson } from "../answer.ts";
import { followedEntity } from "./entities.ts";

export const eventOperations = ["created", "updated", "deleted", "merged", "voided", "emailed"] as const;
export type EventOperation = (typeof eventOperations)[number];

/** One record changed. What it says now is always read anew: the event itself is only a hint. */
export type LedgerEvent = {
  readonly eventId: string;
  readonly realmId: string;
  /** A followed entity, or "Preferences". */
  readonly entity: string;
  readonly ledgerId: string;
  readonly operation: EventOperation;
  /** The id that a merge ended; null when it is not told. */
  readonly endedLedgerId: string | null;
  readonly happenedAt: Date;
};

export type WebhookEnvironment = {
  readonly QBO_CLIENT_ID?: string | undefined;
  readonly QBO_CLIENT_SECRET?: string | undefined;
  readonly QBO_WEBHOOK_VERIFIER?: string | undefined;
  readonly TIEOUT_SIMULATOR_WEBHOOK_TOKEN?: string | undefined;
};

/** The verifier tokens that count: with Intuit's keys never the simulator's. None: webhooks are not set up. */
export function webhookVerifiers(environment: WebhookEnvironment): readonly string[] {
  const { QBO_CLIENT_ID, QBO_CLIENT_SECRET, QBO_WEBHOOK_VERIFIER, TIEOUT_SIMULATOR_WEBHOOK_TOKEN } = environment;
  const given = (QBO_WEBHOOK_VERIFIER ?? "").split(",").map((each) => each.trim());
  const isReal = Boolean(QBO_CLIENT_ID && QBO_CLIENT_SECRET);
  return [...given, isReal ? "" : (TIEOUT_SIMULATOR_WEBHOOK_TOKEN ?? "")].filter((each) => each !== "");
}

/**
 * True when `signature` is base64(HMAC-SHA256(body, verifier)) under one of the verifiers: while one is replaced, two
 * are valid. Compares in constant time, and always all of them.
 */
export function isSigned(body: Uint8Array, signature: string | null, verifiers: readonly string[]): boolean {
  const given = Buffer.from(signature ?? "", "base64");
  let isTrue = false;
  for (const verifier of verifiers) {
    const expected = createHmac("sha256", verifier).update(body).digest();
    if (given.length === expected.length && timingSafeEqual(given, expected)) isTrue = true;
  }
  return isTrue;
}

/** Nothing Postgres could not keep: a sign it refuses would lose all events of the same post, again and again. */
const word = z.string().regex(/^[ -~]{1,200}$/);
const recordId = /^\d{1,30}$/;
const realm = z.string().regex(/^\d{1,20}$/);
const moment = z
  .string()
  .regex(/^[12]\d{3}-\d\d-\d\dT[\d:.Z+-]{1,40}$/)
  .refine((text) => !Number.isNaN(Date.parse(text)));
const ended = z.union([z.string().regex(/^\d{1,30}$/), z.number().int().transform(String)]);

const CloudEvent = z.object({
  id: word,
  type: word,
  time: moment,
  intuitentityid: z.string(),
  intuitaccountid: realm,
  intuitdeletedentityid: ended.optional().catch(undefined),
  data: z
    .object({ deletedId: ended.optional().catch(undefined), deletedid: ended.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

const LegacyEntity = z.object({
  name: word,
  id: z.string(),
  operation: word,
  lastUpdated: moment.optional().catch(undefined),
  deletedId: ended.optional().catch(undefined),
});
const LegacyNotice = z.object({
  realmId: realm,
  dataChangeEvent: z.object({ entities: z.array(z.unknown()) }),
});

/**
 * The events of a body in either shape: an array of CloudEvents, which may mix companies, or the older notifications.
 * Entries that make no sense and records nobody follows are left out; null when the body is neither shape.
 * `onOddId` hears of the kind of a record whose id is no number: its event is left out, too.
 */
export function eventsIn(
  text: string,
  receivedAt: Date,
  onOddId: (entity: string) => void = () => {},
): readonly LedgerEvent[] | null {
  const events = allEventsIn(text, receivedAt);
  return (
    events?.filter(({ entity, ledgerId }) => {
      const isNumber = recordId.test(ledgerId);
      if (!isNumber) onOddId(entity);
      return isNumber;
    }) ?? null
  );
}

function allEventsIn(text: string, receivedAt: Date): readonly LedgerEvent[] | null {
  const body = parseJson(text);
  if (Array.isArray(body)) return body.flatMap((entry) => cloudEvent(entry));
  const notices = (body as { eventNotifications?: unknown } | undefined)?.eventNotifications;
  if (!Array.isArray(notices)) return null;
  return notices.flatMap((notice) => {
    const parsed = LegacyNotice.safeParse(notice);
    if (!parsed.success) return [];
    const { realmId, dataChangeEvent } = parsed.data;
    return dataChangeEvent.entities.flatMap((entity) => legacyEvent(realmId, entity, receivedAt));
  });
}

function cloudEvent(entry: unknown): LedgerEvent[] {
  const parsed = CloudEvent.safeParse(entry);
  if (!parsed.success) return [];
  const { id, type, time, intuitentityid, intuitaccountid, intuitdeletedentityid, data } = parsed.data;
  const [, name = "", verb = ""] = /^qbo\.([a-z]+)\.([a-z]+)\.v\d+$/i.exec(type) ?? [];
  const entity = entityOf(name);
  const operation = eventOperations.find((each) => each === verb.toLowerCase());
  if (!entity || !operation) return [];
  const endedLedgerId = intuitdeletedentityid ?? data?.deletedId ?? data?.deletedid ?? null;
  const event = { eventId: id, realmId: intuitaccountid, entity, ledgerId: intuitentityid, operation, endedLedgerId };
  return [{ ...event, happenedAt: new Date(time) }];
}

/** The older words: Create, Update, Delete, Merge, Void, Emailed. */
const legacyOperations: Readonly<Record<string, EventOperation>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  merge: "merged",
  void: "voided",
  emailed: "emailed",
};

function legacyEvent(realmId: string, entry: unknown, receivedAt: Date): LedgerEvent[] {
  const parsed = LegacyEntity.safeParse(entry);
  if (!parsed.success) return [];
  const { name, id, lastUpdated, deletedId } = parsed.data;
  const entity = entityOf(name);
  const operation = legacyOperations[parsed.data.operation.toLowerCase()];
  if (!entity || !operation) return [];
  // The older shape has no id of the event: what it tells makes it one.
  const eventId = `${entity}/${id}/${operation}/${lastUpdated ?? receivedAt.toISOString()}`;
  const endedLedgerId = deletedId ?? null;
  const happenedAt = lastUpdated === undefined ? receivedAt : new Date(lastUpdated);
  return [{ eventId, realmId, entity, ledgerId: id, operation, endedLedgerId, happenedAt }];
}

function entityOf(name: string): string | undefined {
  return name.toLowerCase() === "preferences" ? "Preferences" : followedEntity(name);
}

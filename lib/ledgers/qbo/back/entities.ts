// Which records of QuickBooks Online do we follow: documents that may be ours, and the lists they refer to?
import type { ListKind } from "#lib/ledgers/ledger.ts";
import { listEntities } from "../lists.ts";

export const documentEntities = [
  "Invoice",
  "Payment",
  "CreditMemo",
  "SalesReceipt",
  "RefundReceipt",
  "Estimate",
] as const;
export const nameEntities = ["Customer", "Item", "Account", "Term", "Class", "Department", "PaymentMethod"] as const;
/** QuickBooks tells of changes to these; tax codes and rates are only in the lists. */
export const followedEntities = [...documentEntities, ...nameEntities] as const;
export type FollowedEntity = (typeof followedEntities)[number];

/** Names are hidden from questions once they are inactive; documents have no such state. */
export function isNameEntity(entity: string): entity is (typeof nameEntities)[number] {
  return (nameEntities as readonly string[]).includes(entity);
}

/** The followed entity of a word in any case; undefined for what we do not follow. */
export function followedEntity(word: string): FollowedEntity | undefined {
  return followedEntities.find((entity) => entity.toLowerCase() === word.toLowerCase());
}

/** The list we keep of an entity; undefined when we keep none. */
export function listOf(entity: string): ListKind | undefined {
  return (Object.keys(listEntities) as ListKind[]).find((list) => listEntities[list] === entity);
}

// What changed in the books since a moment, deletions included? The question, its answer, and what to do when it is full.
import { asRow, textOf, type QboRow } from "./rows.ts";
import type { QboEntity } from "./entities.ts";
import { selectChanged } from "./query.ts";
import type { QboRequest } from "./wire.ts";

/** Most records one answer holds, over all entities together. */
export const CHANGES_MAX = 1000;

/** Entities QuickBooks tells the changes of. It tells nothing of tax codes, rates, the company and its preferences. */
export const tracked = [
  "Customer",
  "Item",
  "Account",
  "Term",
  "Class",
  "Department",
  "PaymentMethod",
  "Estimate",
  "Invoice",
  "SalesReceipt",
  "Payment",
  "CreditMemo",
  "RefundReceipt",
] as const satisfies readonly QboEntity[];
export type TrackedEntity = (typeof tracked)[number];

export type Change =
  | { readonly is: "changed"; readonly entity: string; readonly row: QboRow }
  | { readonly is: "deleted"; readonly entity: string; readonly ledgerId: string; readonly at: string };

export type Changes = {
  readonly changes: readonly Change[];
  /** True when there may be more than the answer holds. */
  readonly isFull: boolean;
};

/** Asks what changed; at most 30 days back. `since` is QuickBooks' own clock minus some minutes: its times are rounded. */
export function cdcRequest(entities: readonly TrackedEntity[], since: Date): QboRequest {
  return { is: "changes", entities, since: since.toISOString() };
}

/** Reads the slots of an answer: one for each entity asked for, empty when nothing changed. */
export function changesIn(slots: readonly QboRow[]): Changes {
  const changes = slots.flatMap((slot) =>
    Object.entries(slot).flatMap(([entity, rows]) =>
      Array.isArray(rows) ? rows.flatMap((row: unknown) => changeOf(entity, asRow(row))) : [],
    ),
  );
  return { changes, isFull: changes.length >= CHANGES_MAX };
}

/**
 * What to ask instead when an answer was full: the entities in two halves. One entity alone cannot be split further and
 * is read page by page by its times (`changedPage`); of its deletions those in the full answer are known.
 */
export function splitEntities(entities: readonly TrackedEntity[]): readonly (readonly TrackedEntity[])[] | null {
  if (entities.length < 2) return null;
  const half = Math.ceil(entities.length / 2);
  return [entities.slice(0, half), entities.slice(half)];
}

/** One page of one entity's changes, oldest first; `from` counts from 1. */
export function changedPage(entity: TrackedEntity, since: Date, from: number): QboRequest {
  return selectChanged(entity, since.toISOString(), from);
}

function changeOf(entity: string, row: QboRow | undefined): Change[] {
  if (!row || textOf(row, "Id") === "") return [];
  if (textOf(row, "status") !== "Deleted") return [{ is: "changed", entity, row }];
  const at = textOf(asRow(row.MetaData), "LastUpdatedTime");
  return [{ is: "deleted", entity, ledgerId: textOf(row, "Id"), at }];
}

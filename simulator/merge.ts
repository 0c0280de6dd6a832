// What happens when two records of one list become one, as only a person inside QuickBooks can do it?
import { Change } from "./change.ts";
import type { Company } from "./company.ts";
import { ENTITIES, isTransaction, KINDS, type EntityName } from "./entities.ts";
import { business, lapsed } from "./faults.ts";
import { asRow, asText, refId, sameJson, type Json, type Row } from "./json.ts";
import { shownName } from "./references.ts";

/** Lists whose records can be merged (facts, 6.3). */
export const MERGEABLE: readonly EntityName[] = [
  "Customer",
  "Vendor",
  "Employee",
  "Item",
  "Account",
  "Class",
  "Department",
];

/** The reference fields that can point at a record of a list, at any depth of another record. */
const POINTERS: Partial<Record<EntityName, string[]>> = {
  Customer: ["CustomerRef", "ParentRef"],
  Vendor: ["VendorRef", "PrefVendorRef"],
  Employee: ["EmployeeRef"],
  Item: ["ItemRef", "ParentRef"],
  Class: ["ClassRef", "ParentRef"],
  Department: ["DepartmentRef", "ParentRef"],
  Account:
    "AccountRef IncomeAccountRef ExpenseAccountRef AssetAccountRef DepositToAccountRef ARAccountRef APAccountRef DiscountAccountRef ItemAccountRef ParentRef".split(
      " ",
    ),
};

type Move = { list: EntityName; from: string; to: Row; fields: string[] };

/** ParentRef leads into the record's own list only; every other field into the same list from everywhere. */
function repointed(value: Json | undefined, move: Move, own: boolean): Json | undefined {
  if (Array.isArray(value)) return value.map((entry) => repointed(entry, move, own) ?? null);
  const row = asRow(value);
  if (row === undefined) return value;
  const copy: Row = {};
  for (const [field, entry] of Object.entries(row)) {
    const points = move.fields.includes(field) && (field !== "ParentRef" || own) && refId(entry) === move.from;
    copy[field] = points ? move.to : repointed(entry, move, own);
  }
  return copy;
}

function isBelow(company: Company, list: EntityName, id: string, ancestor: string): boolean {
  for (let up = company.get(list, id); up !== undefined; up = company.get(list, refId(up.ParentRef) ?? "")) {
    if (refId(up.ParentRef) === ancestor) return true;
  }
  return false;
}

function check(company: Company, list: EntityName, loser: Row, winner: Row): void {
  if (company.settings.preferences.subscription === "lapsed") throw lapsed();
  if (!MERGEABLE.includes(list)) throw business(`Records of the list ${list} cannot be merged.`);
  const [from, to] = [asText(loser.Id) ?? "", asText(winner.Id) ?? ""];
  if (from === to) throw business("A record cannot be merged with itself.");
  if (winner.Active === false) throw business("The record that is to stay must be active.");
  if (list === "Item" && loser.Type !== winner.Type) throw business("Only items of the same type can be merged.");
  if (list === "Account" && loser.AccountType !== winner.AccountType) {
    throw business("Only accounts of the same type can be merged.");
  }
  if (isBelow(company, list, to, from) || isBelow(company, list, from, to)) {
    throw business("A record cannot be merged with one above or below it.");
  }
}

/**
 * Merges `loser` into `winner`: every reference moves over, the losing id is gone (610), one Merge event is told.
 * Whether QuickBooks gives the moved transactions a new SyncToken is unknown; `touch` says so, and without it they
 * keep token and time. Returns the record that stays. Throws 6000, 6190.
 */
export function mergeRecords(
  company: Company,
  nowMs: number,
  list: EntityName,
  loser: Row,
  winner: Row,
  touch: boolean,
): Row {
  check(company, list, loser, winner);
  const change = new Change(company, nowMs);
  const [from, to] = [asText(loser.Id) ?? "", asText(winner.Id) ?? ""];
  const kept = change.stamped(list, winner, winner);
  const target: Row = { value: to, name: shownName(list, winner) };
  const move: Move = { list, from, to: target, fields: POINTERS[list] ?? [] };
  change.put(list, kept);
  change.tell(list, to, { as: "Merge", deletedId: from });
  for (const entity of ENTITIES) {
    for (const row of company.table(entity).rows.values()) {
      const id = asText(row.Id) ?? "";
      if (entity === list && (id === from || id === to)) continue;
      const moved = asRow(repointed(row, move, entity === list)) ?? row;
      if (sameJson(moved, row)) continue;
      if (entity === list && KINDS[list].name !== undefined) {
        moved.FullyQualifiedName = `${asText(kept.FullyQualifiedName) ?? ""}:${shownName(list, row)}`;
      }
      const stamps = touch || !isTransaction(entity);
      change.put(entity, stamps ? change.stamped(entity, moved, row) : moved);
      if (!stamps) change.tell(entity, id, { as: "nothing" });
    }
  }
  change.remove(list, from);
  change.tell(list, from, { as: "nothing" });
  change.commit();
  return kept;
}

// How are entries of QuickBooks' name lists made, made inactive, and made active again?
import { nameField, type QboNameList } from "./entities.ts";
import { plainName } from "./query.ts";
import type { JsonObject, QboRequest } from "./wire.ts";

/** A record as it was last read: which, and in which version. */
export type Version = { readonly ledgerId: string; readonly versionToken: string };

/** Terms of so many days, a class or location (below a parent by its id), a way of paying, an account of a type. */
export type NewEntry =
  | { readonly list: "Term"; readonly name: string; readonly dueDays: number }
  | { readonly list: "Class" | "Department"; readonly name: string; readonly parentId?: string }
  | { readonly list: "PaymentMethod"; readonly name: string; readonly isCard: boolean }
  | { readonly list: "Account"; readonly name: string; readonly accountType: string };

/** Makes an entry. Account types are QuickBooks' own words: "Income", "Bank", "Other Current Asset". */
export function createEntry(entry: NewEntry): QboRequest {
  return {
    is: "write",
    entity: entry.list,
    operation: "create",
    body: { Name: entry.name.trim(), ...fieldsOf(entry) },
  };
}

/** Nothing in a list of names can be deleted. QuickBooks adds " (deleted)" to the name by itself. */
export function deactivateEntry(list: QboNameList, version: Version): QboRequest {
  return { is: "write", entity: list, operation: "update", body: { ...sparse(version), Active: false } };
}

/** The name is sent with it: whether QuickBooks takes its suffix off by itself is not documented. */
export function activateEntry(list: QboNameList, version: Version, name: string): QboRequest {
  const body = { ...sparse(version), Active: true, [nameField(list)]: plainName(name.trim()) };
  return { is: "write", entity: list, operation: "update", body };
}

function fieldsOf(entry: NewEntry): JsonObject {
  switch (entry.list) {
    case "Term":
      return { DueDays: entry.dueDays };
    case "Class":
    case "Department": {
      const flag = entry.list === "Class" ? "SubClass" : "SubDepartment";
      return entry.parentId === undefined ? {} : { [flag]: true, ParentRef: { value: entry.parentId } };
    }
    case "PaymentMethod":
      return { Type: entry.isCard ? "CREDIT_CARD" : "NON_CREDIT_CARD" };
    case "Account":
      return { AccountType: entry.accountType };
    default:
      return entry satisfies never;
  }
}

function sparse({ ledgerId, versionToken }: Version): JsonObject {
  return { Id: ledgerId, SyncToken: versionToken, sparse: true };
}

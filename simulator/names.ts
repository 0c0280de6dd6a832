// How are the name lists written: customers, vendors, employees, items, accounts, terms, classes, …?
import type { Change } from "./change.ts";
import { holderOfName, type Company } from "./company.ts";
import { KINDS, PEOPLE, type EntityName } from "./entities.ts";
import { identifyAddresses } from "./addresses.ts";
import { currency } from "./company-defaults.ts";
import { badName, hasBalance, nameTaken, noNamePart, parentRequired, required, tooDeep } from "./faults.ts";
import { featureOff, hasDependants, parentIsChild } from "./faults-of-business.ts";
import { account, item, term } from "./list-details.ts";
import { asRow, asText, refId, type Row } from "./json.ts";
import { amount, centsOrZero } from "./money.ts";
import { keptReference, reference } from "./references.ts";

const DELETED = " (deleted)";
const PARTS = ["Title", "GivenName", "MiddleName", "FamilyName", "Suffix"];
const SUB_FLAG: Partial<Record<EntityName, string>> = {
  Customer: "Job",
  Item: "SubItem",
  Class: "SubClass",
  Department: "SubDepartment",
  Account: "SubAccount",
};

function nameFrom(entity: EntityName, fields: Row, previous: Row | undefined): string {
  if (!PEOPLE.includes(entity)) {
    const name = asText(fields.Name) ?? asText(previous?.Name);
    if (name === undefined || name.trim() === "") throw required("Name");
    return name.trim();
  }
  const shown = asText(fields.DisplayName)?.trim() ?? "";
  if (shown !== "") return shown;
  const joined = PARTS.flatMap((part) => asText(fields[part]) ?? [])
    .filter((part) => part !== "")
    .join(" ");
  const name = joined === "" ? asText(previous?.DisplayName) : joined;
  if (name === undefined) throw noNamePart();
  return name;
}

/** Throws 6240 when the name (or, below a parent, the full path) belongs to another record. */
function checkUnique(company: Company, entity: EntityName, row: Row, id: string | undefined): void {
  const people = PEOPLE.includes(entity);
  const taken = (name: string, field?: "FullyQualifiedName"): boolean => {
    const holder = holderOfName(company, people ? PEOPLE : [entity], name, field);
    return holder !== undefined && !(holder.entity === entity && holder.row.Id === id);
  };
  // Items have one name space whatever their category; the other lists one below each parent.
  if (refId(row.ParentRef) !== undefined && entity !== "Item") {
    if (taken(asText(row.FullyQualifiedName) ?? "", "FullyQualifiedName")) throw nameTaken(people);
    return;
  }
  const name = asText(row[KINDS[entity].name ?? "Name"]) ?? "";
  const sameLevel = (holder: Row | undefined) => holder !== undefined && refId(holder.ParentRef) === undefined;
  if (people && taken(name)) throw nameTaken(true);
  if (people && company.settings.preferences.inactiveNamesReserved && taken(`${name}${DELETED}`)) throw nameTaken(true);
  if (people) return;
  const rivals = company.table(entity).find("Name", name);
  if (rivals.some((rival) => (entity === "Item" || sameLevel(rival)) && rival.Id !== id)) throw nameTaken(false);
}

/** Level and full path below the parent. Throws 6150 without a parent, 6180 below the fifth level, 2500. */
function placed(company: Company, entity: EntityName, row: Row, previous: Row | undefined): void {
  const flag = SUB_FLAG[entity];
  const name = asText(row[KINDS[entity].name ?? "Name"]) ?? "";
  row.FullyQualifiedName = name;
  if (flag === undefined) return;
  const parentId = refId(row.ParentRef);
  if (parentId === undefined) {
    if (row[flag] === true && entity !== "Customer") throw parentRequired();
    return;
  }
  const parent = company.get(entity, parentId);
  row.ParentRef = reference(company, entity, row.ParentRef);
  if (previous === undefined || row[flag] === undefined) row[flag] = true;
  const own = asText(previous?.Id);
  for (let up = parent, seen = 0; up !== undefined && seen < 9; seen += 1) {
    if (own !== undefined && up.Id === own) throw parentIsChild();
    up = company.get(entity, refId(up.ParentRef) ?? "");
  }
  let level = 1;
  for (let up = parent; up !== undefined && level < 9; level += 1) up = company.get(entity, refId(up.ParentRef) ?? "");
  if (level > 5) throw tooDeep();
  row.FullyQualifiedName = `${asText(parent?.FullyQualifiedName) ?? ""}:${name}`;
  if (entity === "Customer" || entity === "Item") row.Level = level - 1;
}

/** Adds or takes away the suffix of a record that was made inactive or active again. */
function withSuffix(row: Row, field: string, previous: Row | undefined): void {
  const name = asText(row[field]) ?? "";
  const wasActive = previous?.Active !== false;
  if (row.Active === false && !name.endsWith(DELETED)) row[field] = `${name}${DELETED}`;
  if (row.Active !== false && !wasActive && name.endsWith(DELETED)) row[field] = name.slice(0, -DELETED.length);
}

function customer(company: Company, row: Row, previous: Row | undefined): void {
  const printed = [asText(row.GivenName), asText(row.FamilyName)].filter((part) => part !== undefined && part !== "");
  row.PrintOnCheckName ??= printed.length > 0 ? printed.join(" ") : (row.DisplayName ?? "");
  row.Taxable ??= true;
  row.Job ??= false;
  row.BillWithParent ??= false;
  row.PreferredDeliveryMethod ??= "Print";
  row.IsProject ??= false;
  if (previous === undefined) currency(company, row);
  else row.CurrencyRef = previous.CurrencyRef;
  if (row.SalesTermRef !== undefined) {
    row.SalesTermRef = keptReference(company, "Term", row.SalesTermRef, previous?.SalesTermRef);
  }
  if (row.PaymentMethodRef !== undefined) {
    row.PaymentMethodRef = keptReference(company, "PaymentMethod", row.PaymentMethodRef, previous?.PaymentMethodRef);
  }
}

/** May the record be used and switched off as it says? Throws 800, 5030, 6220. */
function checkActive(company: Company, entity: EntityName, row: Row, previous: Row | undefined): void {
  const { preferences, readings } = company.settings;
  const isOff =
    (entity === "Class" && !preferences.classTrackingPerTxn && !preferences.classTrackingPerTxnLine) ||
    (entity === "Department" && !preferences.trackDepartments);
  if (previous === undefined && isOff && readings.switchedOff === "refuse") throw featureOff(entity);
  if (previous === undefined || previous.Active === false || row.Active !== false) return;
  const id = asText(previous.Id) ?? "";
  if (entity === "Customer" && company.balanceWithJobs(id) !== 0 && readings.deactivateWithBalance === "refuse") {
    throw hasBalance();
  }
  if (readings.deactivateParent === "allow") return;
  const children = [...company.table(entity).rows.values()].filter((child) => refId(child.ParentRef) === id);
  if (children.some((child) => child.Active !== false)) throw hasDependants();
}

/** The stored fields of a name-list record, checked against the rest of the company. Throws Fault. */
export function nameRecord(change: Change, entity: EntityName, fields: Row, previous: Row | undefined): Row {
  const { company } = change;
  const field = KINDS[entity].name ?? "Name";
  const row: Row = { ...fields };
  const name = nameFrom(entity, row, previous);
  if (/[:\t\n]/.test(name) || (entity === "Account" && name.includes('"'))) throw badName(field);
  for (const part of PARTS) if (/[:\t\n]/.test(asText(row[part]) ?? "")) throw badName(part);
  row[field] = name;
  row.Active ??= true;
  withSuffix(row, field, previous);
  placed(company, entity, row, previous);
  checkUnique(company, entity, row, asText(previous?.Id));
  checkActive(company, entity, row, previous);
  if (entity === "Customer") customer(company, row, previous);
  identifyAddresses(company, row, previous, ["BillAddr", "ShipAddr", "PrimaryAddr"]);
  if (entity === "Vendor" || entity === "Employee") {
    delete row.FullyQualifiedName;
    row.PrintOnCheckName ??= name;
    if (entity === "Vendor") row.Balance = amount(centsOrZero(previous?.Balance));
  }
  if (entity === "Item") item(company, row, previous);
  if (entity === "Account") account(company, row);
  if (entity === "Term") term(row);
  if (entity === "PaymentMethod") row.Type ??= "NON_CREDIT_CARD";
  if (entity === "PaymentMethod" || entity === "Term") delete row.FullyQualifiedName;
  if (entity === "Class") row.SubClass ??= false;
  if (entity === "Department") row.SubDepartment ??= false;
  if (asRow(row.MetaData) !== undefined) delete row.MetaData;
  return row;
}

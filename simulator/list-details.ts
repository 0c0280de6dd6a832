// What must an item, an account or a term hold beside its name?
import type { Company } from "./company.ts";
import { badEnum, badLength, badNumber, business, required } from "./faults.ts";
import { featureOff, invalidParent } from "./faults-of-business.ts";
import { asText, refId, type Row } from "./json.ts";
import { keptReference } from "./references.ts";

const ITEM_TYPES = ["Service", "NonInventory", "Inventory", "Group", "Category"];
const ACCOUNTS = {
  IncomeAccountRef: ["Income", "Other Income"],
  ExpenseAccountRef: ["Cost of Goods Sold", "Expense", "Other Expense"],
  AssetAccountRef: ["Other Current Asset"],
};
type AccountField = keyof typeof ACCOUNTS;
const ACCOUNT_FIELDS = Object.keys(ACCOUNTS) as AccountField[];
const INVENTORY = ["IncomeAccountRef", "ExpenseAccountRef", "AssetAccountRef", "QtyOnHand", "InvStartDate"];

function needed(type: string, row: Row): string[] {
  if (type === "Inventory") return [...INVENTORY, "TrackQtyOnHand"];
  if (type === "Group" || (type === "NonInventory" && refId(row.ExpenseAccountRef) !== undefined)) return [];
  return ["IncomeAccountRef"];
}

/** Throws 2020, 2170, 2500, 5030, 6000. */
export function item(company: Company, row: Row, previous: Row | undefined): void {
  row.Type ??= "Service";
  const type = asText(row.Type) ?? "";
  if (!ITEM_TYPES.includes(type)) throw badEnum("Type", type);
  if (type === "Category") return;
  if (type === "Inventory" && !company.settings.preferences.quantityOnHand) throw featureOff("Quantity on hand");
  for (const field of needed(type, row)) if (row[field] === undefined) throw required(field);
  for (const field of ACCOUNT_FIELDS) {
    if (row[field] === undefined) continue;
    row[field] = keptReference(company, "Account", row[field], previous?.[field]);
    const kind = asText(company.get("Account", refId(row[field]) ?? "")?.AccountType) ?? "";
    if (!ACCOUNTS[field].includes(kind)) {
      throw business(`The account of ${field} has the type ${kind}, which is not allowed there.`);
    }
  }
  row.UnitPrice ??= 0;
  row.PurchaseCost ??= 0;
  row.Taxable ??= false;
  row.TrackQtyOnHand ??= false;
  row.DeferredRevenue ??= false;
}

const CLASSIFICATION: Record<string, string> = {
  Bank: "Asset",
  "Accounts Receivable": "Asset",
  "Other Current Asset": "Asset",
  "Fixed Asset": "Asset",
  "Other Asset": "Asset",
  "Accounts Payable": "Liability",
  "Credit Card": "Liability",
  "Other Current Liability": "Liability",
  "Long Term Liability": "Liability",
  Equity: "Equity",
  Income: "Revenue",
  "Other Income": "Revenue",
  Expense: "Expense",
  "Other Expense": "Expense",
  "Cost of Goods Sold": "Expense",
};

/** Throws 700, 2020, 2050, 2170. */
export function account(company: Company, row: Row): void {
  if (row.AccountType === undefined && row.AccountSubType === undefined) throw required("AccountType");
  const type = asText(row.AccountType) ?? "Other Current Asset";
  const classification = CLASSIFICATION[type];
  if (classification === undefined) throw badEnum("AccountType", type);
  const parent = company.get("Account", refId(row.ParentRef) ?? "");
  if (parent !== undefined && parent.AccountType !== type) throw invalidParent("The parent has another account type.");
  const numberMax = company.settings.preferences.country === "US" ? 7 : 20;
  const number = asText(row.AcctNum) ?? "";
  if (number.length > numberMax) throw badLength("AcctNum", numberMax, number.length);
  row.AccountType = type;
  row.Classification = classification;
  row.CurrentBalance ??= 0;
  row.CurrentBalanceWithSubAccounts ??= 0;
  row.SubAccount ??= false;
}

function within(row: Row, field: string, least: number, most: number): void {
  const text = asText(row[field]);
  if (text === undefined) return;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) throw badNumber(field, text);
}

/** Due after days, or on a day of the month. Throws 2020, 2080. */
export function term(row: Row): void {
  const dateDriven = row.DayOfMonthDue !== undefined && row.DueDays === undefined;
  if (!dateDriven && row.DueDays === undefined) throw required("DueDays");
  within(row, "DueDays", 0, 999);
  within(row, "DiscountDays", 0, 999);
  within(row, "DayOfMonthDue", 1, 31);
  within(row, "DiscountDayOfMonth", 1, 31);
  within(row, "DueNextMonthDays", 0, 31);
  row.Type = dateDriven ? "DATE_DRIVEN" : "STANDARD";
}

// How are writes refused that the rules of the books forbid?
import { Fault } from "./faults.ts";

export const cannotLink = (why: string) => new Fault("620", "Transaction cannot be linked", why);
export const invalidParent = (why: string) => new Fault("700", "Invalid parent", why, "ParentRef");
export const hasDependants = () =>
  new Fault("800", "Cannot be deleted", "Others depend on this record; make them inactive first.");
export const parentIsChild = () =>
  new Fault("900", "Parent cannot be a child", "A record cannot be below itself or its own children.", "ParentRef");
export const linesMissing = () =>
  new Fault("2250", "Lines missing", "The transaction must have at least one line with an amount.", "Line");
export const featureOff = (what: string) =>
  new Fault("5030", "Feature not supported", `Feature Not Supported Error : ${what} is switched off in this company.`);
export const discountLine = (why: string) => new Fault("6090", "Discount line error", why, "DiscountLineDetail");
export const customSalesTax = (why: string) => new Fault("6160", "CustomSalesTax code misuse", why, "TxnTaxCodeRef");
export const notForSales = () =>
  new Fault("6250", "Invalid customer for sales", "The name is no customer and cannot be sold to.", "CustomerRef");
export const emailRequired = () =>
  new Fault("6420", "Email address required", "An e-mail address is required to send this form.", "BillEmail");
export const voidFailed = () =>
  new Fault("6450", "Void failed", "The card payment of this transaction is settled and cannot be voided.");
export const matched = () =>
  new Fault("6480", "Matched transaction", "This transaction is matched to a bank transaction and cannot be deleted.");
export const rawCard = () =>
  new Fault("6530", "Raw card number", "A card number may not be sent to the accounting API.", "Number");
export const deposited = () =>
  new Fault(
    "6540",
    "Deposited Transaction cannot be changed",
    "This transaction has been deposited. If you want to change or delete it, you must edit the deposit it appears on and remove it first.",
  );

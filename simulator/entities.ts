// Which entities does the simulator know, and what belongs to each (id counter, name field, wording)?

export const ENTITIES = [
  "Account",
  "Attachable",
  "Class",
  "CreditMemo",
  "Customer",
  "Department",
  "Deposit",
  "Employee",
  "Estimate",
  "Invoice",
  "Item",
  "Payment",
  "PaymentMethod",
  "RefundReceipt",
  "SalesReceipt",
  "TaxCode",
  "TaxRate",
  "Term",
  "Vendor",
] as const;

export type EntityName = (typeof ENTITIES)[number];
export type SalesForm = "Invoice" | "Estimate" | "CreditMemo" | "SalesReceipt" | "RefundReceipt";

type Kind = {
  /** Ids come from this counter: all transactions share one, customers, vendors and employees another. */
  counter: string;
  /** The field that must be unique; undefined for transactions. */
  name: "DisplayName" | "Name" | undefined;
  /** How a missing reference to it is worded in fault 2500. */
  element: string;
  /** Lists answer with totalCount only for some entities (recorded). */
  totalCount: boolean;
};

const list = (counter: string, element: string): Kind => ({ counter, name: "Name", element, totalCount: false });
const people = (): Kind => ({ counter: "names", name: "DisplayName", element: "Names", totalCount: false });
const transaction = (totalCount: boolean): Kind => ({
  counter: "transactions",
  name: undefined,
  element: "Txn",
  totalCount,
});

export const KINDS: Record<EntityName, Kind> = {
  Account: list("accounts", "Accounts"),
  Attachable: { counter: "attachables", name: undefined, element: "Attachables", totalCount: false },
  Class: list("classes", "Klasses"),
  CreditMemo: transaction(false),
  Customer: people(),
  Department: list("departments", "Depts"),
  Deposit: transaction(true),
  Employee: people(),
  Estimate: transaction(false),
  Invoice: transaction(true),
  Item: list("items", "Items"),
  Payment: transaction(false),
  PaymentMethod: list("paymentMethods", "PaymentMethods"),
  RefundReceipt: transaction(false),
  SalesReceipt: transaction(false),
  TaxCode: list("taxCodes", "TaxCodes"),
  TaxRate: list("taxRates", "TaxRates"),
  Term: list("terms", "Terms"),
  Vendor: people(),
};

export const PEOPLE: readonly EntityName[] = ["Customer", "Vendor", "Employee"];
const byLowerCase = new Map(ENTITIES.map((entity) => [entity.toLowerCase(), entity]));
const SALES_FORMS: readonly string[] = ["Invoice", "Estimate", "CreditMemo", "SalesReceipt", "RefundReceipt"];

/** The entity of a path or query word in any case; undefined for an unknown one. */
export function entityOf(word: string): EntityName | undefined {
  return byLowerCase.get(word.toLowerCase());
}

/** True for the five forms made of sales lines. */
export function isSalesForm(entity: EntityName): entity is SalesForm {
  return SALES_FORMS.includes(entity);
}

/** True for the forms that can be printed and e-mailed. */
export function isForm(entity: EntityName): boolean {
  return isSalesForm(entity) || entity === "Payment";
}

/** True for anything that has a date and moves money (or offers to). */
export function isTransaction(entity: EntityName): boolean {
  return KINDS[entity].counter === "transactions";
}

// What do the tests of the published libraries write: one sample of each list record and each form?
import { asRows, asText, type Row } from "./json.ts";
import { NodeQuickBooks } from "./library-clients.ts";
import { openBooks, type Books } from "./test-client.ts";

export type Sort = {
  entity: string;
  /** The entity in the names of the library's find methods. */
  many: string;
  body: (desk: Desk) => Row;
  /** One field to change, and another one that must survive it. */
  change: () => Row;
  kept: string;
};

/** A company with node-quickbooks pointed at it, and the ids that every form needs. */
export type Desk = { books: Books; quickbooks: NodeQuickBooks; customer: string; income: string; bank: string };

/** Opens a company of its own in a simulator of its own. */
export async function openDesk(): Promise<Desk> {
  const preferences = { trackDepartments: true, classTrackingPerTxn: true, warnDuplicateNumbers: false };
  const books = await openBooks({ preferences });
  const quickbooks = new NodeQuickBooks(books.simulator.url, books.realm, books.token, "");
  const { Id } = await quickbooks.record("createCustomer", { DisplayName: "Harbor Toys" });
  const [income, bank] = [await books.idOf("Account", "Freight Income"), await books.idOf("Account", "Checking")];
  return { books, quickbooks, customer: asText(Id) ?? "", income, bank };
}

let count = 0;

/** A name or number that was not used before. */
export function fresh(text: string): string {
  count += 1;
  return `${text} ${count}`;
}

/** A form of one line: three at 8.50. */
export function sale({ customer }: Desk, more: Row = {}): Row {
  return {
    CustomerRef: { value: customer },
    TxnDate: "2026-11-03",
    DocNumber: fresh("N"),
    PrivateNote: "kept",
    Line: [
      {
        DetailType: "SalesItemLineDetail",
        Amount: 25.5,
        SalesItemLineDetail: { ItemRef: { value: "1" }, Qty: 3, UnitPrice: 8.5 },
      },
    ],
    ...more,
  };
}

const named = (entity: string, many: string, name: string, more: Row, kept: string): Sort => ({
  entity,
  many,
  body: () => ({ Name: fresh(name), ...more }),
  change: () => ({ Name: fresh(`${name}, renamed`) }),
  kept,
});

export const listSorts: Sort[] = [
  {
    entity: "Customer",
    many: "Customers",
    body: () => ({ DisplayName: fresh("Ann O'Hara & Söhne"), PrimaryEmailAddr: { Address: "ann@example.com" } }),
    change: () => ({ Notes: "Rings twice" }),
    kept: "PrimaryEmailAddr",
  },
  {
    entity: "Item",
    many: "Items",
    body: ({ income }) => ({
      Name: fresh("Detention"),
      Type: "Service",
      UnitPrice: 45,
      IncomeAccountRef: { value: income },
    }),
    change: () => ({ Description: "Waiting at the dock" }),
    kept: "UnitPrice",
  },
  {
    entity: "Term",
    many: "Terms",
    body: () => ({ Name: fresh("Agreed net"), DueDays: 7 }),
    change: () => ({ DueDays: 9 }),
    kept: "Name",
  },
  named("Class", "Classes", "Reefer", {}, "Active"),
  named("Department", "Departments", "Long Beach", {}, "Active"),
  named("PaymentMethod", "PaymentMethods", "Voucher", { Type: "NON_CREDIT_CARD" }, "Type"),
  {
    entity: "Account",
    many: "Accounts",
    body: () => ({ Name: fresh("Fuel income"), AccountType: "Income", AccountSubType: "ServiceFeeIncome" }),
    change: () => ({ Description: "What fuel brings in" }),
    kept: "AccountSubType",
  },
];

const form = (entity: string, body: Sort["body"], kept = "DocNumber"): Sort => ({
  entity,
  many: `${entity}s`,
  body,
  change: () => ({ PrivateNote: fresh("changed") }),
  kept,
});

export const formSorts: Sort[] = [
  form("Invoice", sale),
  form("Estimate", sale),
  form("SalesReceipt", sale),
  form("CreditMemo", sale),
  form("RefundReceipt", (desk) => sale(desk, { DepositToAccountRef: { value: desk.bank } })),
  form(
    "Payment",
    ({ customer }) => ({
      CustomerRef: { value: customer },
      TotalAmt: 25.5,
      TxnDate: "2026-11-03",
      PaymentRefNum: fresh("Ch"),
    }),
    "PaymentRefNum",
  ),
];

/** Creates one sample. */
export function make(desk: Desk, { entity, body }: Sort, more: Row = {}): Promise<Row> {
  return desk.quickbooks.record(`create${entity}`, { ...body(desk), ...more });
}

/** What names one version of a record. */
export function key(row: Row): Row {
  return { Id: asText(row.Id) ?? "", SyncToken: asText(row.SyncToken) ?? "" };
}

/** What changeDataCapture shows of one entity since a moment ago; a record's time knows whole seconds only. */
export async function changesOf({ quickbooks }: Desk, entity: string): Promise<Row[]> {
  const answer = await quickbooks.record("changeDataCapture", [entity], new Date(Date.now() - 60_000));
  const [captured] = asRows(answer.CDCResponse);
  const [slot] = asRows(captured?.QueryResponse);
  return asRows(slot?.[entity]);
}

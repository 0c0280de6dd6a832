// Which documents, books and recorded answers do the tests of this folder speak of? Used by tests only.
import type { CustomerDocument, PaymentDocument, SaleDocument } from "#lib/documents/document.ts";
import { defaultSettings, type CompanySettings } from "#lib/documents/settings.ts";
import { bookLists, type BookList, type Books, type BooksPreferences, type ListEntry } from "#lib/ledgers/ledger.ts";
import type { Push } from "#lib/sync/push.ts";

const usd = (minor: string) => ({ minor, currency: "USD" });

export const acme: CustomerDocument = {
  kind: "customer",
  key: "customer/acme imports",
  after: [],
  name: "Acme Imports",
};

export const invoice: SaleDocument = {
  kind: "invoice",
  key: "order/1/invoice/1",
  after: [acme.key],
  customer: acme.key,
  customerName: "Acme Imports",
  number: "HL-10001",
  date: "2026-09-14",
  terms: "Net 30",
  class: "Long Beach",
  billEmail: "ap@acme.example",
  memo: "Container MSCU1234567",
  lines: [
    {
      item: { name: "Line Haul" },
      chargeCode: "LH",
      description: "Long Beach to Ontario",
      quantity: "1",
      unitPrice: "425.00",
      amount: usd("42500"),
      taxable: false,
      serviceDate: "2026-09-13",
    },
    { item: { name: "Fuel Surcharge" }, chargeCode: "FSC", quantity: "1", amount: usd("8075"), taxable: false },
  ],
  total: usd("50575"),
  orderNumbers: ["HL-10001"],
};

export const payment: PaymentDocument = {
  kind: "payment",
  key: "order/1/payment/p1",
  after: [invoice.key],
  customer: acme.key,
  customerName: "Acme Imports",
  date: "2026-10-01",
  method: "Check",
  reference: "1042",
  total: usd("50575"),
  applies: [{ to: invoice.key, amount: usd("50575") }],
};

const entry = (ledgerId: string, name: string, more: Partial<ListEntry> = {}): ListEntry => ({
  ledgerId,
  name,
  active: true,
  ...more,
});

const harborLine: Readonly<Record<BookList, readonly ListEntry[]>> = {
  item: [
    entry("11", "Line Haul", { type: "Service" }),
    entry("12", "Fuel Surcharge", { type: "Service" }),
    entry("13", "Lumper", { type: "Service", active: false }),
    entry("14", "Accessorials", { type: "Category" }),
  ],
  account: [entry("4", "Undeposited Funds"), entry("79", "Freight Income", { type: "Income" })],
  term: [entry("3", "Net 30")],
  class: [entry("21", "Long Beach")],
  "tax-code": [entry("5", "California 7.25%", { rate: "7.25" })],
  "payment-method": [entry("2", "Check")],
  department: [],
};

/** The carrier's books; `lists` replaces some of them, `preferences` says how the company is set up. */
export function books(
  settings: Partial<CompanySettings> = {},
  lists: Partial<Record<BookList, readonly ListEntry[]>> = {},
  preferences: BooksPreferences | null = null,
): Books {
  const all = { ...harborLine, ...lists };
  return {
    settings: { ...defaultSettings, ...settings },
    preferences,
    lists: Object.fromEntries(
      bookLists.map((kind) => [kind, new Map(all[kind].map((each) => [each.name.toLowerCase(), each]))]),
    ) as unknown as Books["lists"],
  };
}

/** A push of a document whose customer and invoice are in the books. */
export function push(document: Push["document"], more: Partial<Push> = {}): Push {
  return {
    pushId: "push-1",
    operation: "create",
    generation: 0,
    marker: "[tieout 0199]",
    document,
    unsure: false,
    memory: {},
    link: null,
    links: {
      [acme.key]: { ledgerType: "Customer", ledgerId: "58", versionToken: "0" },
      [invoice.key]: { ledgerType: "Invoice", ledgerId: "155", versionToken: "0" },
    },
    ...more,
  };
}

/** An invoice as QuickBooks answers it after a create: its own sum, ids as text, a subtotal line of its own. */
export function recordedInvoice(more: Record<string, unknown> = {}): string {
  const row = {
    Id: "155",
    SyncToken: "0",
    domain: "QBO",
    sparse: false,
    DocNumber: "HL-10001",
    TotalAmt: 505.75,
    Balance: 505.75,
    PrivateNote: "[tieout 0199]",
    CustomerRef: { value: "58", name: "Acme Imports" },
    ...more,
  };
  return JSON.stringify({ Invoice: row, time: "2026-05-05T02:08:54.543-07:00" });
}

/** A fault in its usual envelope. */
export function recordedFault(code: string, message: string, detail: string, element = ""): string {
  const error = { Message: message, Detail: detail, code, element };
  return JSON.stringify({ Fault: { Error: [error], type: "ValidationFault" }, time: "2026-05-05T02:08:54.543-07:00" });
}

/** Rows of a query; none gives the envelope without an array. */
export function recordedRows(entity: string, rows: readonly Record<string, unknown>[]): string {
  const found = rows.length === 0 ? {} : { [entity]: rows, startPosition: 1, maxResults: rows.length };
  return JSON.stringify({ QueryResponse: found, time: "2026-05-05T02:08:54.543-07:00" });
}

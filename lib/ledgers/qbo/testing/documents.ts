// Which documents do the tests of the client push? One of each kind, in amounts that show a lost cent. Used by tests only.
import type { CustomerDocument, ItemDocument, PaymentDocument, SaleDocument } from "#lib/documents/document.ts";

export const usd = (minor: string) => ({ minor, currency: "USD" });

export const payer: CustomerDocument = {
  kind: "customer",
  key: "customer/harbor toys",
  after: [],
  name: "Harbor Toys",
  company: "Harbor Toys LLC",
  email: "ap@harbor-toys.example",
  phone: "562-555-0142",
  billingAddress: { line1: "1 Pier J", city: "Long Beach", region: "CA", postalCode: "90802", country: "US" },
};

export const job: CustomerDocument = {
  kind: "customer",
  key: "customer/harbor toys:pier 7",
  after: [payer.key],
  name: "Pier 7",
  parent: payer.key,
};

export const item: ItemDocument = {
  kind: "item",
  key: "item/crane rental",
  after: [],
  name: "Crane Rental",
  description: "By the hour",
  incomeAccount: "Freight Income",
};

/** Three lines and a class: 425.00 + 80.75 + 3 × 33.33 = 605.74. */
export const sale: Omit<SaleDocument, "kind" | "key" | "number"> = {
  after: [payer.key],
  customer: payer.key,
  customerName: payer.name,
  date: "2026-09-14",
  class: "Long Beach",
  billEmail: "ap@harbor-toys.example",
  memo: "Container MSCU1234567",
  lines: [
    {
      item: { name: "Line Haul" },
      chargeCode: "LH",
      description: "Long Beach to Ontario",
      quantity: "1",
      unitPrice: "425.00",
      amount: usd("42500"),
      taxable: true,
      serviceDate: "2026-09-13",
    },
    { item: { name: "Fuel Surcharge" }, chargeCode: "FSC", quantity: "1", amount: usd("8075"), taxable: false },
    {
      item: { name: "Yard Storage" },
      chargeCode: "STO",
      quantity: "3",
      unitPrice: "33.33",
      amount: usd("9999"),
      taxable: false,
    },
  ],
  total: usd("60574"),
  orderNumbers: ["HL-1"],
};

export function form(kind: SaleDocument["kind"], number: string, more: Partial<SaleDocument> = {}): SaleDocument {
  return { ...sale, kind, key: `order/1/${kind}/${number}`, number, ...more };
}

export function paymentOf(more: Partial<PaymentDocument> = {}): PaymentDocument {
  return {
    kind: "payment",
    key: "order/1/payment/1",
    after: [payer.key],
    customer: payer.key,
    customerName: payer.name,
    date: "2026-10-01",
    method: "Check",
    reference: "1042",
    total: usd("60574"),
    applies: [],
    ...more,
  };
}

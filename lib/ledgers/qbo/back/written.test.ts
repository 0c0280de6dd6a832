// What did a call write, out of its very words?
import { describe, expect, test } from "vitest";

import { sentShown, writeBecame, writtenRow, type StoredCall } from "./written.ts";

const invoice = {
  DocNumber: "L-1",
  TxnDate: "2026-11-01",
  CustomerRef: { value: "58" },
  PrivateNote: "[tieout 1]",
  CustomerMemo: { value: "Thank you" },
  TxnTaxDetail: { TotalTax: 1.5 },
  Line: [
    {
      DetailType: "SalesItemLineDetail",
      Amount: 100,
      Description: "From port to yard",
      SalesItemLineDetail: { ItemRef: { value: "9" }, Qty: 2, UnitPrice: 50 },
    },
    { DetailType: "SalesItemLineDetail", Amount: 7, SalesItemLineDetail: { ItemRef: { value: "12" } } },
    { DetailType: "SalesItemLineDetail", Amount: 5, SalesItemLineDetail: { ItemRef: { value: "SHIPPING_ITEM_ID" } } },
    { DetailType: "DiscountLineDetail", Amount: 10, DiscountLineDetail: { PercentBased: false } },
  ],
};
const single: StoredCall = {
  shape: "single",
  item: "1",
  method: "POST",
  path: "/v3/company/1/invoice?requestid=r&minorversion=75",
  body: JSON.stringify(invoice),
  state: "answered",
  status: 200,
  answer: JSON.stringify({ Invoice: { Id: "1" } }),
};
const batch = (...items: readonly object[]): StoredCall => ({
  ...single,
  shape: "batch",
  item: "2",
  path: "/v3/company/1/batch?requestid=r&minorversion=75",
  body: JSON.stringify({ BatchItemRequest: [{ bId: "1", Query: "SELECT * FROM Item" }, ...items] }),
});

describe("which record", () => {
  test.each<[string, StoredCall, object | null]>([
    ["alone", single, invoice],
    ["in a batch", batch({ bId: "2", operation: "update", Invoice: invoice }), invoice],
    [
      "a number that may be shared",
      batch({ bId: "2", operation: "create", optionsData: "x", Invoice: invoice }),
      invoice,
    ],
    ["a question in a batch", batch({ bId: "2", Query: "SELECT * FROM Invoice" }), null],
    ["voided in a batch", batch({ bId: "2", operation: "void", Invoice: invoice }), null],
    ["a payment voided", batch({ bId: "2", operation: "update", optionsData: "void", Payment: {} }), null],
    ["deleted", batch({ bId: "2", operation: "delete", Estimate: {} }), null],
    ["voided alone", { ...single, path: "/v3/company/1/invoice?operation=void&requestid=r" }, null],
    ["a payment voided alone", { ...single, path: "/v3/company/1/payment?operation=update&include=void" }, null],
    ["a question", { ...single, method: "GET", body: "" }, null],
    ["no words at all", { ...single, body: "" }, null],
  ])("%s", (_name, call, expected) => {
    expect(writtenRow(call)).toEqual(expected);
  });
});

describe("what became of it", () => {
  const fault = { Fault: { Error: [{ Message: "Closed", code: "6210" }], type: "ValidationFault" } };
  test.each<[string, Partial<StoredCall>, string]>([
    ["taken", {}, "posted"],
    ["refused", { status: 400, answer: JSON.stringify(fault) }, "refused"],
    ["an answer that makes no sense", { answer: "<html>" }, "unheard"],
    ["no answer", { state: "lost", status: null, answer: null }, "unheard"],
    ["given up", { state: "given-up", status: null, answer: null }, "unheard"],
    ["awaited", { state: "sent", status: null, answer: null }, "under-way"],
  ])("%s", (_name, more, expected) => {
    expect(writeBecame({ ...single, ...more })).toBe(expected);
  });

  test("its own part of a batch tells", () => {
    const answer = JSON.stringify({
      BatchItemResponse: [
        { bId: "1", QueryResponse: {} },
        { bId: "2", ...fault },
      ],
    });
    const call = batch({ bId: "2", operation: "update", Invoice: invoice });
    expect(writeBecame({ ...call, answer })).toBe("refused");
    expect(writeBecame({ ...call, item: "3", answer })).toBe("unheard");
  });
});

describe("as people read it", () => {
  const items = new Map([["9", "Line Haul"]]);

  test("an invoice: items by name, the total as QuickBooks will add it up", () => {
    expect(sentShown(invoice, "USD", items)).toEqual({
      number: "L-1",
      date: "2026-11-01",
      customerName: "",
      customerId: "58",
      memo: "Thank you",
      total: { minor: "10350", currency: "USD" },
      lines: [
        {
          itemName: "Line Haul",
          description: "From port to yard",
          quantity: "2",
          amount: { minor: "10000", currency: "USD" },
        },
        { itemName: "Item with QuickBooks ID 12", amount: { minor: "700", currency: "USD" } },
        { itemName: "", amount: { minor: "500", currency: "USD" } },
      ],
      linked: [],
    });
  });

  test("where QuickBooks works the tax out, the total is not known", () => {
    const abroad = { ...invoice, GlobalTaxCalculation: "TaxExcluded", TxnTaxDetail: undefined };
    expect(sentShown(abroad, "CAD", items)).not.toHaveProperty("total");
  });

  test("a payment says its total and what it pays", () => {
    const payment = {
      TxnDate: "2026-11-02",
      TotalAmt: 50,
      CustomerRef: { value: "58" },
      Line: [{ Amount: 50, LinkedTxn: [{ TxnId: "130", TxnType: "Invoice" }] }],
    };
    expect(sentShown(payment, "USD", items)).toMatchObject({
      total: { minor: "5000", currency: "USD" },
      linked: [{ ledgerType: "Invoice", ledgerId: "130", amount: { minor: "5000", currency: "USD" } }],
    });
  });

  test("a customer: what was written of it", () => {
    const customer = {
      DisplayName: "Acme",
      PrimaryEmailAddr: { Address: "ap@acme.example" },
      BillAddr: { Line1: "12 Dock Rd", City: "Oakland", CountrySubDivisionCode: "CA", PostalCode: "94607" },
    };
    expect(sentShown(customer, "USD", items)).toEqual({
      name: "Acme",
      email: "ap@acme.example",
      billTo: "12 Dock Rd · Oakland, CA 94607",
    });
  });
});

// How do invoices and payments of QuickBooks read for taking over and comparing?
import { describe, expect, test } from "vitest";

import type { QboRow } from "../answer.ts";
import { ledgerInvoice, ledgerPayment, paymentIdsOf, selectInvoicesOf } from "./invoices.ts";

const sold = (amount: number, more: QboRow = {}) => ({
  DetailType: "SalesItemLineDetail",
  Amount: amount,
  SalesItemLineDetail: { ItemRef: { value: "7", name: "Studio:Album" }, ...more },
});
const invoice = (more: QboRow = {}): QboRow => ({
  Id: "130",
  SyncToken: "2",
  DocNumber: "1037",
  TxnDate: "2026-10-20",
  CustomerRef: { value: "58", name: "Ada Lovelace" },
  TotalAmt: 90.03,
  Balance: 40.03,
  Line: [sold(60), sold(30.03, { Qty: 3, UnitPrice: 10.01 }), { DetailType: "SubTotalLineDetail", Amount: 90.03 }],
  LinkedTxn: [
    { TxnId: "140", TxnType: "Payment" },
    { TxnId: "9", TxnType: "Estimate" },
  ],
  ...more,
});
const items = new Map([["7", "Album"]]);

describe("an invoice", () => {
  test("has its lines with the kept list's name of the item, and its payments", () => {
    expect(ledgerInvoice(invoice(), "USD", items)).toMatchObject({
      ledgerId: "130",
      versionToken: "2",
      number: "1037",
      total: { minor: "9003", currency: "USD" },
      balance: { minor: "4003" },
      lines: [
        { lineNumber: 1, itemName: "Album", quantity: "1", amount: { minor: "6000" } },
        { lineNumber: 2, itemName: "Album", quantity: "3", amount: { minor: "3003" } },
      ],
      whyNoImport: null,
    });
    expect(ledgerInvoice(invoice(), "USD", new Map())?.lines[0]?.itemName).toBe("Studio:Album");
    expect(paymentIdsOf(invoice())).toEqual(["140"]);
  });

  test.each<[string, QboRow, string | null]>([
    ["tax beside the lines", { TotalAmt: 97.43 }, "not-only-lines"],
    ["a discount", { TotalAmt: 80.03 }, "not-only-lines"],
    ["another currency", { CurrencyRef: { value: "CAD" } }, "currency"],
    ["the same currency, said", { CurrencyRef: { value: "USD" } }, null],
    ["a line without an item", { Line: [sold(90.03, { ItemRef: undefined })] }, "no-item"],
  ])("%s", (_name, more, why) => {
    expect(ledgerInvoice(invoice(more), "USD", items)?.whyNoImport).toBe(why);
  });

  test("one that is voided is none", () => {
    expect(ledgerInvoice(invoice({ TotalAmt: 0, PrivateNote: "Voided" }), "USD", items)).toBeNull();
  });
});

describe("a payment", () => {
  const pays = (amount: number, id: string, type = "Invoice") => ({
    Amount: amount,
    LinkedTxn: [{ TxnId: id, TxnType: type }],
  });
  const payment = (more: QboRow = {}): QboRow => ({
    Id: "140",
    TxnDate: "2026-10-21",
    TotalAmt: 50,
    PaymentRefNum: "AP-1",
    PaymentMethodRef: { value: "3" },
    Line: [pays(50, "130")],
    ...more,
  });

  test.each<[string, QboRow, string | null]>([
    ["pays this invoice alone", {}, "5000"],
    ["VSS-18 more than the invoice: the rest counts too", { TotalAmt: 70 }, "7000"],
    ["another invoice too: only what it pays here", { TotalAmt: 80, Line: [pays(50, "130"), pays(30, "131")] }, "5000"],
    ["this invoice twice", { Line: [pays(20, "130"), pays(30, "130")] }, "5000"],
    ["with a credit: the money counts", { Line: [pays(60, "130"), pays(10, "12", "CreditMemo")] }, "5000"],
    ["another invoice only", { Line: [pays(50, "131")] }, null],
    ["an invoice's id, of a credit memo", { Line: [pays(50, "130", "CreditMemo")] }, null],
    ["not applied any more", { Line: [] }, null],
    ["voided", { TotalAmt: 0, PrivateNote: "Voided" }, null],
  ])("%s", (_name, more, minor) => {
    expect(ledgerPayment(payment(more), new Set(["130"]), "USD")?.amount.minor ?? null).toBe(minor);
  });

  test("says which document of ours it is, when it bears our mark", () => {
    const id = "0199b2f0-7c00-7000-8000-0123456789ab";
    const read = ledgerPayment(payment({ PrivateNote: `[tieout ${id}]` }), new Set(["130"]), "USD");
    expect(read).toMatchObject({ documentId: id, methodId: "3", reference: "AP-1", date: "2026-10-21" });
  });
});

test("the question names the customer and its jobs, newest first", () => {
  expect(selectInvoicesOf(["58", "59"], 21, 20)).toBe(
    "SELECT * FROM Invoice WHERE CustomerRef IN ('58', '59') ORDERBY TxnDate DESC STARTPOSITION 21 MAXRESULTS 20",
  );
});

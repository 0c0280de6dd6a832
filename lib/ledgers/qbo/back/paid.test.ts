// Does "paid on" name the day of the last payment, and admit when it does not know?
import { describe, expect, test } from "vitest";

import type { QboRow } from "../answer.ts";
import { invoicesPaid, paidOf, paymentDays, paymentsOn, type Paid, type PaymentDays } from "./paid.ts";

const invoice = (...payments: string[]): QboRow => ({
  Id: "130",
  TxnDate: "2026-11-01",
  LinkedTxn: [{ TxnId: "90", TxnType: "Estimate" }, ...payments.map((TxnId) => ({ TxnId, TxnType: "Payment" }))],
});
const payment = (Id: string, TxnDate: string, more: QboRow = {}): QboRow => ({
  Id,
  TxnDate,
  TotalAmt: 50,
  Line: [{ Amount: 50, LinkedTxn: [{ TxnId: "130", TxnType: "Invoice" }] }],
  ...more,
});

describe("VSS-09 the day of the last payment", () => {
  const days: PaymentDays = new Map([
    ["140", "2026-11-05"],
    ["141", "2026-11-09"],
    ["142", null],
  ]);
  test.each<[string, QboRow, Paid]>([
    ["no payment", invoice(), { on: null, isSure: true }],
    ["one payment", invoice("140"), { on: "2026-11-05", isSure: true }],
    ["several: the latest wins, whatever their order", invoice("141", "140"), { on: "2026-11-09", isSure: true }],
    ["a credit that was applied moves no money", invoice("142"), { on: null, isSure: true }],
    ["one that nobody knows", invoice("140", "7"), { on: "2026-11-05", isSure: false }],
  ])("%s", (_name, row, paid) => {
    expect(paidOf("Invoice", row, days)).toEqual(paid);
  });

  test("a sales receipt is paid on its own day, an estimate never", () => {
    expect(paidOf("SalesReceipt", invoice(), days)).toEqual({ on: "2026-11-01", isSure: true });
    expect(paidOf("Estimate", invoice("140"), days)).toEqual({ on: null, isSure: true });
    const voided = { ...invoice(), TotalAmt: 0, PrivateNote: "Voided" };
    expect(paidOf("SalesReceipt", voided, days)).toEqual({ on: null, isSure: true });
  });

  test("only payments count among what an invoice is tied to", () => {
    expect(paymentsOn(invoice("140", "141"))).toEqual(["140", "141"]);
  });
});

describe("payments that were read", () => {
  const voided = payment("3", "2026-11-20", { TotalAmt: 0, PrivateNote: "Voided" });

  test("say their day; what moved no money has none", () => {
    const days = paymentDays([payment("1", "2026-11-05"), payment("2", "2026-11-06", { TotalAmt: 0 }), voided]);
    expect([...days]).toEqual([
      ["1", "2026-11-05"],
      ["2", null],
      ["3", null],
    ]);
  });

  test("say which invoices they paid: of several the latest day", () => {
    const paid = invoicesPaid([payment("1", "2026-11-09"), payment("2", "2026-11-05"), voided]);
    expect(paid).toEqual([{ ledgerId: "130", on: "2026-11-09" }]);
  });
});

// A record came back changed: whose doing was it?
import { describe, expect, test } from "vitest";

import type { PaymentDocument, SaleDocument } from "#lib/documents/document.ts";
import type { KnownDocument, LeftDocument } from "#lib/sync/known.ts";
import type { QboRow } from "../answer.ts";
import { judge, markerIn, type Standing } from "./judge.ts";
import { recordShown } from "./seen.ts";

const usd = (minor: string) => ({ minor, currency: "USD" });
const invoice: SaleDocument = {
  kind: "invoice",
  key: "order/1/invoice/1",
  after: ["customer/acme"],
  customer: "customer/acme",
  customerName: "Acme",
  number: "L-1",
  date: "2026-11-01",
  lines: [
    {
      chargeCode: "Line Haul",
      item: { name: "Line Haul" },
      description: "From port to yard",
      quantity: "1",
      amount: usd("10000"),
      taxable: false,
    },
    { chargeCode: "Fuel", item: { name: "Fuel" }, quantity: "1", amount: usd("1731"), taxable: false },
  ],
  total: usd("11731"),
  orderNumbers: ["L-1"],
};
const payment: PaymentDocument = {
  kind: "payment",
  key: "order/1/payment/1",
  after: ["customer/acme", invoice.key],
  customer: "customer/acme",
  customerName: "Acme",
  date: "2026-11-02",
  total: usd("5000"),
  applies: [{ to: invoice.key, amount: usd("5000") }],
};

type More = Partial<Omit<KnownDocument, "left"> & LeftDocument>;

function known(document: LeftDocument["document"], more: More = {}): KnownDocument {
  const { documentId = "d", versionToken = "3", isUnderWay = false, isEndedByUs = false, ...rest } = more;
  const parents = { "customer/acme": "58", [invoice.key]: "130" };
  const left = { document, ownBumps: 0, followers: [], parents, ...rest };
  return { documentId, kind: document.kind, currency: "USD", versionToken, isUnderWay, isEndedByUs, left };
}

const line = (amount: number, description?: string) => ({
  DetailType: "SalesItemLineDetail",
  Amount: amount,
  ...(description === undefined ? {} : { Description: description }),
});
const row = (more: QboRow = {}): QboRow => ({
  Id: "130",
  SyncToken: "3",
  DocNumber: "L-1",
  TxnDate: "2026-11-01",
  DueDate: "2026-12-01",
  CustomerRef: { value: "58", name: "Acme" },
  TotalAmt: 117.31,
  Line: [line(100, "From port to yard"), line(17.31), { DetailType: "SubTotalLineDetail", Amount: 117.31 }],
  LinkedTxn: [],
  ...more,
});
const paidBy = (...ids: string[]) => ({ LinkedTxn: ids.map((id) => ({ TxnId: id, TxnType: "Payment" })) });

describe("our document changed since, and was not sent yet", () => {
  test.each<[string, More, QboRow, Standing]>([
    ["our own payment came to it", { ownBumps: 1 }, row({ SyncToken: "4" }), "as-we-left-it"],
    ["somebody paid it", {}, row({ SyncToken: "4", ...paidBy("77") }), "touched"],
    ["somebody edited it", {}, row({ SyncToken: "4" }), "edited"],
    ["it was voided", {}, row({ SyncToken: "4", PrivateNote: "Voided", TotalAmt: 0, Line: [] }), "gone"],
  ])("%s", (_what, more, there, standing) => {
    const changed = { ...invoice, date: "2026-11-05" };
    expect(judge(known(changed, { isChanged: true, ...more }), there)).toBe(standing);
  });
});

describe("an invoice", () => {
  test.each<[string, More, QboRow | null, Standing]>([
    ["as it was written", {}, row(), "as-we-left-it"],
    ["read before our last write", {}, row({ SyncToken: "2", TotalAmt: 1 }), "as-we-left-it"],
    [
      "paid by a payment of ours",
      { ownBumps: 1, followers: ["140"] },
      row({ SyncToken: "4", ...paidBy("140") }),
      "as-we-left-it",
    ],
    [
      "our payment made and voided again",
      { ownBumps: 2, followers: ["140"] },
      row({ SyncToken: "5" }),
      "as-we-left-it",
    ],
    ["our payment came while our change was out", { perhapsBumps: 1 }, row({ SyncToken: "4" }), "as-we-left-it"],
    ["and somebody else paid, too", { perhapsBumps: 1 }, row({ SyncToken: "5", ...paidBy("77") }), "touched"],
    ["and somebody edited it, too", { perhapsBumps: 1 }, row({ SyncToken: "5" }), "edited"],
    ["and somebody edited a line", { perhapsBumps: 1 }, row({ SyncToken: "4", TotalAmt: 1 }), "edited"],
    ["paid over there", {}, row({ SyncToken: "4", ...paidBy("141") }), "touched"],
    [
      "paid by us and over there",
      { ownBumps: 1, followers: ["140"] },
      row({ SyncToken: "5", ...paidBy("140", "141") }),
      "touched",
    ],
    ["sent by e-mail over there", {}, row({ SyncToken: "4", EmailStatus: "EmailSent" }), "touched"],
    ["something changed that we never said", {}, row({ SyncToken: "4" }), "edited"],
    [
      "our payment explains one of two changes",
      { ownBumps: 1, followers: ["140"] },
      row({ SyncToken: "5", ...paidBy("140") }),
      "edited",
    ],
    [
      "another amount, whatever the payments explain",
      { ownBumps: 2 },
      row({ SyncToken: "4", TotalAmt: 117.32 }),
      "edited",
    ],
    ["another date", { ownBumps: 1 }, row({ SyncToken: "4", TxnDate: "2026-11-03" }), "edited"],
    ["another number", { ownBumps: 1 }, row({ SyncToken: "4", DocNumber: "L-1a" }), "edited"],
    ["another customer", { ownBumps: 1 }, row({ SyncToken: "4", CustomerRef: { value: "59" } }), "edited"],
    [
      "another description",
      { ownBumps: 1 },
      row({ SyncToken: "4", Line: [line(100, "By night"), line(17.31)] }),
      "edited",
    ],
    [
      "amounts moved between lines",
      { ownBumps: 1 },
      row({ SyncToken: "4", Line: [line(99, "From port to yard"), line(18.31)] }),
      "edited",
    ],
    [
      "a line more that costs nothing",
      { ownBumps: 1 },
      row({ SyncToken: "4", Line: [line(100, "From port to yard"), line(17.31), line(0)] }),
      "edited",
    ],
    ["voided over there", {}, row({ SyncToken: "4", TotalAmt: 0, Line: [], PrivateNote: "Voided" }), "gone"],
    [
      "voided by us",
      { isEndedByUs: true },
      row({ SyncToken: "3", TotalAmt: 0, Line: [], PrivateNote: "Voided" }),
      "as-we-left-it",
    ],
    ["deleted over there", {}, null, "gone"],
    ["deleted by us", { isEndedByUs: true }, null, "as-we-left-it"],
    ["while a write of ours is under way", { isUnderWay: true }, row({ SyncToken: "4" }), "under-way"],
    ["missing while a write of ours is under way", { isUnderWay: true }, null, "under-way"],
  ])("%s", (_name, more, read, expected) => {
    expect(judge(known(invoice, more), read)).toBe(expected);
  });
});

test("an edit that a person accepted is what later changes are measured by", () => {
  const accepted = recordShown(row({ SyncToken: "4", TotalAmt: 120, DocNumber: "L-1b" }), "USD");
  const after = (more: QboRow) =>
    judge(known(invoice, { versionToken: "4", accepted }), row({ DocNumber: "L-1b", TotalAmt: 120, ...more }));
  expect(after({ SyncToken: "4" })).toBe("as-we-left-it");
  expect(after({ SyncToken: "5", ...paidBy("141") })).toBe("touched");
  expect(after({ SyncToken: "5", TotalAmt: 121 })).toBe("edited");
  expect(after({ SyncToken: "5", DocNumber: "L-1" })).toBe("edited");
});

describe("a payment", () => {
  const paid = (more: QboRow = {}): QboRow => ({
    Id: "140",
    SyncToken: "4",
    TxnDate: "2026-11-02",
    CustomerRef: { value: "58" },
    TotalAmt: 50,
    Line: [{ Amount: 50, LinkedTxn: [{ TxnId: "130", TxnType: "Invoice" }] }],
    ...more,
  });
  test.each<[string, QboRow, Standing]>([
    ["unexplained, though it says the same", paid(), "edited"],
    ["taken off its invoice", paid({ Line: [] }), "edited"],
    ["as it was written", paid({ SyncToken: "3" }), "as-we-left-it"],
    ["voided", paid({ TotalAmt: 0, Line: [], PrivateNote: "[tieout x]\nVoided" }), "gone"],
  ])("%s", (_name, read, expected) => {
    expect(judge(known(payment), read)).toBe(expected);
  });
});

test("names belong to the books: only that they are gone matters", () => {
  const customer: KnownDocument = { ...known(invoice), kind: "customer", left: null };
  expect(judge(customer, { Id: "58", SyncToken: "9", DisplayName: "Acme Imports" })).toBe("as-we-left-it");
  expect(judge(customer, null)).toBe("gone");
});

describe("our marker", () => {
  const id = "0199b2f0-7c00-7000-8000-0123456789ab";
  test.each([
    [`[tieout ${id}]`, { documentId: id, generation: 0 }],
    [`Reference 12\n[tieout ${id}.2]`, { documentId: id, generation: 2 }],
    [`Voided\n[TIEOUT ${id.toUpperCase()}]`, { documentId: id, generation: 0 }],
    ["tieout", null],
    [`[tieout ${id.slice(1)}]`, null],
  ])("%s", (note, expected) => {
    expect(markerIn({ PrivateNote: note })).toEqual(expected);
  });
});

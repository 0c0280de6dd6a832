// What does an export do with each document: new, changed, gone, refused, left out, removed; and each answer about payments?
import { describe, expect, test } from "vitest";

import { asksPayments, stepOf, type ExportDocument, type ExportStep } from "./export-plan.ts";
import { leftOutByExport } from "./left-out.ts";
import type { PaymentChoice } from "./exports.ts";

const none: ExportDocument = {
  orderId: "o",
  documentId: "d",
  key: "order/1/invoice/1",
  kind: "invoice",
  ledgerType: null,
  ledgerId: null,
  isSale: true,
  isLinked: false,
  isGone: false,
  isLinkGone: false,
  isEdited: false,
  isChanged: false,
  isLeftOut: false,
  leftOutBecause: null,
  isRemoved: false,
  livePushId: null,
  liveState: null,
  liveCode: null,
};
const invoice = (more: Partial<ExportDocument> = {}): ExportDocument => ({ ...none, ...more });
const payment = (more: Partial<ExportDocument> = {}): ExportDocument => ({ ...none, kind: "payment", ...more });
const customer = (more: Partial<ExportDocument> = {}): ExportDocument => ({
  ...none,
  kind: "customer",
  isSale: false,
  ...more,
});
const linked = { isLinked: true, ledgerType: "Invoice", ledgerId: "1" };
const gone = { ...linked, isGone: true, isLinkGone: true };
const leftOut = { isLeftOut: true, leftOutBecause: leftOutByExport("none", "Ann") };
const takenBack = { isLeftOut: true, leftOutBecause: "Bounced" };
const refused = { livePushId: "p", liveState: "problem", liveCode: "item-missing" } as const;

describe("a document", () => {
  test.each<[string, ExportDocument, ExportStep]>([
    ["never sent", invoice(), "create"],
    ["in the books as it is", invoice(linked), "nothing"],
    ["changed since", invoice({ ...linked, isChanged: true }), "update"],
    ["gone over there", invoice(gone), "anew"],
    [
      "gone, and its change was refused for that",
      invoice({ ...linked, isGone: true, ...refused, liveCode: "already-gone" }),
      "release",
    ],
    ["gone, and its change was refused for something else", invoice({ ...gone, ...refused }), "anew"],
    ["refused", invoice(refused), "release"],
    ["on its way", invoice({ livePushId: "p", liveState: "sending", liveCode: "" }), "nothing"],
    ["waiting", invoice({ livePushId: "p", liveState: "waiting", liveCode: "" }), "nothing"],
    ["left out", invoice({ isLeftOut: true }), "nothing"],
    ["a customer the books do not have", customer(), "create"],
    ["a customer the books have: theirs", customer({ isLinked: true, isChanged: true }), "nothing"],
    ["a payment the order lost", payment({ ...linked, isRemoved: true, isChanged: true }), "void"],
  ])("%s", (_what, one, step) => {
    expect(stepOf(one, null)).toBe(step);
  });
});

describe("PSC-25 new, all or none", () => {
  test.each<[string, ExportDocument, Record<PaymentChoice, ExportStep>]>([
    ["never exported", payment(), { new: "create", all: "create", none: "leave-out" }],
    ["still in the books", payment(linked), { new: "leave-out", all: "update", none: "leave-out" }],
    ["gone with it", payment(gone), { new: "leave-out", all: "anew", none: "leave-out" }],
    ["left out before", payment(leftOut), { new: "leave-out", all: "create", none: "leave-out" }],
    [
      "left out before, in the books",
      payment({ ...linked, ...leftOut }),
      { new: "leave-out", all: "update", none: "leave-out" },
    ],
    [
      "left out before, gone",
      payment({ ...linked, isLinkGone: true, ...leftOut }),
      { new: "leave-out", all: "anew", none: "leave-out" },
    ],
    ["a person took back", payment({ ...linked, ...takenBack }), { new: "nothing", all: "nothing", none: "nothing" }],
    ["whose problem was cleared", payment({ isLeftOut: true }), { new: "nothing", all: "nothing", none: "nothing" }],
    ["refused", payment(refused), { new: "release", all: "release", none: "leave-out" }],
    [
      "the order lost it",
      payment({ ...linked, isRemoved: true }),
      { new: "leave-out", all: "void", none: "leave-out" },
    ],
  ])("a payment %s", (_what, one, steps) => {
    const choices: readonly PaymentChoice[] = ["new", "all", "none"];
    expect(Object.fromEntries(choices.map((choice) => [choice, stepOf(one, choice)]))).toEqual(steps);
  });

  test("the invoice is made anew whatever the answer is", () => {
    for (const choice of ["new", "all", "none"] as const) expect(stepOf(invoice(gone), choice)).toBe("anew");
  });

  test.each<[string, readonly ExportDocument[], boolean]>([
    ["an invoice that is gone, and a payment in the books", [invoice(gone), payment(linked)], true],
    ["both gone", [invoice(gone), payment(gone)], true],
    ["only the payment gone", [invoice(linked), payment(gone)], false],
    ["an invoice that is gone and had no payment yet", [invoice(gone), payment()], false],
    ["payments that were left out", [invoice(gone), payment(leftOut)], true],
    ["a payment that a person took back", [invoice(gone), payment({ ...linked, ...takenBack })], false],
  ])("it is asked about: %s", (_what, documents, asks) => {
    expect(asksPayments(documents)).toBe(asks);
  });
});

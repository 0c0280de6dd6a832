// How do the payments here and in the books differ, and which of them are new?
import { describe, expect, test } from "vitest";

import { nothingAdded, type Added, type AddedPayment } from "#lib/orders/added.ts";
import { Order, type OrderInput } from "#lib/orders/order.ts";
import { resolveMethods, unknownMethods } from "#lib/sync/invoices.ts";
import { paymentsHere, sumsOf, type PaymentDocumentState } from "#lib/sync/payments-here.ts";
import { leftOutByExport, leftOutReasons, TREATED_AS_PAID } from "#lib/sync/left-out.ts";
import {
  comparePayments,
  newLedgerPayments,
  type MoneyBeside,
  type OrderSums,
  type PaymentHere,
  type PaymentThere,
} from "#lib/sync/payments.ts";

const usd = (minor: string) => ({ minor, currency: "USD" });

function here(more: Partial<PaymentHere> = {}): PaymentHere {
  return {
    paymentId: "p1",
    origin: "typed",
    documentId: null,
    ledgerId: null,
    state: null,
    lock: null,
    lockReason: null,
    amount: usd("5000"),
    date: "2026-11-02",
    method: "Check",
    ledgerMethod: "Check",
    reference: "1001",
    note: null,
    addedBy: "Ann",
    ...more,
  };
}

function there(more: Partial<PaymentThere> = {}): PaymentThere {
  return {
    ledgerId: "140",
    amount: usd("5000"),
    total: usd("5000"),
    date: "2026-11-02",
    method: "Check",
    reference: "1001",
    documentId: null,
    ...more,
  };
}

const exported = here({ documentId: "d1", ledgerId: "140", lock: "exported" });
const imported = here({ paymentId: "i1", origin: "imported", ledgerId: "140", lock: "imported" });

describe("PSC-28 the differences", () => {
  test.each<[string, PaymentHere[], PaymentThere[], readonly string[]]>([
    ["both agree", [exported], [there()], []],
    ["an imported one agrees", [imported], [there()], []],
    ["nothing on either side", [], [], []],
    ["another amount there", [imported], [there({ amount: usd("4000"), total: usd("4000") })], ["update i1"]],
    ["another day there", [exported], [there({ date: "2026-11-03" })], ["update p1"]],
    ["another method there", [exported], [there({ method: "ACH" })], ["update p1"]],
    ["a method in other letters is the same", [exported], [there({ method: "CHECK" })], []],
    ["a reference of which QuickBooks keeps a part is no difference", [exported], [there({ reference: "10" })], []],
    ["only there", [], [there()], ["add 140"]],
    ["only there, and a credit used without money", [], [there({ amount: usd("100"), total: usd("0") })], []],
    ["an imported one no longer there", [imported], [], ["remove i1"]],
    ["an exported one no longer there", [exported], [], ["remove p1"]],
    ["one that was never sent stays", [here()], [], []],
    ["one that was taken back here is not missed", [{ ...exported, lock: "taken-back" }], [], []],
    ["one we are just making", [here({ documentId: "d1", lock: "going" })], [there({ documentId: "d1" })], []],
    ["one we are just making, its marker not read", [here({ documentId: "d1", lock: "going" })], [there()], []],
    [
      "VSS-18 several: one agrees, one is new, one is gone",
      [exported, here({ paymentId: "i2", origin: "imported", ledgerId: "141", lock: "imported" })],
      [there(), there({ ledgerId: "142", reference: "1003" })],
      ["add 142", "remove i2"],
    ],
    [
      "an exported one is compared as a whole, whatever of it pays this invoice",
      [exported],
      [there({ amount: usd("2000") })],
      [],
    ],
    ["VSS-18 an overpaid invoice: the payment counts whole", [], [there({ amount: usd("15000") })], ["add 140"]],
  ])("%s", (_name, ours, theirs, expected) => {
    const told = comparePayments(ours, theirs).map(
      (change) => `${change.is} ${change.is === "add" ? change.ledgerId : change.paymentId}`,
    );
    expect(told).toEqual(expected);
  });

  test("theirs wins: the change says both", () => {
    const [change] = comparePayments([imported], [there({ amount: usd("4000"), method: "ACH", date: "2026-11-04" })]);
    expect(change).toEqual({
      is: "update",
      paymentId: "i1",
      ledgerId: "140",
      before: { amount: usd("5000"), date: "2026-11-02", method: "Check", reference: "1001" },
      after: { amount: usd("4000"), date: "2026-11-04", method: "ACH", reference: "1001" },
    });
  });

  test("the order in which QuickBooks tells does not count", () => {
    const two = [there(), there({ ledgerId: "9", reference: "9" })];
    expect(comparePayments([], two)).toEqual(comparePayments([], [...two].reverse()));
  });
});

describe("CNX-27 the same payment", () => {
  test.each<[string, Partial<PaymentHere>, Partial<PaymentThere>, string | null]>([
    ["reference, date and amount are equal", {}, {}, "p1"],
    ["neither has a reference", { reference: null }, { reference: null }, "p1"],
    ["another reference", {}, { reference: "1002" }, null],
    ["another day", {}, { date: "2026-11-03" }, null],
    ["another amount", {}, { amount: usd("5001"), total: usd("5001") }, null],
    ["another method is no matter", {}, { method: "ACH" }, "p1"],
    ["ours was sent, as another record", { ledgerId: "150", documentId: "d", lock: "exported" }, {}, null],
  ])("%s", (_name, ours, theirs, same) => {
    const [added] = comparePayments([here(ours)], [there(theirs)]).filter((change) => change.is === "add");
    expect(added).toMatchObject({ ledgerId: "140", same });
  });

  test("two equal ones over there are one of ours and a second one", () => {
    const two = [there({ reference: null }), there({ reference: null, ledgerId: "141" })];
    const told = comparePayments([here({ reference: null })], two).map((change) => change.is === "add" && change.same);
    expect(told).toEqual(["p1", null]);
  });
});

test("PSC-23 new over there is what nobody here has, by id or by our marker", () => {
  const theirs = [there(), there({ ledgerId: "141", documentId: "d2" }), there({ ledgerId: "142" })];
  const ours = [exported, here({ paymentId: "p2", documentId: "d2", lock: "going" })];
  expect(newLedgerPayments(ours, theirs).map(({ ledgerId }) => ledgerId)).toEqual(["142"]);
});

const order = (more: Partial<OrderInput> = {}) =>
  Order.parse({
    externalId: "1",
    number: "S-1",
    updatedAt: "2026-11-01T08:00:00Z",
    orderDate: "2026-11-01",
    customer: { name: "Ada Lovelace" },
    chargeSets: [{ charges: [{ code: "Album", amount: "100.00" }] }],
    ...more,
  });
const added = (payments: readonly Partial<AddedPayment>[], more: Partial<Added> = {}): Added => ({
  ...nothingAdded,
  ...more,
  payments: payments.map((payment, index) => ({
    orderPaymentId: `typed-${index}`,
    origin: "typed",
    ledgerId: null,
    documentKey: null,
    amount: { minor: 5000n, currency: "USD" },
    date: "2026-11-02",
    method: null,
    reference: null,
    note: null,
    addedBy: "Ann",
    ...payment,
  })),
});
const listed = (source: Order, addedTo: Added, documents: readonly PaymentDocumentState[] = []) =>
  paymentsHere({ orderId: "o", order: source, added: addedTo, documents, methods: { visa: "Credit Card" } });

describe("the payments of an order", () => {
  const told = order({ payments: [{ externalId: "a", amount: "50.00", date: "2026-11-02", method: "Visa" }] });

  test("each once: told, typed and imported, by date", () => {
    const typed = added([{ date: "2026-11-01" }, { origin: "imported", ledgerId: "9", date: "2026-11-09" }]);
    expect(listed(told, typed).map(({ paymentId, lock }) => [paymentId, lock])).toEqual([
      ["typed-0", null],
      ["order/o/payment/a", "source"],
      ["typed-1", "imported"],
    ]);
    expect(listed(told, typed)[1]?.ledgerMethod).toBe("Credit Card");
  });

  test("one that was imported since is that one", () => {
    const same = added([{ origin: "imported", ledgerId: "9" }]);
    expect(listed(told, same).map(({ paymentId }) => paymentId)).toEqual(["typed-0"]);
  });

  test("PSC-32 paid and open add up to the order and its adjustments, to the cent; CNX-76 nothing paid is nothing", () => {
    const line = { ledgerId: "7", lineNumber: 1, itemName: "Deposit", description: null, quantity: "1" };
    const adjustments = [{ ...line, amount: { minor: 3333n, currency: "USD" } }];
    const more = added([{ amount: { minor: 1n, currency: "USD" }, date: "2026-12-01" }], { adjustments });
    expect(sumsOf(told, more, listed(told, more), [])).toEqual({
      order: usd("10000"),
      adjustments: usd("3333"),
      paid: usd("5001"),
      credits: usd("0"),
      accepted: usd("0"),
      open: usd("8332"),
      paidOn: "2026-12-01",
    });
    expect(sumsOf(order(), nothingAdded, [], [])).toMatchObject({ paid: usd("0"), open: usd("10000"), paidOn: null });
  });

  test("VSS-18 overpaid: what is open is below zero; what was taken back does not count", () => {
    const documents = [
      {
        documentId: "d",
        key: "order/o/payment/a",
        ledgerId: "140",
        leftOutBecause: "Typed twice",
        state: "posted",
        hasLeft: false,
      },
    ] as const;
    const much = added([{ amount: { minor: 15_000n, currency: "USD" } }]);
    const payments = listed(told, much, documents);
    expect(payments.map(({ lock, lockReason }) => [lock, lockReason])).toContainEqual(["taken-back", "Typed twice"]);
    expect(sumsOf(told, much, payments, [])).toMatchObject({ paid: usd("15000"), open: usd("-5000") });
  });

  test.each<[string, readonly MoneyBeside[], Partial<OrderSums>]>([
    [
      "a credit memo used on its invoice",
      [{ is: "credit-used", minor: "2000" }],
      { credits: usd("2000"), open: usd("3000") },
    ],
    [
      "QuickBooks' lower amount was accepted",
      [{ is: "accepted", minor: "-1000" }],
      { accepted: usd("-1000"), open: usd("4000") },
    ],
    [
      "a refund receipt whose money no line gave back",
      [{ is: "refunded", minor: "2000" }],
      { credits: usd("0"), open: usd("5000") },
    ],
    [
      "both together",
      [
        { is: "credit-used", minor: "2000" },
        { is: "accepted", minor: "-3000" },
      ],
      { open: usd("0") },
    ],
  ])("PSC-32 open is the order less payments and credits used: %s", (_name, beside, expected) => {
    expect(sumsOf(told, nothingAdded, listed(told, nothingAdded), beside)).toMatchObject(expected);
  });

  test("PSC-32 money that went back for a credit is not owed again", () => {
    const whole = { externalId: "a", amount: "100.00", date: "2026-11-02" };
    const refunded = order({ payments: [whole, { externalId: "b", amount: "-20.00", date: "2026-11-05" }] });
    const sums = sumsOf(refunded, nothingAdded, listed(refunded, nothingAdded), [{ is: "refunded", minor: "2000" }]);
    expect(sums).toMatchObject({ paid: usd("8000"), credits: usd("2000"), open: usd("0") });
  });

  test.each([
    ["a person took it back", "Typed twice", "taken-back"],
    ["an answer to the export left it out", leftOutByExport("none", "Ann"), "left-out"],
    ["so did an older answer, without a name", leftOutReasons.new, "left-out"],
    ["its invoice is treated as paid", `${TREATED_AS_PAID} by Ann: cash`, "left-out"],
  ])("PSC-25 who is out, and why: %s", (_name, leftOutBecause, lock) => {
    const document = { documentId: "d", key: "order/o/payment/a", ledgerId: null, state: null, hasLeft: false };
    const [payment] = listed(told, nothingAdded, [{ ...document, leftOutBecause }]);
    expect([payment?.lock, payment?.lockReason]).toEqual([lock, leftOutBecause]);
  });
});

describe("PSC-07 PSC-08 payment methods", () => {
  test("unknown are those that are neither in QuickBooks' list nor kept here, each once", () => {
    const used = ["Afterpay", "afterpay ", null, "", "check", "Klarna"];
    expect(unknownMethods(used, ["Check", "Cash"], { klarna: "Check" })).toEqual(["Afterpay"]);
  });

  test.each([
    ["without an answer nothing is resolved", {}, null],
    ["added: known by its own name", { Afterpay: { is: "add" } }, { afterpay: "Afterpay" }],
    ["changed to a known one, spelled as it is", { Afterpay: { is: "change", to: "check" } }, { afterpay: "Check" }],
    ["changed to one nobody knows", { Afterpay: { is: "change", to: "Barter" } }, null],
  ] as const)("%s", (_name, answers, expected) => {
    expect(resolveMethods(["Afterpay"], answers, ["Check"], {})).toEqual(expected);
  });
});

// Which differences between what we sent, the order now and the books now count, and which are one matter?
import { describe, expect, test } from "vitest";

import type { PaymentDocument, SaleDocument } from "#lib/documents/document.ts";
import { compareFields, driftKind, type Compared, type DriftField } from "./drift.ts";
import { causeOf, causeSentence, changeText, overwriteTexts } from "./drift-cause.ts";
import { choiceConsequence, choicesFor, driftChoices, ResolveDrift } from "./drift-choices.ts";
import type { RecordShown } from "./seen.ts";

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
      chargeCode: "LH",
      item: { name: "Line Haul" },
      description: "From port  to yard",
      quantity: "1.50",
      amount: usd("10000"),
      taxable: false,
    },
    { chargeCode: "F", item: { name: "Fuel", ledgerId: "9" }, quantity: "1", amount: usd("1731"), taxable: false },
  ],
  total: usd("11731"),
  orderNumbers: ["L-1"],
};
const record: RecordShown = {
  number: "L-1",
  date: "2026-11-01",
  dueDate: "2026-12-01",
  customerName: "Acme",
  customerId: "58",
  total: usd("11731"),
  balance: usd("11731"),
  lines: [
    { itemName: "Freight:Line Haul", description: "From port to yard", quantity: "1.5", amount: usd("10000") },
    { itemName: "Whatever the ID means", quantity: "1", amount: usd("1731") },
  ],
  linked: [],
};
const parents: Compared["parents"] = { "customer/acme": { ledgerId: "58", title: "Customer Acme", mergedInto: null } };

function theirs(books: RecordShown | null, more: Partial<Compared> = {}): DriftField[] {
  return compareFields({ sent: invoice, now: invoice, books, parents, ...more })
    .filter((field) => field.isTheirs)
    .map(({ field }) => field);
}

describe("an invoice", () => {
  test.each<[string, Partial<RecordShown>, readonly DriftField[]]>([
    ["as it was sent", {}, []],
    ["PSC-27 paid over there", { balance: usd("0"), linked: [{ ledgerType: "Payment", ledgerId: "141" }] }, []],
    ["another due date, from the terms over there", { dueDate: "2027-01-01" }, []],
    ["another date", { date: "2026-11-02" }, ["date"]],
    ["another number", { number: "L-1a" }, ["number"]],
    ["another customer", { customerId: "59", customerName: "Beta" }, ["customer"]],
    ["PPR-21 the same customer under a new name", { customerName: "Acme International" }, []],
    ["a message that we never wrote", { memo: "Thank you" }, ["memo"]],
    ["another total", { total: usd("11732") }, ["total"]],
    ["a line less", { lines: record.lines.slice(1) }, ["lines"]],
    ["another item", { lines: [{ ...record.lines[0]!, itemName: "Storage" }, record.lines[1]!] }, ["lines"]],
    ["another quantity", { lines: [{ ...record.lines[0]!, quantity: "2" }, record.lines[1]!] }, ["lines"]],
    ["another description", { lines: [{ ...record.lines[0]!, description: "By night" }, record.lines[1]!] }, ["lines"]],
    ["lines in another order", { lines: record.lines.toReversed() }, ["lines"]],
  ])("%s", (_name, more, expected) => {
    expect(theirs({ ...record, ...more })).toEqual(expected);
  });

  test("shipping stands after the lines, as it does over there", () => {
    const shipped = { ...invoice, shipping: usd("500") };
    const line = { itemName: "Shipping", amount: usd("500") };
    expect(theirs({ ...record, lines: [...record.lines, line] }, { sent: shipped, now: shipped })).toEqual([]);
    expect(theirs(record, { sent: shipped, now: shipped })).toEqual(["lines"]);
  });

  test("what the order changed is ours, not theirs", () => {
    const now = { ...invoice, date: "2026-11-09" };
    const date = compareFields({ sent: invoice, now, books: record, parents }).find(({ field }) => field === "date");
    expect(date).toMatchObject({ isOurs: true, isTheirs: false, now: ["2026-11-09"], books: ["2026-11-01"] });
  });

  test("PSC-24 the arrow of an overwrite leads from what QuickBooks says to what the order says now", () => {
    const now = { ...invoice, date: "2026-11-09" };
    const books = { ...record, date: "2026-12-01", number: "L-1b" };
    const fields = compareFields({ sent: invoice, now, books, parents });
    expect(overwriteTexts(fields)).toEqual(["Number L-1b → L-1", "Date 2026-12-01 → 2026-11-09"]);
    expect(fields.filter(({ isTheirs }) => isTheirs).map(changeText)).toEqual([
      "Number L-1 → L-1b",
      "Date 2026-11-01 → 2026-12-01",
    ]);
  });

  test("without what was sent, the order now stands for it and the column is empty", () => {
    const fields = compareFields({ sent: null, now: invoice, books: { ...record, number: "X" }, parents });
    expect(fields.find(({ field }) => field === "number")).toMatchObject({ sent: null, isTheirs: true, isOurs: false });
  });

  test("gone: no column, no difference", () => {
    expect(theirs(null)).toEqual([]);
    expect(compareFields({ sent: invoice, now: invoice, books: null, parents })[0]).toMatchObject({ books: null });
  });
});

describe("a payment", () => {
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
  const paidBy = { ...parents, [invoice.key]: { ledgerId: "130", title: "Invoice L-1", mergedInto: null } };
  const there: RecordShown = {
    ...record,
    number: "",
    date: "2026-11-02",
    total: usd("5000"),
    lines: [],
    linked: [{ ledgerType: "Invoice", ledgerId: "130", amount: usd("5000") }],
  };
  test.each<[string, Partial<RecordShown>, readonly DriftField[]]>([
    ["as it was sent", {}, []],
    ["taken off its invoice", { linked: [] }, ["applied"]],
    ["put on another one", { linked: [{ ledgerType: "Invoice", ledgerId: "131", amount: usd("5000") }] }, ["applied"]],
    ["applied to less", { linked: [{ ledgerType: "Invoice", ledgerId: "130", amount: usd("4000") }] }, ["applied"]],
  ])("%s", (_name, more, expected) => {
    expect(theirs({ ...there, ...more }, { sent: payment, now: payment, parents: paidBy })).toEqual(expected);
  });

  test.each<[Partial<RecordShown>, string, string]>([
    [{ linked: [] }, "1 payment was taken off Invoice L-1", "3 payments were taken off what they paid"],
    [
      { linked: [{ ledgerType: "Invoice", ledgerId: "131", amount: usd("5000") }] },
      "1 payment was applied to Invoice with QuickBooks ID 131 instead of Invoice L-1",
      "3 payments were applied to other documents than they pay here",
    ],
    [
      { linked: [{ ledgerType: "Invoice", ledgerId: "130", amount: usd("4000") }] },
      "1 payment was applied to Invoice L-1 with another amount",
      "3 payments were applied with other amounts",
    ],
    [{ total: usd("5001") }, "1 payment was given a higher amount", "3 payments were given a higher amount"],
  ])("PSC-24 it is said what it pays now: %j", (more, one, several) => {
    const books = { ...there, ...more };
    const fields = compareFields({ sent: payment, now: payment, books, parents: paidBy });
    const { date: sentDate } = payment;
    const cause = causeOf({ kind: "edited", documentKind: "payment", fields, sentDate, sentMinor: "5000", books });
    expect([causeSentence(cause, 1), causeSentence(cause, 3)]).toEqual([one, several]);
  });
});

describe("what became of it", () => {
  const kind = (isGone: boolean, mergedInto: string | null, books: RecordShown | null, own = parents) => {
    const compared = { sent: invoice, now: invoice, books, parents: own };
    return driftKind({ isGone, mergedInto }, compared, compareFields(compared));
  };
  const moved = { ...record, customerId: "77", customerName: "Acme International" };
  const merged = { "customer/acme": { ledgerId: "58", title: "Customer Acme", mergedInto: "77" } };
  test("edited, voided, deleted, merged", () => {
    expect(kind(false, null, moved)).toBe("edited");
    expect(kind(true, null, { ...record, total: usd("0"), lines: [] })).toBe("voided");
    expect(kind(true, null, null)).toBe("deleted");
    expect(kind(true, "77", null)).toBe("merged");
    expect(kind(false, null, moved, merged)).toBe("merged");
    expect(kind(false, null, { ...moved, date: "2026-12-01" }, merged)).toBe("edited");
  });
});

describe("one matter", () => {
  const sentence = (more: Partial<RecordShown>, count = 12) => {
    const books = { ...record, ...more };
    const fields = compareFields({ sent: invoice, now: invoice, books, parents });
    const sentMinor = invoice.total.minor;
    const changed = {
      kind: "edited",
      documentKind: "invoice",
      fields,
      sentDate: invoice.date,
      sentMinor,
      books,
    } as const;
    return causeSentence(causeOf(changed), count);
  };
  test.each<[Partial<RecordShown>, string]>([
    [{ date: "2026-12-01" }, "12 invoices were dated into the next month"],
    [{ date: "2026-10-31" }, "12 invoices were dated into the month before"],
    [{ date: "2026-11-02" }, "12 invoices were given another date in the same month"],
    [{ date: "2027-11-02" }, "12 invoices were dated into another month"],
    [{ total: usd("11732"), lines: [] }, "12 invoices were given a higher amount"],
    [{ total: usd("1") }, "12 invoices were given a lower amount"],
    [{ lines: [] }, "12 invoices were given other lines, for the same total"],
    [{ number: "X" }, "12 invoices were renumbered"],
    [{ total: usd("11732") }, "12 invoices were rounded differently by QuickBooks"],
    [{ total: usd("11734") }, "12 invoices were given a higher amount"],
    [
      { total: usd("11730"), lines: [{ ...record.lines[0]!, amount: usd("9999") }, record.lines[1]!] },
      "12 invoices were rounded differently by QuickBooks",
    ],
    [
      { total: usd("11729"), lines: [{ ...record.lines[0]!, amount: usd("9998") }, record.lines[1]!] },
      "12 invoices were given a lower amount",
    ],
    [{ total: usd("11732"), number: "X" }, "12 invoices were changed in number and amount"],
    [{ customerId: "1" }, "12 invoices were moved to another customer"],
    [{ number: "X", date: "2026-12-01", memo: "M" }, "12 invoices were changed in number, date and message"],
    [{}, "12 invoices were changed in something that Tieout does not compare"],
  ])("%j", (more, expected) => {
    expect(sentence(more)).toBe(expected);
  });
  test("one is said as one", () => {
    expect(sentence({ number: "X" }, 1)).toBe("1 invoice was renumbered");
    const deleted = {
      kind: "deleted",
      documentKind: "payment",
      fields: [],
      sentDate: null,
      sentMinor: null,
      books: null,
    } as const;
    expect(causeSentence(causeOf(deleted), 1)).toBe("1 payment was deleted");
  });
});

describe("what may be decided", () => {
  const there = { isGone: false, isEnding: false };
  const gone = { isGone: true, isEnding: false };
  test("what is there may be overwritten or accepted, what is gone may be made again", () => {
    expect(choicesFor("edited", "invoice", there)).toEqual(["push-ours", "accept-theirs", "treat-as-paid", "unlink"]);
    expect(choicesFor("edited", "payment", there)).toEqual(["push-ours", "accept-theirs", "unlink"]);
    expect(choicesFor("deleted", "invoice", gone)).toEqual(["create-again", "treat-as-paid", "unlink"]);
    expect(choicesFor("merged", "customer", gone)).toEqual(["create-again"]);
  });
  test("what is to be taken back is neither overwritten nor made again nor owed", () => {
    expect(choicesFor("edited", "invoice", { ...there, isEnding: true })).toEqual(["accept-theirs", "unlink"]);
    expect(choicesFor("voided", "payment", { ...there, isEnding: true })).toEqual(["unlink"]);
    expect(choicesFor("deleted", "invoice", { ...gone, isEnding: true })).toEqual(["unlink"]);
  });
  test("each says what it does, of what is there and of what is gone", () => {
    const said = driftChoices.flatMap((choice) => [choiceConsequence(choice, false), choiceConsequence(choice, true)]);
    expect(said.every((sentence) => sentence.endsWith("."))).toBe(true);
    expect(choiceConsequence("treat-as-paid", true)).toContain("receivables");
    expect(choiceConsequence("treat-as-paid", false)).toContain("receivables");
  });
  test("where money is concerned a reason is asked for", () => {
    const ask = (choice: string, reason?: string) =>
      ResolveDrift.safeParse({
        companyFileId: "0199b2f0-7c00-7000-8000-0123456789ab",
        choice,
        reason,
        asOf: "2026-11-01T08:00:00.000Z",
        select: { is: "cause", cause: "edited/invoice/date:next" },
      }).success;
    expect([ask("push-ours"), ask("create-again")]).toEqual([true, true]);
    expect([ask("accept-theirs"), ask("treat-as-paid", "  "), ask("unlink")]).toEqual([false, false, false]);
    expect(ask("treat-as-paid", "paid in cash")).toBe(true);
  });
});

// Does each refusal of the books become the problem a person can solve? Provoked in the simulator, over HTTP.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { LedgerDocument, SaleDocument } from "#lib/documents/document.ts";
import type { Books, Verdict } from "#lib/ledgers/ledger.ts";
import { startSimulator, type Simulator } from "../../../simulator/server.ts";
import { Desk } from "./testing/carrier.ts";
import { form, item, job, payer, paymentOf, usd } from "./testing/documents.ts";

let simulator: Simulator;
let desk: Desk;
let books: Books;
let realm = 9_160_000_000;

beforeAll(async () => {
  simulator = await startSimulator({ throttle: false });
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
  realm += 1;
  desk = await Desk.open(simulator.url, String(realm), { preferences: { usingSalesTax: true } });
  books = await desk.books({ depositAccount: "Checking" });
  await desk.post(books, payer);
});

/** What QuickBooks makes of a document that was not checked beforehand: somebody changed the books a moment ago. */
const verdictOn = async (document: LedgerDocument, known: Books = books): Promise<Verdict> =>
  (await desk.talk(desk.push(document), known)).verdict;
const problem = (code: string, about: string) => ({ is: "problem", problem: { code, about } });
const invoice = form("invoice", "HL-1");
const withLine = (change: Partial<SaleDocument["lines"][number]>): SaleDocument => {
  const [first, ...rest] = invoice.lines;
  return { ...invoice, lines: [{ ...first!, ...change }, ...rest] };
};

describe("made inactive, deleted or renamed a moment ago", () => {
  it.each([
    ["the customer", { entity: "Customer", name: "Harbor Toys" }, problem("customer-inactive", "Harbor Toys")],
    ["an item", { entity: "Item", name: "Fuel Surcharge" }, problem("item-inactive", "Fuel Surcharge")],
    ["the terms", { entity: "Term", name: "Net 30" }, problem("terms-unknown", "Net 30")],
    ["the class", { entity: "Class", name: "Long Beach" }, problem("class-unknown", "Long Beach")],
  ])("%s", async (_what, who, expected) => {
    await desk.clerk({ do: "deactivate", ...who });
    expect(await verdictOn({ ...invoice, terms: "Net 30" })).toMatchObject(expected);
  });

  it("the payment method", async () => {
    await desk.clerk({ do: "deactivate", entity: "PaymentMethod", name: "Check" });
    expect(await verdictOn(paymentOf())).toMatchObject(problem("payment-method-unknown", "Check"));
  });

  it("an item that is a category now", async () => {
    await desk.clerk({ do: "item-type", name: "Line Haul", to: "Category" });
    expect(await verdictOn(invoice)).toMatchObject(problem("item-is-category", "Line Haul"));
  });

  it("an item a charge is mapped to by its id", async () => {
    const mapped = withLine({ item: { name: "Line Haul", ledgerId: "4711" } });
    expect(await verdictOn(mapped)).toMatchObject(problem("mapping-gone", "Line Haul"));
  });

  it("the invoice a payment pays: deleted or voided", async () => {
    await desk.post(books, invoice);
    const payment = paymentOf({ applies: [{ to: invoice.key, amount: usd("60574") }] });
    await desk.clerk({ do: "delete", entity: "Invoice", docNumber: "HL-1" });
    expect(await verdictOn(payment)).toMatchObject(problem("invoice-missing", "Payment 1042 from Harbor Toys"));
  });

  it("the sales order an invoice copies", async () => {
    const order = form("sales-order", "SO-1");
    await desk.post(books, order);
    await desk.clerk({ do: "delete", entity: "Estimate", docNumber: "SO-1" });
    const copy = { ...invoice, from: order.key };
    expect(await verdictOn(copy)).toMatchObject(problem("link-refused", "Invoice HL-1"));
  });
});

describe("not known here, but there", () => {
  it("an item, made in QuickBooks a moment ago, is found by its name", async () => {
    await desk.clerk({ do: "create-item", name: "Bobtail" });
    expect(await verdictOn(withLine({ item: { name: "Bobtail" } }))).toMatchObject({ is: "posted" });
  });

  it("items with curly quotes are found one by one", async () => {
    await desk.clerk({ do: "create-item", name: "Captain\u2019s Fee" });
    await desk.clerk({ do: "create-item", name: "\u201cRush\u201d" });
    const [first, second, third] = invoice.lines;
    const lines = [
      { ...first!, item: { name: "Captain\u2019s Fee" } },
      { ...second!, item: { name: "\u201cRush\u201d" } },
      third!,
    ];
    const { verdict, said } = await desk.talk(desk.push({ ...invoice, lines }), books);
    expect(verdict).toMatchObject({ is: "posted" });
    const questions = said.filter((request) => request.is === "query");
    expect(JSON.stringify(questions)).not.toMatch(/[\u2018-\u201f]/);
  });
});

describe("taken already", () => {
  it("CNX-26 a number: nothing is skipped, the problem names who has it", async () => {
    await desk.clerk({
      do: "create",
      entity: "Invoice",
      body: {
        DocNumber: "HL-1",
        TxnDate: "2026-08-01",
        CustomerRef: { value: desk.links.get(payer.key)?.ledgerId },
        Line: [{ DetailType: "SalesItemLineDetail", Amount: 12, SalesItemLineDetail: { ItemRef: { value: "1" } } }],
      },
    });
    const verdict = await verdictOn(invoice);
    expect(verdict).toMatchObject(problem("number-used", "HL-1"));
    expect(verdict).toMatchObject({
      problem: { detail: "Number HL-1 is taken by a document of Harbor Toys, dated 1 Aug 2026 over $12.00." },
    });
  });

  it("CNX-25 a number by our own document, whose answer nobody heard: it is linked", async () => {
    const push = desk.push(invoice);
    await desk.talk(push, books);
    // The same effort again, by a worker that knows nothing of the first.
    const again = await desk.talk(push, books);
    expect(again.verdict).toMatchObject({ is: "posted", link: desk.links.get(invoice.key) });
    expect(await desk.rows("Invoice")).toHaveLength(1);
  });

  it("a customer's name by a vendor", async () => {
    await desk.clerk({ do: "create-vendor", name: "Redwood Foods" });
    const taken = { ...payer, key: "customer/redwood", name: "Redwood Foods" };
    expect(await verdictOn(taken)).toMatchObject(problem("customer-name-taken", "Redwood Foods"));
  });

  it("a name that is inactive is not made again", async () => {
    await desk.clerk({ do: "deactivate", entity: "Customer", name: "Harbor Toys" });
    const again = { ...payer, key: "customer/harbor toys again" };
    expect(await verdictOn(again)).toMatchObject(problem("customer-inactive", "Harbor Toys"));
  });

  it("an item's name", async () => {
    await desk.clerk({ do: "create-item", name: "Crane Rental" });
    expect(await verdictOn(item)).toMatchObject({ is: "posted" });
    expect((await desk.rows("Item")).filter((row) => row.Name === "Crane Rental")).toHaveLength(1);
  });
});

describe("what a field cannot hold", () => {
  it.each([
    ["a number of 22 characters", { number: "HL-CONTAINER-100000001" }, "number-too-long", "HL-CONTAINER-100000001"],
    ["a day that is none", { date: "2026-02-31x" }, "value-refused", "a date"],
    ["an e-mail address that is none", { billEmail: "ap@nowhere" }, "email-invalid", "ap@nowhere"],
  ])("%s", async (_what, change, code, about) => {
    expect(await verdictOn({ ...invoice, ...change })).toMatchObject(problem(code, about));
  });

  it("a name with a colon", async () => {
    const named = { ...payer, key: "customer/x", name: "Gift Box: Large" };
    expect(await verdictOn(named)).toMatchObject(problem("name-not-allowed", "Gift Box: Large"));
  });

  it("a refund that does not say where the money comes from", async () => {
    const refund = form("refund-receipt", "RR-1");
    const { depositAccount: _account, ...settings } = books.settings;
    expect(await verdictOn(refund, { ...books, settings })).toMatchObject(
      problem("field-missing", "an account for the money"),
    );
  });

  it("a line that does not multiply", async () => {
    const uneven = withLine({ quantity: "3", unitPrice: "33.33", amount: usd("10000") });
    expect(await verdictOn(uneven)).toMatchObject({
      problem: { code: "line-does-not-multiply", detail: "LH: 3 × 33.33 is $99.99, not $100.00." },
    });
  });

  it("a form below zero, a payment below zero", async () => {
    const credit = { ...invoice, discount: usd("70000"), total: usd("-9426") };
    expect(await verdictOn(credit)).toMatchObject(problem("amount-negative", "Invoice HL-1"));
    expect(await verdictOn(paymentOf({ total: usd("-100") }))).toMatchObject({ problem: { code: "amount-negative" } });
  });

  it("a tax code on a line of an American company", async () => {
    const abroad = { ...books, preferences: { ...books.preferences, country: "CA" } };
    await desk.clerk({ do: "create-tax-code", name: "HST ON", percent: 13 });
    const { lists } = await desk.books();
    const taxed = withLine({ taxCode: "HST ON" });
    expect(await verdictOn(taxed, { ...abroad, lists })).toMatchObject({ problem: { code: "tax-refused" } });
  });

  it("a sixth level of names", async () => {
    let parent = payer.key;
    for (const level of [1, 2, 3, 4]) {
      const below = { ...job, key: `customer/level ${level}`, name: `Level ${level}`, parent, after: [parent] };
      await desk.post(books, below);
      parent = below.key;
    }
    const tooDeep = { ...job, key: "customer/level 5", name: "Level 5", parent, after: [parent] };
    expect(await verdictOn(tooDeep)).toMatchObject(problem("parent-not-allowed", "Level 5"));
  });
});

describe("what the books do not allow", () => {
  it("a closed period, in a document made and one changed", async () => {
    await desk.post(books, invoice);
    await desk.prefer({ bookCloseDate: "2026-09-30" });
    expect(await verdictOn(form("sales-receipt", "SR-1"))).toMatchObject(problem("period-closed", "September 2026"));
    const { verdict } = await desk.talk(desk.push(invoice, "void"), books);
    expect(verdict).toMatchObject(problem("period-closed", "September 2026"));
  });

  it("a subscription that has ended", async () => {
    await desk.prefer({ subscription: "lapsed" });
    expect(await verdictOn(invoice)).toMatchObject(problem("subscription-ended", ""));
  });

  it("voiding an invoice that is paid", async () => {
    const payment = paymentOf({ applies: [{ to: invoice.key, amount: usd("60574") }] });
    await desk.post(books, invoice, payment);
    const { verdict } = await desk.talk(desk.push(invoice, "void"), books);
    expect(verdict).toMatchObject(problem("cannot-undo", "Invoice HL-1"));
  });

  it("paying another customer's invoice, or a sales order", async () => {
    const other = { ...payer, key: "customer/redwood", name: "Redwood Foods" };
    const order = form("sales-order", "SO-1");
    await desk.post(books, other, invoice, order);
    const who = { customer: other.key, customerName: other.name };
    const strange = paymentOf({ ...who, applies: [{ to: invoice.key, amount: usd("60574") }] });
    expect(await verdictOn(strange)).toMatchObject(problem("link-refused", "Payment 1042 from Redwood Foods"));
    const early = paymentOf({ applies: [{ to: order.key, amount: usd("60574") }] });
    expect(await verdictOn(early)).toMatchObject(problem("link-refused", "Payment 1042 from Harbor Toys"));
  });

  it("another total: linked, with both figures told", async () => {
    await desk.clerk({ do: "create-tax-code", name: "Long Beach 10.25%", percent: 10.25 });
    await desk.prefer({ honourTotalTax: false });
    const known = await desk.books({ taxCode: "Long Beach 10.25%" });
    const taxed = { ...invoice, tax: { amount: usd("4357") }, total: usd("64931") };
    expect(await verdictOn(taxed, known)).toMatchObject({
      is: "problem",
      problem: {
        code: "total-differs",
        detail:
          "Invoice HL-1 comes to $649.31 here and to $649.30 in QuickBooks. Its tax is $43.57 here and $43.56 in QuickBooks.",
      },
      link: { ledgerType: "Invoice" },
    });
  });
});

describe("somebody at work on the same document", () => {
  it("once: their version is read, and only our fields are said again", async () => {
    await desk.post(books, invoice);
    let times = 0;
    const edit = async () => {
      times += 1;
      if (times === 1)
        await desk.clerk({ do: "update", entity: "Invoice", docNumber: "HL-1", body: { TrackingNum: "1Z" } });
    };
    const { verdict } = await desk.talk(desk.push({ ...invoice, memo: "Changed" }, "update"), books, edit);
    expect(verdict).toMatchObject({ is: "posted" });
    expect(await desk.row("Invoice", invoice)).toMatchObject({ TrackingNum: "1Z", CustomerMemo: { value: "Changed" } });
  });

  it("again and again: a person is told after three times", async () => {
    await desk.post(books, invoice);
    let times = 0;
    const edit = async (request: { readonly is: string }) => {
      times += 1;
      if (request.is !== "write") return;
      await desk.clerk({ do: "update", entity: "Invoice", docNumber: "HL-1", body: { TrackingNum: `1Z${times}` } });
    };
    const { verdict, said } = await desk.talk(desk.push({ ...invoice, memo: "Changed" }, "update"), books, edit);
    expect(verdict).toMatchObject(problem("version-conflict", "Invoice HL-1"));
    expect(said.filter(({ is }) => is === "write")).toHaveLength(4);
  });
});

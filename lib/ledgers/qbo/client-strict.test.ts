// Taxes by QuickBooks' own engine and abroad, currencies, deposits, locks: what only strict books can show. Over HTTP.
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Books, Verdict } from "#lib/ledgers/ledger.ts";
import { startSimulator, type Simulator } from "../../../simulator/server.ts";
import { batchAnswers } from "./answer.ts";
import { check } from "./check.ts";
import { send } from "./carrier.ts";
import { readResponse } from "./read.ts";
import { Desk } from "./testing/carrier.ts";
import { form, item, job, payer, paymentOf, usd } from "./testing/documents.ts";
import { batchHttp } from "./wire.ts";

let simulator: Simulator;
let desk: Desk;
let books: Books;
let realm = 9_180_000_000;

beforeAll(async () => {
  simulator = await startSimulator({ throttle: false });
});
afterAll(async () => await simulator.close());

type Setup = {
  readonly preferences?: Readonly<Record<string, unknown>>;
  readonly readings?: Readonly<Record<string, unknown>>;
};

/** A company set up as wanted, with the payer in it and the tax codes of these rates. */
async function open(setup: Setup, codes: Readonly<Record<string, number>> = {}): Promise<void> {
  realm += 1;
  desk = await Desk.open(simulator.url, String(realm), setup);
  for (const [name, percent] of Object.entries(codes)) await desk.clerk({ do: "create-tax-code", name, percent });
  const [taxCode] = Object.keys(codes);
  books = await desk.books({ depositAccount: "Checking", ...(taxCode === undefined ? {} : { taxCode }) });
}

const verdictOn = async (
  document: Parameters<Desk["push"]>[0],
  operation: "create" | "void" = "create",
): Promise<Verdict> => (await desk.talk(desk.push(document, operation), books)).verdict;
const problem = (code: string, about: string) => ({ is: "problem", problem: { code, about } });
const invoice = form("invoice", "HL-1");

describe("tax", () => {
  it("of QuickBooks' own engine is what the shop charged, whatever code the engine picks", async () => {
    await open({ preferences: { usingSalesTax: true, partnerTaxEnabled: true } }, { "Engine 9.5%": 9.5 });
    const { taxCode: _code, ...settings } = books.settings;
    books = { ...books, settings };
    const taxed = { ...invoice, tax: { amount: usd("4356") }, total: usd("64930") };
    await desk.post(books, payer, taxed);
    expect(await desk.row("Invoice", taxed)).toMatchObject({ TotalAmt: 649.3, TxnTaxDetail: { TotalTax: 43.56 } });
  });

  it("of a document without any is none, although the engine would find some", async () => {
    await open({ preferences: { usingSalesTax: true, partnerTaxEnabled: true } }, { "Engine 9.5%": 9.5 });
    await desk.post(books, payer, invoice);
    expect(await desk.row("Invoice", invoice)).toMatchObject({ TotalAmt: 605.74, TxnTaxDetail: { TotalTax: 0 } });
  });

  it("abroad is by a code on every line, the exempt one where there is none", async () => {
    await open(
      { preferences: { country: "GB", usingSalesTax: true, homeCurrency: "USD" } },
      { "20.0% S": 20, Exempt: 0 },
    );
    const vat = { ...invoice, tax: { code: "20.0% S", amount: usd("8500") }, total: usd("69074") };
    await desk.post(books, payer, vat);
    expect(await desk.row("Invoice", vat)).toMatchObject({
      TotalAmt: 690.74,
      GlobalTaxCalculation: "TaxExcluded",
      TxnTaxDetail: { TotalTax: 85 },
      Line: [
        ...["20.0% S", "Exempt", "Exempt"].map((name) => ({
          SalesItemLineDetail: { TaxCodeRef: { value: books.lists["tax-code"].get(name.toLowerCase())?.ledgerId } },
        })),
        { DetailType: "SubTotalLineDetail" },
      ],
    });
  });

  it("abroad a cent off is told with both figures: QuickBooks computes there", async () => {
    await open(
      { preferences: { country: "CA", usingSalesTax: true, homeCurrency: "USD" } },
      { "HST ON": 13, Exempt: 0 },
    );
    const off = { ...invoice, tax: { code: "HST ON", amount: usd("5526") }, total: usd("66100") };
    await desk.post(books, payer);
    expect(await verdictOn(off)).toMatchObject({
      problem: {
        code: "total-differs",
        detail: expect.stringMatching(/\$661\.00 .* \$660\.99 .* \$55\.26 .* \$55\.25/),
      },
    });
  });
});

describe("currencies", () => {
  const euros = (minor: string) => ({ minor, currency: "EUR" });
  const abroad = { ...payer, currency: "EUR" };
  const inEuros = {
    ...invoice,
    total: euros("60574"),
    lines: invoice.lines.map((line) => ({ ...line, amount: euros(line.amount.minor) })),
  };

  it("a customer and all of its documents are in its own", async () => {
    await open({ preferences: { multiCurrency: true, exchangeRates: { EUR: 1.25 } } });
    const paid = paymentOf({ total: euros("60574"), applies: [{ to: inEuros.key, amount: euros("60574") }] });
    await desk.post(books, abroad, inEuros, paid);
    expect(await desk.row("Customer", abroad)).toMatchObject({ CurrencyRef: { value: "EUR" } });
    expect(await desk.row("Invoice", inEuros)).toMatchObject({
      CurrencyRef: { value: "EUR" },
      TotalAmt: 605.74,
      Balance: 0,
    });
  });

  it("another than the customer's, or any in books of one, is a problem", async () => {
    await open({ preferences: { multiCurrency: true } });
    await desk.post(books, payer);
    expect(await verdictOn(inEuros)).toMatchObject(problem("currency-differs", "EUR"));
    await open({});
    expect(check(inEuros, books)).toMatchObject([{ code: "currency-differs" }]);
  });
});

describe("money that is in the bank", () => {
  it("cannot be taken back before it is taken off the deposit", async () => {
    await open({});
    const payment = paymentOf();
    const receipt = form("sales-receipt", "SR-1");
    books = { ...books, settings: { ...books.settings, depositAccount: "Undeposited Funds" } };
    await desk.post(books, payer, payment, receipt);
    const bank = { value: books.lists.account.get("checking")?.ledgerId };
    const lines = [payment, receipt].map((document) => {
      const link = desk.links.get(document.key);
      return { LinkedTxn: [{ TxnId: link?.ledgerId, TxnType: link?.ledgerType, TxnLineId: "0" }] };
    });
    await desk.clerk({ do: "create", entity: "Deposit", body: { DepositToAccountRef: bank, Line: lines } });
    expect(await verdictOn(payment, "void")).toMatchObject(problem("deposited", "Payment 1042 from Harbor Toys"));
    expect(await verdictOn(receipt, "void")).toMatchObject(problem("deposited", "Sales receipt SR-1"));
    expect(await desk.row("Payment", payment)).toMatchObject({ TotalAmt: 605.74 });
  });
});

describe("names", () => {
  it("with an open balance stay", async () => {
    await open({});
    await desk.post(books, payer, invoice);
    expect(await verdictOn(payer, "void")).toMatchObject(problem("has-balance", "Harbor Toys"));
  });

  it("with others below them stay", async () => {
    await open({ readings: { deactivateParent: "refuse" } });
    await desk.post(books, payer, job);
    expect(await verdictOn(payer, "void")).toMatchObject(problem("cannot-undo", "Customer Harbor Toys"));
  });
});

describe("a user and a service", () => {
  it.each([
    ["nobody may use any more", { connectingUser: "no-admin" }, problem("not-permitted", "")],
    ["that may only look", { connectingUser: "limited" }, problem("not-permitted", "")],
    ["that is locked", { service: "locked" }, { is: "later", because: "busy" }],
    ["that is being maintained", { service: "maintenance" }, { is: "later", because: "busy" }],
    ["that is elsewhere", { service: "wrong-cluster" }, { is: "later", because: "busy" }],
  ])("%s", async (_what, readings, expected) => {
    await open({});
    await desk.post(books, payer);
    await desk.read(readings);
    expect(await verdictOn(invoice)).toMatchObject(expected);
  });

  it("that refuses what is switched off", async () => {
    await open({ preferences: { allowEstimates: false }, readings: { switchedOff: "refuse" } });
    await desk.post(books, payer);
    expect(await verdictOn(form("sales-order", "SO-1"))).toMatchObject({ problem: { code: "feature-off" } });
    expect(check(form("sales-order", "SO-1"), books)).toMatchObject([{ code: "feature-off" }]);
  });
});

describe("trouble on the way", () => {
  it.each(["xml-error", "401", "403"])("%s leaves no document twice", async (kind) => {
    await open({});
    await desk.post(books, payer);
    await desk.disturb(kind, { entity: "Invoice" });
    const first = await desk.talk(desk.push(invoice), books);
    if (first.verdict.is !== "posted") await desk.post(books, invoice);
    expect(await desk.rows("Invoice")).toHaveLength(1);
  });

  it("an item of a batch that was too fast is said again later; the others are in", async () => {
    await open({});
    await desk.post(books, payer);
    await desk.disturb("429-item");
    const names = ["A", "B", "C"].map((Name, index) => ({
      bId: String(index + 1),
      request: { is: "write", entity: "Class", operation: "create", body: { Name } } as const,
    }));
    const carried = await send(desk.access(), batchHttp(String(realm), names, "batch-1"), { timeoutMs: 5000 });
    const answers = batchAnswers(names, 200, carried.is === "answered" ? carried.text : "");
    const verdicts = names.map(({ bId }) => readResponse(desk.push(item, "update"), answers.get(bId)!));
    const slow = verdicts.filter((verdict) => verdict.is === "later" && verdict.because === "throttled");
    const made = (await desk.rows("Class")).filter((row) => ["A", "B", "C"].includes(String(row.Name)));
    expect(slow.length).toBeGreaterThan(0);
    expect(made).toHaveLength(names.length - slow.length);
  });

  it("a credit QuickBooks has applied by itself already is not used twice", async () => {
    await open({ preferences: { autoApplyCredit: true } });
    const credit = form("credit-memo", "CM-1");
    const applies = [invoice, credit].map(({ key }) => ({ to: key, amount: usd("60574") }));
    const use = paymentOf({ key: "order/1/payment/credit", total: usd("0"), applies });
    await desk.post(books, payer, invoice, credit);
    const { verdict } = await desk.talk(desk.push(use), books);
    expect(await desk.row("Invoice", invoice)).toMatchObject({ Balance: 0 });
    expect(await desk.row("CreditMemo", credit)).toMatchObject({ Balance: 0 });
    expect(verdict).toMatchObject({ is: "problem", problem: { code: "applied-differently" } });
  });
});

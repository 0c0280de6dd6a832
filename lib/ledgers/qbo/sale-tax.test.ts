// How is tax said where it is QuickBooks' engine's, nobody's, or another country's?
import { describe, expect, it } from "vitest";

import type { SaleDocument } from "#lib/documents/document.ts";
import type { Books, BooksPreferences, ListEntry } from "#lib/ledgers/ledger.ts";
import type { Push } from "#lib/sync/push.ts";
import { check } from "./check.ts";
import { qbo } from "./ledger.ts";
import { books, invoice, payment, push } from "./samples.ts";

const usd = (minor: string) => ({ minor, currency: "USD" });
const code = (ledgerId: string, name: string, rate: string): ListEntry => ({ ledgerId, name, rate, active: true });
const canadian = [
  code("4", "HST ON", "13"),
  code("2", "Exempt", "0"),
  code("3", "Zero-rated", "0"),
  code("7", "GST", "5"),
];
const set = (preferences: BooksPreferences, codes: readonly ListEntry[] = [code("5", "California 7.25%", "7.25")]) =>
  books({}, { "tax-code": codes }, preferences);
const body = (document: SaleDocument, known: Books, more: Partial<Push> = {}) => {
  const request = qbo.nextRequest(push(document, more), known);
  return request.is === "write" ? request.body : {};
};
const [first, second] = invoice.lines;
const taxable: SaleDocument = { ...invoice, lines: [{ ...first!, taxable: true }, second!] };
const taxed: SaleDocument = { ...taxable, tax: { code: "California 7.25%", amount: usd("3081") } };

describe("in the United States", () => {
  it("the tax is ours to the cent, with QuickBooks' own engine too, and lines say TAX or NON", () => {
    const engine = set({ country: "US", partnerTax: true, usingSalesTax: true });
    const codeless = { ...taxed, tax: { amount: usd("3081") } };
    expect(body(codeless, engine)).toMatchObject({
      TxnTaxDetail: { TotalTax: 30.81 },
      Line: [
        { SalesItemLineDetail: { TaxCodeRef: { value: "TAX" } } },
        { SalesItemLineDetail: { TaxCodeRef: { value: "NON" } } },
      ],
    });
    expect(body(taxed, set({ country: "US", usingSalesTax: true }))).toMatchObject({
      TxnTaxDetail: { TxnTaxCodeRef: { value: "5" }, TotalTax: 30.81 },
    });
  });

  it("a taxable line without tax says that there is none, or the engine would find some", () => {
    expect(body(taxable, set({ partnerTax: true }))).toMatchObject({ TxnTaxDetail: { TotalTax: 0 } });
    expect(body(invoice, set({ partnerTax: true }))).not.toHaveProperty("TxnTaxDetail");
    expect(body(taxable, set({ usingSalesTax: false }))).not.toHaveProperty("TxnTaxDetail");
  });

  it("a change that takes the tax away says so: what is left out of a sparse change stays", () => {
    const link = { ledgerType: "Invoice", ledgerId: "155", versionToken: "0" };
    expect(body(invoice, set({}), { operation: "update", link })).toMatchObject({ TxnTaxDetail: { TotalTax: 0 } });
  });

  it("the discount comes off before the tax", () => {
    expect(body({ ...taxed, discount: usd("500") }, set({}))).toMatchObject({ ApplyTaxAfterDiscount: true });
  });
});

describe("elsewhere", () => {
  const ontario: SaleDocument = { ...taxable, tax: { code: "HST ON", amount: usd("5525") } };
  const abroad = set({ country: "CA" }, canadian);

  it("every line bears a code of the company: its own, the document's, or the exempt one", () => {
    const mixed = {
      ...ontario,
      lines: [first!, second!, first!].map((line, nth) => ({ ...line, taxable: nth === 0 })),
    };
    mixed.lines[2] = { ...mixed.lines[2]!, taxCode: "GST" };
    const said = body({ ...mixed, shipping: usd("500") }, abroad);
    expect(said).toMatchObject({
      GlobalTaxCalculation: "TaxExcluded",
      Line: ["4", "2", "7", "2"].map((value) => ({ SalesItemLineDetail: { TaxCodeRef: { value } } })),
    });
    // The tax of an earlier version beside new amounts would be refused.
    expect(said).not.toHaveProperty("TxnTaxDetail");
  });

  it("a company without codes has no tax on its forms", () => {
    expect(body(invoice, set({ country: "CA" }, []))).toMatchObject({ GlobalTaxCalculation: "NotApplicable" });
  });

  it("a document with tax needs a code for every line, and each must be one the company has", () => {
    expect(check(ontario, abroad)).toEqual([]);
    const withoutExempt = set({ country: "CA" }, [code("4", "HST ON", "13")]);
    expect(check(ontario, withoutExempt)).toMatchObject([{ code: "tax-code-unknown", about: "for lines without tax" }]);
    const unknown = { ...ontario, tax: { code: "HST NB", amount: usd("5525") } };
    expect(check(unknown, abroad)).toMatchObject([{ code: "tax-code-unknown", about: "HST NB" }]);
  });
});

describe("where the books keep several currencies", () => {
  const several = set({ multiCurrency: true, homeCurrency: "CAD" });

  it("each document says its own", () => {
    expect(body(invoice, several)).toMatchObject({ CurrencyRef: { value: "USD" } });
    const said = qbo.nextRequest(push(payment), several);
    expect(said).toMatchObject({ body: { CurrencyRef: { value: "USD" } } });
    expect(body(invoice, set({ multiCurrency: false }))).not.toHaveProperty("CurrencyRef");
  });

  it("a customer says its own once, when it is made", () => {
    const customer = { kind: "customer", key: "customer/x", after: [], name: "X", currency: "USD" } as const;
    const looked = { memory: { lookedUp: true } };
    expect(qbo.nextRequest(push(customer, looked), several)).toMatchObject({ body: { CurrencyRef: { value: "USD" } } });
    const link = { ledgerType: "Customer", ledgerId: "58", versionToken: "0" };
    const change = qbo.nextRequest(push(customer, { operation: "update", link }), several);
    expect(change).not.toHaveProperty("body.CurrencyRef");
  });
});

describe("where classes are kept by line only", () => {
  it("the document's class goes to the lines that have none", () => {
    const said = body(invoice, set({ classPerTxn: false, classPerLine: true }));
    expect(said).not.toHaveProperty("ClassRef");
    expect(said).toMatchObject({ Line: [{ SalesItemLineDetail: { ClassRef: { value: "21" } } }, {}] });
  });
});

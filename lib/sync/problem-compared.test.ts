// Who changed what, when an update was refused and somebody worked in the books meanwhile?
import { describe, expect, test } from "vitest";

import type { CustomerDocument, SaleDocument } from "#lib/documents/document.ts";
import { compareVersions, type Versions } from "./problem-compared.ts";
import type { RecordShown, SentShown } from "./seen.ts";

const usd = (minor: string) => ({ minor, currency: "USD" });
const line = (name: string, minor: string) => ({
  chargeCode: name,
  item: { name },
  quantity: "1",
  amount: usd(minor),
  taxable: false,
});
const invoice: SaleDocument = {
  kind: "invoice",
  key: "order/1/invoice/1",
  after: ["customer/acme"],
  customer: "customer/acme",
  customerName: "Acme",
  number: "L-1",
  date: "2026-11-01",
  lines: [line("Line Haul", "10000"), line("Fuel", "1731")],
  total: usd("11731"),
  orderNumbers: ["L-1"],
};
const record: RecordShown = {
  number: "L-1",
  date: "2026-11-01",
  customerName: "Acme",
  customerId: "58",
  total: usd("11731"),
  lines: [
    { itemName: "Line Haul", quantity: "1", amount: usd("10000") },
    { itemName: "Fuel", quantity: "1", amount: usd("1731") },
  ],
  linked: [],
};
const parents: Versions["parents"] = { "customer/acme": { ledgerId: "58", title: "Customer Acme", mergedInto: null } };
const versions: Versions = { now: invoice, sent: invoice, posted: invoice, books: record, parents };

const marks = (more: Partial<Versions>) =>
  Object.fromEntries(
    compareVersions({ ...versions, ...more }).flatMap(({ field, isOurs, isTheirs, isApart }) => {
      const said = [isOurs && "ours", isTheirs && "theirs", isApart && "apart"].filter(Boolean).join(" ");
      return said ? [[field, said]] : [];
    }),
  );

describe("who changed it", () => {
  test("nobody: all three say the same", () => {
    expect(marks({})).toEqual({});
  });

  test("an update that was refused is not in the books, and nobody over there changed anything", () => {
    const later = { ...invoice, date: "2026-11-08" };
    expect(marks({ now: later, sent: later })).toEqual({ date: "apart" });
  });

  test("what somebody changed over there is told from what we could not bring there", () => {
    const later = { ...invoice, date: "2026-11-08" };
    const books = { ...record, memo: "Call first" };
    expect(marks({ now: later, sent: later, books })).toEqual({ date: "apart", memo: "theirs apart" });
  });

  test("the order changed after the last call", () => {
    expect(marks({ now: { ...invoice, number: "L-1b" } })).toEqual({ number: "ours apart" });
  });

  test("what is not known to be posted accuses nobody", () => {
    expect(marks({ posted: null, books: { ...record, number: "77" } })).toEqual({ number: "apart" });
  });

  test("nothing sent, nothing in the books: the order alone speaks", () => {
    const fields = compareVersions({ ...versions, sent: null, posted: null, books: null });
    expect(fields.every(({ sent, books }) => sent === null && books === null)).toBe(true);
    expect(marks({ sent: null, posted: null, books: null })).toEqual({});
  });
});

describe("the words of a request", () => {
  const { total: _total, ...words } = record;
  const sent: SentShown = { ...words, customerName: "" };

  test("say what the document says, though in ids and without a total", () => {
    expect(marks({ sent })).toEqual({});
    const fields = compareVersions({ ...versions, sent });
    expect(fields.find(({ field }) => field === "customer")?.sent).toEqual(["Acme"]);
    expect(fields.find(({ field }) => field === "total")).toMatchObject({ sent: [], now: ["$117.31"] });
  });

  test("of another customer say its id", () => {
    const fields = compareVersions({ ...versions, sent: { ...sent, customerId: "59" } });
    const customer = fields.find(({ field }) => field === "customer");
    expect(customer).toMatchObject({ isOurs: true, sent: ["Customer with QuickBooks ID 59"] });
  });
});

describe("line by line", () => {
  test("a line that came, one that was changed over there, one that stayed", () => {
    const now = { ...invoice, lines: [line("Line Haul", "10000"), line("Detention", "5000"), line("Fuel", "1731")] };
    const books = { ...record, lines: [record.lines[0]!, { ...record.lines[1]!, amount: usd("1800") }] };
    const lines = compareVersions({ ...versions, now, books }).find(({ field }) => field === "lines")?.lines;
    expect(lines).toEqual([
      { now: "Line Haul: $100.00", sent: "Line Haul: $100.00", books: "Line Haul: $100.00", isSame: true },
      { now: "Detention: $50.00", sent: null, books: null, isSame: false },
      { now: "Fuel: $17.31", sent: "Fuel: $17.31", books: "Fuel: $18.00", isSame: false },
    ]);
  });
});

describe("a customer", () => {
  const customer: CustomerDocument = {
    kind: "customer",
    key: "customer/acme",
    after: [],
    name: "Acme",
    email: "pay@acme.example",
    billingAddress: { line1: "12 Dock Rd", city: "Oakland", region: "CA", postalCode: "94607" },
  };

  test("differs in what we write of it, and in nothing the books add", () => {
    const books = {
      name: "Acme",
      email: "ap@acme.example",
      phone: "555-0100",
      billTo: "12 Dock Rd · Oakland, CA 94607",
    };
    expect(marks({ now: customer, sent: customer, posted: customer, books, parents: {} })).toEqual({
      email: "theirs apart",
    });
  });

  test("of the same name for an invoice is told by its id", () => {
    const fields = compareVersions({ ...versions, books: { ...record, customerId: "59" } });
    expect(fields.find(({ field }) => field === "customer")?.books).toEqual(["Acme (QuickBooks ID 59)"]);
  });
});

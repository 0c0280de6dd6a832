// A sales order first, its invoice later: does it copy, link and close it, under which number, and does the payment move along?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import {
  carryToRest,
  newCompany,
  newWorker,
  openTestWorld,
  orderOf,
  planned,
  pushesOf,
  type BookRow,
  type TestCompany,
  type TestWorld,
} from "#db/testing-world.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { refreshLists } from "#lib/operations/refresh-lists.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import type { World } from "#lib/operations/world.ts";
import type { OrderInput } from "#lib/orders/order.ts";

let world: TestWorld;
let worker: World;

beforeAll(async () => {
  world = await openTestWorld();
  worker = await newWorker(world);
});
afterAll(() => world.close());
afterEach(() => world.test.admin.query("update lanes set is_paused = true, plan_at = null"));

const twoPhase = { mode: "sales-order-then-invoice" } as const;
const acme = { customer: { name: "Acme Imports" } };
/** One order of 118.32, paid as told, as its source told us on a day of November. */
const orderOn = (day: number, more: Partial<OrderInput> = {}) =>
  orderOf(1, { ...acme, updatedAt: `2026-11-${String(day).padStart(2, "0")}T08:00:00Z`, ...more });
const paid = (amount = "118.32") => [
  { externalId: "pay-1", date: "2026-11-02", amount, method: "Check", reference: "1042" },
];

async function carried(company: TestCompany, order: OrderInput): Promise<void> {
  await planned(company, [order]);
  await carryToRest(world, worker);
}

const booksOf = (company: TestCompany, entity: string) => world.simulator.books(company.realmId, entity);
const linksOf = (row: BookRow | undefined) =>
  ((row?.LinkedTxn ?? []) as { TxnId: string; TxnType: string }[]).map(({ TxnType, TxnId }) => `${TxnType} ${TxnId}`);

async function effortsOf(company: TestCompany, kind: string): Promise<readonly string[]> {
  const pushes = await pushesOf(world, company);
  return pushes.filter((push) => push.kind === kind).map(({ operation, state }) => `${operation} ${state}`);
}

async function linkRows(company: TestCompany) {
  const found = await world.test.admin.query<{ ledger_type: string; ledger_number: string; total_minor: string }>(
    `select ledger_type, ledger_number, total_minor::text from ledger_links where tenant_id = $1 and ledger_type <> 'Customer' order by ledger_type`,
    [company.tenantId],
  );
  return found.rows;
}

describe("a sales order first, an invoice later", () => {
  it("CNX-03 CNX-05 CNX-07 an open order is an estimate; completed, the invoice links and closes it and the payment moves", async () => {
    const company = await newCompany(world, twoPhase);
    await carried(company, orderOn(2, { status: "open", payments: paid() }));
    expect(await booksOf(company, "Estimate")).toMatchObject([{ DocNumber: "L-1", TotalAmt: 118.32 }]);
    expect(await booksOf(company, "Invoice")).toEqual([]);
    const [early] = await booksOf(company, "Payment");
    expect(early).toMatchObject({ TotalAmt: 118.32, UnappliedAmt: 118.32, PaymentRefNum: "1042" });

    await carried(company, orderOn(3, { payments: paid() }));
    const [estimate] = await booksOf(company, "Estimate");
    const [invoice, ...others] = await booksOf(company, "Invoice");
    expect(others).toEqual([]);
    expect(estimate).toMatchObject({ TxnStatus: "Closed", LinkedTxn: [{ TxnType: "Invoice", TxnId: invoice?.Id }] });
    expect(linksOf(invoice)).toContain(`Estimate ${String(estimate?.Id)}`);
    expect(invoice).toMatchObject({ DocNumber: "L-1", TotalAmt: 118.32, Balance: 0 });
    expect(await booksOf(company, "Payment")).toMatchObject([{ Id: early?.Id, TotalAmt: 118.32, UnappliedAmt: 0 }]);
    expect(await effortsOf(company, "payment")).toEqual(["create posted", "update posted"]);
    expect(await effortsOf(company, "sales-order")).toEqual(["create posted"]);
  });

  it("CNX-05 a later change of the order changes its invoice alone, and breaks nothing", async () => {
    const company = await newCompany(world, twoPhase);
    await carried(company, orderOn(2, { status: "open" }));
    const charges = [{ code: "Line Haul", amount: "200.00" }];
    await carried(company, orderOn(3, { chargeSets: [{ charges }] }));
    await carried(company, orderOn(4, { chargeSets: [{ charges: [...charges, { code: "Tolls", amount: "5.00" }] }] }));
    expect(await booksOf(company, "Invoice")).toMatchObject([{ TotalAmt: 205 }]);
    expect(await booksOf(company, "Estimate")).toMatchObject([{ TxnStatus: "Closed", TotalAmt: 118.32 }]);
    const pushes = await pushesOf(world, company);
    expect(pushes.filter((push) => push.state !== "posted")).toEqual([]);
    expect(await effortsOf(company, "sales-order")).toEqual(["create posted"]);
  });

  it("CNX-01 an order that is completed when it comes has both at once; opened again it keeps its invoice", async () => {
    const company = await newCompany(world, twoPhase);
    await carried(company, orderOn(2, { payments: paid() }));
    expect(await booksOf(company, "Estimate")).toMatchObject([{ TxnStatus: "Closed" }]);
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 0 }]);
    await carried(company, orderOn(3, { status: "open", payments: paid() }));
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 0, TotalAmt: 118.32 }]);
    expect(await effortsOf(company, "payment")).toEqual(["create posted"]);
  });

  it("CNX-02 invoices may come whatever the status; what is not paid has no payment", async () => {
    const company = await newCompany(world, { ...twoPhase, invoiceWhen: "always" });
    await carried(company, orderOn(2, { status: "open" }));
    expect(await booksOf(company, "Estimate")).toMatchObject([{ TxnStatus: "Closed" }]);
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 118.32 }]);
    expect(await booksOf(company, "Payment")).toEqual([]);
  });

  it("CNX-06 CNX-21 the invoice takes QuickBooks' next number; the order's stands in the memo and the link keeps both", async () => {
    const company = await newCompany(world, { ...twoPhase, invoiceNumbers: "next" }, { customTxnNumbers: false });
    await carried(company, orderOn(2, { status: "open" }));
    await carried(company, orderOn(3));
    await carried(company, orderOn(4, { notes: "again", orderDate: "2026-11-02" }));
    const [invoice, ...others] = await booksOf(company, "Invoice");
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({ CustomerMemo: { value: "L-1" }, TxnDate: "2026-11-02" });
    expect(invoice?.DocNumber).toMatch(/^\d+$/);
    expect(await linkRows(company)).toEqual([
      { ledger_type: "Estimate", ledger_number: "L-1", total_minor: "11832" },
      { ledger_type: "Invoice", ledger_number: invoice?.DocNumber, total_minor: "11832" },
    ]);
  });

  it("CNX-22 where people number by hand, QuickBooks would give none: the order's number goes", async () => {
    const company = await newCompany(world, { ...twoPhase, invoiceNumbers: "next" }, { customTxnNumbers: true });
    await carried(company, orderOn(2));
    expect(await booksOf(company, "Invoice")).toMatchObject([{ DocNumber: "L-1" }]);
  });

  it("CNX-08 a payment that comes after its sales order goes by itself, and pays the invoice later", async () => {
    const company = await newCompany(world, twoPhase);
    await carried(company, orderOn(2, { status: "open" }));
    await carried(company, orderOn(3, { status: "open", payments: paid() }));
    expect(await booksOf(company, "Payment")).toMatchObject([{ UnappliedAmt: 118.32 }]);
    await carried(company, orderOn(4, { payments: paid() }));
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 0 }]);
    expect(await booksOf(company, "Estimate")).toHaveLength(1);
  });

  it("CNX-09 sales tax goes by its code, not as a line, so the sales order closes", async () => {
    const company = await newCompany(world, { ...twoPhase, taxCode: "California 7.25%" }, { usingSalesTax: true });
    const code = { do: "create-tax-code", name: "California 7.25%", percent: 7.25 };
    await world.simulator.control(`companies/${company.realmId}/bookkeeper`, code);
    await refreshLists(company.scope, { companyFileId: company.companyFileId });
    world.clock.advance(60_000);
    const [set] = orderOf(1).chargeSets;
    const charges = set!.charges.map((charge) => ({ ...charge, taxable: true }));
    const taxed = { chargeSets: [{ charges }], taxes: [{ name: "Sales tax", amount: "8.58" }] };
    await carried(company, orderOn(2, { ...taxed, status: "open" }));
    await carried(company, orderOn(3, { ...taxed, payments: paid("126.90") }));
    expect(await booksOf(company, "Estimate")).toMatchObject([{ TxnStatus: "Closed", TotalAmt: 126.9 }]);
    expect(await booksOf(company, "Invoice")).toMatchObject([
      { TotalAmt: 126.9, Balance: 0, TxnTaxDetail: { TotalTax: 8.58 } },
    ]);
  });

  it("CNX-10 payments of an open order may wait for its invoice", async () => {
    const company = await newCompany(world, { ...twoPhase, openPayments: "wait" });
    await carried(company, orderOn(2, { status: "open", payments: paid() }));
    expect(await booksOf(company, "Payment")).toEqual([]);
    await carried(company, orderOn(3, { payments: paid() }));
    expect(await booksOf(company, "Payment")).toMatchObject([{ UnappliedAmt: 0 }]);
  });
});

describe("the other ways to book", () => {
  it("CNX-01 a source may be booked differently from its company", async () => {
    const company = await newCompany(world);
    const settings = CompanySettings.parse({ sourceModes: { [company.sourceId]: "sales-order" } });
    await saveSettings(company.scope, { companyFileId: company.companyFileId, settings });
    await carried(company, orderOn(2, { payments: paid() }));
    expect(await booksOf(company, "Estimate")).toMatchObject([{ TotalAmt: 118.32 }]);
    expect(await booksOf(company, "Invoice")).toEqual([]);
    expect(await booksOf(company, "Payment")).toMatchObject([{ UnappliedAmt: 118.32 }]);
  });

  it("CNX-01 CNX-76 a sales receipt waits until the order is paid in full, and says how", async () => {
    const company = await newCompany(world, { mode: "sales-receipt" });
    await carried(company, orderOn(2, { payments: paid("18.32") }));
    expect(await booksOf(company, "SalesReceipt")).toEqual([]);
    const waiting = await world.test.admin.query("select problem_code from orders where tenant_id = $1", [
      company.tenantId,
    ]);
    expect(waiting.rows).toEqual([{ problem_code: "not-paid" }]);
    const rest = { externalId: "pay-2", date: "2026-11-03", amount: "150.00", method: "Check" };
    await carried(company, orderOn(3, { payments: [...paid("18.32"), rest] }));
    const [receipt, ...others] = await booksOf(company, "SalesReceipt");
    expect(others).toEqual([]);
    expect(receipt).toMatchObject({ TotalAmt: 118.32, PaymentRefNum: "1042", DocNumber: "L-1" });
    // What was paid beyond it stays with the customer.
    expect(await booksOf(company, "Payment")).toMatchObject([{ TotalAmt: 50, UnappliedAmt: 50 }]);
    expect(await booksOf(company, "Invoice")).toEqual([]);
  });

  it("CNX-01 a sales receipt of several payers is the order's own customer's, and holds up no other order", async () => {
    const company = await newCompany(world, { mode: "sales-receipt" });
    const billed = (name: string, amount: string) => ({ billTo: { name }, charges: [{ code: "Line Haul", amount }] });
    const chargeSets = [billed("Beta Lines", "60.00"), billed("Gamma Freight", "40.00")];
    const shared = orderOn(2, { chargeSets, payments: paid("100.00") });
    const other = { ...orderOf(2), chargeSets: [billed("Delta Cargo", "25.00")], payments: paid("25.00") };
    await planned(company, [shared, other]);
    await carryToRest(world, worker);
    const receipts = await booksOf(company, "SalesReceipt");
    expect(receipts.toSorted((a, b) => String(a.DocNumber).localeCompare(String(b.DocNumber)))).toMatchObject([
      { DocNumber: "L-1", TotalAmt: 100, CustomerRef: { name: "Acme Imports" } },
      { DocNumber: "L-2", CustomerRef: { name: "Delta Cargo" } },
    ]);
    const pushes = await pushesOf(world, company);
    expect(pushes.filter((push) => push.state !== "posted")).toEqual([]);
    const waiting = await world.test.admin.query(
      "select number, problem_code from orders where tenant_id = $1 and (to_plan_at is not null or problem_code is not null)",
      [company.tenantId],
    );
    expect(waiting.rows).toEqual([]);
  });

  it("CNX-20 another way to book changes nothing that is in the books: no sale is booked twice", async () => {
    const company = await newCompany(world);
    await carried(company, orderOn(2, { payments: paid() }));
    const settings = CompanySettings.parse({ mode: "sales-receipt", whenCancelled: "void" });
    await saveSettings(company.scope, { companyFileId: company.companyFileId, settings });
    await carried(company, orderOn(3, { payments: paid(), notes: "again" }));
    expect(await booksOf(company, "Invoice")).toMatchObject([{ TotalAmt: 118.32, Balance: 0 }]);
    expect(await booksOf(company, "SalesReceipt")).toEqual([]);
  });
});

describe("payments", () => {
  it("CNX-27 go once each, whatever comes again; a correction updates the one before it, and nothing left voids it", async () => {
    const company = await newCompany(world);
    const back = (externalId: string, amount: string) => ({ externalId, date: "2026-11-04", amount });
    await carried(company, orderOn(2, { payments: paid() }));
    await carried(company, orderOn(3, { payments: paid(), notes: "again" }));
    expect(await booksOf(company, "Payment")).toMatchObject([{ TotalAmt: 118.32, UnappliedAmt: 0 }]);
    await carried(company, orderOn(4, { payments: [...paid(), back("c-1", "-18.32")] }));
    expect(await booksOf(company, "Payment")).toMatchObject([{ TotalAmt: 100 }]);
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 18.32 }]);
    await carried(company, orderOn(5, { payments: [...paid(), back("c-1", "-18.32"), back("c-2", "-100.00")] }));
    expect(await booksOf(company, "Payment")).toMatchObject([{ TotalAmt: 0 }]);
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 118.32 }]);
    expect(await effortsOf(company, "payment")).toEqual(["create posted", "update posted", "void posted"]);
  });
});

// Credits and refunds of an order: as which document, under which number, with which lines, and used up on what?
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
import { inTransaction } from "#db/client.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { listOrders } from "#lib/operations/list-orders.ts";
import { showPayments } from "#lib/operations/show-payments.ts";
import { planDue } from "#lib/operations/tend-lanes.ts";
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

const acme = { customer: { name: "Acme Imports" } };
const orderOn = (day: number, more: Partial<OrderInput> = {}) =>
  orderOf(1, { ...acme, updatedAt: `2026-11-${String(day).padStart(2, "0")}T08:00:00Z`, ...more });
const credit = (externalId: string, amount: string, date = "2026-11-05", reason?: string) => ({
  externalId,
  amount,
  date,
  ...(reason === undefined ? {} : { reason }),
});
const pay = (externalId: string, amount: string, date = "2026-11-02") => ({ externalId, amount, date });

async function carried(company: TestCompany, order: OrderInput): Promise<void> {
  await planned(company, [order]);
  await carryToRest(world, worker);
}

async function sumsOf(company: TestCompany): Promise<Record<string, string>> {
  const { rows } = await listOrders(company.scope, { companyFileId: company.companyFileId });
  const { sums } = await showPayments(company.scope, { orderId: rows[0]!.orderId });
  return { paid: sums.paid.minor, credits: sums.credits.minor, open: sums.open.minor };
}

const booksOf = (company: TestCompany, entity: string) => world.simulator.books(company.realmId, entity);
const soldIn = (row: BookRow | undefined) =>
  ((row?.Line ?? []) as { DetailType: string; Amount: number; SalesItemLineDetail?: { ItemRef: { name: string } } }[])
    .filter((line) => line.DetailType === "SalesItemLineDetail")
    .map((line) => [line.SalesItemLineDetail?.ItemRef.name, line.Amount]);
const orderProblem = async (company: TestCompany) =>
  (
    await world.test.admin.query<{ problem_code: string | null }>(
      "select problem_code from orders where tenant_id = $1",
      [company.tenantId],
    )
  ).rows[0]?.problem_code ?? null;

describe("a credit of an order", () => {
  it("CNX-73 CNX-75 PPR-29 is a credit memo after its invoice, used up on it as far as it is open", async () => {
    const company = await newCompany(world);
    await carried(company, orderOn(2, { payments: [pay("p-1", "100.00")], credits: [credit("c-1", "30.00")] }));
    const [memo] = await booksOf(company, "CreditMemo");
    // 18.32 are open on the invoice after the payment; the rest of the credit stays with the customer.
    expect(memo).toMatchObject({ TotalAmt: 30, Balance: 11.68 });
    expect(await booksOf(company, "Invoice")).toMatchObject([{ TotalAmt: 118.32, Balance: 0 }]);
    const kinds = (await pushesOf(world, company)).map(({ kind, state }) => `${kind} ${state}`);
    expect(kinds).toEqual([
      "customer posted",
      "invoice posted",
      "credit-memo posted",
      "payment posted",
      "payment posted",
    ]);
    expect(await orderProblem(company)).toBeNull();
    expect(await sumsOf(company)).toEqual({ paid: "10000", credits: "1832", open: "0" });
  });

  it("CNX-73 offsets its lines in proportion, every cent of it", async () => {
    const company = await newCompany(world, { taxCode: "California 7.25%" });
    await carried(company, orderOn(2, { credits: [credit("c-1", "59.17", "2026-11-05", "Late delivery")] }));
    const [memo] = await booksOf(company, "CreditMemo");
    expect(soldIn(memo)).toEqual([
      ["Line Haul", 50.51],
      ["Fuel Surcharge", 8.66],
    ]);
    expect(memo).toMatchObject({ TotalAmt: 59.17, Balance: 0, CustomerMemo: { value: "Late delivery" } });
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 59.15 }]);
  });

  it("CNX-74 several of one sale are numbered L-1, L-1-1, L-1-2, and keep their numbers", async () => {
    const company = await newCompany(world);
    await carried(company, orderOn(2, { credits: [credit("b", "10.00"), credit("c", "20.00")] }));
    await carried(
      company,
      orderOn(3, { credits: [credit("a", "5.00", "2026-11-01"), credit("b", "10.00"), credit("c", "20.00")] }),
    );
    const numbers = (await booksOf(company, "CreditMemo")).map((memo) => [memo.DocNumber, memo.TotalAmt]);
    expect(numbers).toEqual([
      ["L-1", 10],
      ["L-1-1", 20],
      ["L-1-2", 5],
    ]);
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 83.32 }]);
  });

  it("CNX-73 whose money a negative payment gave back is a refund receipt, and the payment stays whole", async () => {
    const company = await newCompany(world, { depositAccount: "Checking" });
    const payments = [
      pay("p-1", "118.32"),
      { ...pay("p-2", "-30.00", "2026-11-05"), method: "Check", reference: "R-9" },
    ];
    await carried(company, orderOn(2, { payments, credits: [credit("c-1", "30.00")] }));
    expect(await booksOf(company, "RefundReceipt")).toMatchObject([
      { TotalAmt: 30, DocNumber: "L-1", PaymentRefNum: "R-9" },
    ]);
    expect(await booksOf(company, "Payment")).toMatchObject([{ TotalAmt: 118.32, UnappliedAmt: 0 }]);
    expect(await booksOf(company, "CreditMemo")).toEqual([]);
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 0 }]);
    expect(await sumsOf(company)).toEqual({ paid: "8832", credits: "3000", open: "0" });
  });

  it("CNX-73 gives way to a payment of its day that comes after it and pays more than it had left open", async () => {
    const company = await newCompany(world);
    const credits = [credit("c-1", "30.00", "2026-11-05")];
    await carried(company, orderOn(2, { credits }));
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 88.32 }]);
    await carried(company, orderOn(3, { credits, payments: [pay("p-1", "112.00", "2026-11-05")] }));
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 0 }]);
    expect(await booksOf(company, "CreditMemo")).toMatchObject([{ TotalAmt: 30, Balance: 23.68 }]);
    const payments = await booksOf(company, "Payment");
    expect(payments.filter(({ TotalAmt }) => Number(TotalAmt) > 0)).toMatchObject([{ UnappliedAmt: 0 }]);
  });

  it("CNX-73 by hand is a problem of the order, as the company wants it", async () => {
    const company = await newCompany(world, { refundAs: "by-hand" });
    await carried(company, orderOn(2, { credits: [credit("c-1", "30.00")] }));
    expect(await orderProblem(company)).toBe("credit-by-hand");
    expect(await booksOf(company, "CreditMemo")).toEqual([]);
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 118.32 }]);
  });

  it("CNX-75 waits while there is only a sales order", async () => {
    const company = await newCompany(world, { mode: "sales-order-then-invoice" });
    await carried(company, orderOn(2, { status: "open", credits: [credit("c-1", "30.00")] }));
    expect(await booksOf(company, "CreditMemo")).toEqual([]);
    await carried(company, orderOn(3, { credits: [credit("c-1", "30.00")] }));
    expect(await booksOf(company, "CreditMemo")).toMatchObject([{ TotalAmt: 30, Balance: 0 }]);
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 88.32 }]);
  });

  it("may be kept for the customer instead of being used up", async () => {
    const company = await newCompany(world, { applyCredits: false });
    await carried(company, orderOn(2, { credits: [credit("c-1", "30.00")] }));
    expect(await booksOf(company, "CreditMemo")).toMatchObject([{ TotalAmt: 30, Balance: 30 }]);
    expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 118.32 }]);
  });
});

it("PPR-29 a credit made here goes once it is issued, on the item of the charge it names", async () => {
  const company = await newCompany(world);
  await carried(company, orderOn(2));
  const { rows } = await world.test.admin.query<{ order_id: string }>(
    "select order_id from orders where tenant_id = $1",
    [company.tenantId],
  );
  const orderId = rows[0]!.order_id;
  const creditId = crypto.randomUUID();
  await world.test.admin.query(
    `insert into credits (tenant_id, credit_id, order_id, company_file_id, state, amount_minor, currency, credit_date, charge_code, reason, made_by, changed_at)
     values ($1, $2, $3, $4, 'approved', 731, 'USD', '2026-11-06', 'fuel surcharge', 'Price of diesel', 'Ann', now())`,
    [company.tenantId, creditId, orderId, company.companyFileId],
  );
  const again = async () => {
    await inTransaction(company.scope, (tx) =>
      markToPlan(tx, company.scope, company.companyFileId, world.clock.now(), [orderId]),
    );
    await planDue(worker);
    await carryToRest(world, worker);
  };
  await again();
  expect(await booksOf(company, "CreditMemo")).toEqual([]);
  await world.test.admin.query("update credits set state = 'issued' where credit_id = $1", [creditId]);
  await again();
  const [memo] = await booksOf(company, "CreditMemo");
  expect(memo).toMatchObject({ TotalAmt: 7.31, Balance: 0, CustomerMemo: { value: "Price of diesel" } });
  expect(soldIn(memo)).toEqual([["Fuel Surcharge", 7.31]]);
  expect(await booksOf(company, "Invoice")).toMatchObject([{ Balance: 111.01 }]);
});

// Which of the five states does an order come to, when things happen here and in QuickBooks?
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from "vitest";

import { acme, openReadingWorld, paid, type ReadingWorld } from "#db/testing-reading.ts";
import { carryToRest, newCompany, orderOf, planned, type TestCompany } from "#db/testing-world.ts";
import { countOrders } from "#lib/operations/count-orders.ts";
import { listOrders } from "#lib/operations/list-orders.ts";
import { showOrder } from "#lib/operations/show-order.ts";
import { showProblem } from "#lib/operations/show-problem.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import { orderStates, type OrderStanding } from "#lib/sync/standing.ts";

let reading: ReadingWorld;

beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(() => reading.world.close());
afterEach(() => reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null"));

const word = ({ state, because, isUnderWay }: OrderStanding) =>
  `${state}${because ? `/${because}` : ""}${isUnderWay ? "…" : ""}`;

/** The state of the only order, which its page, the list, the list filtered by that state and its count all tell alike. */
async function stateOf({ scope, companyFileId }: TestCompany): Promise<string> {
  const { rows } = await listOrders(scope, { companyFileId });
  const [row, ...others] = rows;
  if (!row || others.length > 0) throw new Error(`${rows.length} orders`);
  const shown = await showOrder(scope, { orderId: row.orderId });
  expect(shown.standing).toEqual(row.standing);
  expect(shown.note).toBe(row.note);
  for (const state of orderStates) {
    const filtered = await listOrders(scope, { companyFileId, state });
    const counted = await countOrders(scope, { companyFileId, state });
    const expected = state === row.standing.state ? 1 : 0;
    expect([state, filtered.rows.length, counted.count]).toEqual([state, expected, expected]);
  }
  return word(row.standing);
}

const later = (day: number) => `2026-11-${String(day).padStart(2, "0")}T09:00:00Z`;
const order = orderOf(1, { ...acme, ...paid });
const [set] = order.chargeSets;
const [line, second] = set!.charges;

describe("PSC-21 the five states", () => {
  it("go from ready to up to date, and what is under way is said beside it", async () => {
    const company = await newCompany(reading.world);
    await planned(company, [order]);
    expect(await stateOf(company)).toBe("ready…");
    await carryToRest(reading.world, reading.worker);
    expect(await stateOf(company)).toBe("up-to-date");
    await planned(company, [{ ...order, updatedAt: later(2), notes: "seen" }]);
    expect(await stateOf(company)).toBe("up-to-date");
  });

  it("waits for a person when exports are made by hand", async () => {
    const company = await newCompany(reading.world, { exports: "by-hand" });
    await planned(company, [order]);
    await carryToRest(reading.world, reading.worker);
    expect(await stateOf(company)).toBe("ready");
    expect(await reading.booksOf(company)).toEqual([]);
  });

  it.each([
    ["Invoice", "delete"],
    ["Invoice", "void"],
    ["Payment", "delete"],
  ] as const)("is missing when the %s is gone over there (%s)", async (entity, action) => {
    // QuickBooks voids no invoice that payments are applied to.
    const company = await reading.companyWithInvoice(action === "void" ? {} : paid);
    const [record] = await reading.booksOf(company, entity);
    await reading.clerk(company, { do: action, entity, id: record?.Id });
    await reading.nextDay();
    expect(await stateOf(company)).toBe("missing");
  });

  it("is not moved by a payment over there: that is no change of ours", async () => {
    const company = await reading.companyWithInvoice();
    await reading.clerk(company, { do: "pay", id: (await reading.invoiceOf(company)).Id, amount: 5 });
    await reading.nextDay();
    expect(await stateOf(company)).toBe("up-to-date");
  });

  it.each<[string, Partial<OrderInput>, string]>([
    ["it is open", { status: "open" }, "blocked/not-completed"],
    ["it was cancelled", { status: "cancelled" }, "blocked/cancelled"],
    [
      "there is nothing to bill",
      { chargeSets: [{ charges: [{ code: "Line Haul", amount: "0" }] }] },
      "blocked/nothing-to-bill",
    ],
    ["it does not add up", { total: "1.00" }, "blocked/problem"],
    [
      "the books have no such item",
      { chargeSets: [{ charges: [{ code: "Layover", amount: "5" }] }] },
      "blocked/problem",
    ],
  ])("is blocked when %s", async (_what, more, expected) => {
    const company = await newCompany(reading.world);
    await planned(company, [orderOf(1, more)]);
    await carryToRest(reading.world, reading.worker);
    expect(await stateOf(company)).toBe(expected);
  });

  it("is blocked when the payment's method is not resolved", async () => {
    const company = await newCompany(reading.world);
    await planned(company, [{ ...order, payments: [{ ...order.payments![0]!, method: "Barter" }] }]);
    await carryToRest(reading.world, reading.worker);
    expect(await stateOf(company)).toBe("blocked/payment-method");
  });

  it("PSC-01 PSC-02 is blocked until its customer is linked, where links come first", async () => {
    const company = await newCompany(reading.world, { exports: "by-hand", linksRequired: true });
    await planned(company, [order]);
    expect(await stateOf(company)).toBe("blocked/not-linked");
    await reading.world.test.admin.query(
      `insert into ledger_links (tenant_id, company_file_id, document_id, ledger_type, ledger_id, version_token, linked_at, linked_by)
       select tenant_id, company_file_id, document_id, 'Customer', '1', '0', now(), 'person' from documents where tenant_id = $1 and kind = 'customer'`,
      [company.tenantId],
    );
    expect(await stateOf(company)).toBe("ready");
  });

  it("stands on Problem Sync beside the document that needs a person", async () => {
    const company = await newCompany(reading.world);
    await planned(company, [orderOf(1, { chargeSets: [{ charges: [{ code: "Layover", amount: "5" }] }] })]);
    const [push] = await reading.rowsOf(
      "select push_id from pushes where tenant_id = $1 and state = 'problem'",
      company,
    );
    const { orders } = await showProblem(company.scope, { rowId: String(push?.push_id) });
    expect(orders.map(({ number, standing }) => [number, word(standing)])).toEqual([["L-1", "blocked/problem…"]]);
  });
});

describe("PSC-37 changed since the last export", () => {
  const withCharges = (...charges: readonly OrderInput["chargeSets"][number]["charges"][number][]) => ({
    chargeSets: [{ ...set, charges: [...charges] }],
  });
  const payment = order.payments![0]!;
  test.each<[string, Partial<OrderInput>]>([
    ["a line added", withCharges(line!, second!, { code: "Tolls", amount: "5.05" })],
    ["a line removed", withCharges(line!)],
    ["a quantity", withCharges({ ...line!, quantity: "2", unitPrice: "50.505" }, second!)],
    ["a price", withCharges({ ...line!, amount: "102.02" }, second!)],
    ["a description", withCharges({ ...line!, description: "To the harbour" }, second!)],
    ["tax", { taxes: [{ name: "Sales tax", amount: "1.25" }] }],
    ["a discount", { discount: "3.00" }],
    ["shipping", { shipping: "9.00" }],
    ["the date", { orderDate: "2026-11-03" }],
    ["the customer", { customer: { name: "Bay Traders" } }],
    ["the customer's e-mail", { customer: { name: "Acme Imports", email: "books@acme.example" } }],
    ["a payment added", { payments: [payment, { externalId: "p2", amount: "7.00", date: "2026-11-04" }] }],
    ["a payment removed", { payments: [] }],
    ["a payment edited", { payments: [{ ...payment, amount: "49.00" }] }],
  ])("covers %s", async (_what, more) => {
    const company = await newCompany(reading.world, { exports: "by-hand" });
    const { tenantId } = company;
    await planned(company, [order]);
    await reading.world.test.admin.query(
      `insert into ledger_links (tenant_id, company_file_id, document_id, ledger_type, ledger_id, version_token, linked_at, posted_fingerprint)
       select tenant_id, company_file_id, document_id, kind, document_id::text, '0', now(), fingerprint from documents where tenant_id = $1`,
      [tenantId],
    );
    expect(await stateOf(company)).toBe("up-to-date");
    await planned(company, [{ ...order, ...more, updatedAt: later(2) }]);
    expect(await stateOf(company)).toBe("changed");
    await planned(company, [{ ...order, updatedAt: later(3) }]);
    expect(await stateOf(company)).toBe("up-to-date");
  });
});

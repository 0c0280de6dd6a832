// Does "push" on one order do what a clerk expects: go now, update what is there, make anew what is gone, and nothing twice?
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";

import { acme, openReadingWorld, paid, type ReadingWorld } from "#db/testing-reading.ts";
import { carryToRest, orderOf, planned, pushesOf, wrongCounters, type TestCompany } from "#db/testing-world.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { carryTurn, takeTurn } from "#lib/operations/deliver-pushes.ts";
import { exportOrders } from "#lib/operations/export-orders.ts";
import { listDrift } from "#lib/operations/list-drift.ts";
import { pushOrder } from "#lib/operations/push-order.ts";
import { resolveDrift } from "#lib/operations/resolve-drift.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import { showOrder } from "#lib/operations/show-order.ts";
import type { World } from "#lib/operations/world.ts";

let reading: ReadingWorld;
let world: ReadingWorld["world"];
let worker: World;

beforeAll(async () => {
  reading = await openReadingWorld();
  ({ world, worker } = reading);
});
afterAll(() => world.close());
afterEach(async () => {
  expect(await wrongCounters(world)).toEqual([]);
  await world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

async function orderIdOf(company: TestCompany, number: string): Promise<string> {
  const rows = await reading.rowsOf("select order_id, number from orders where tenant_id = $1", company);
  return String(rows.find((row) => row.number === number)?.order_id);
}

async function push(company: TestCompany, number = "L-1") {
  return await pushOrder(company.scope, { orderId: await orderIdOf(company, number) });
}

it("VSS-03 VSS-04 goes before everything else, and the day it was pushed is shown", async () => {
  const company = await reading.companyWithInvoice();
  await planned(company, [orderOf(2, acme), orderOf(3, acme)]);
  expect(await push(company, "L-3")).toEqual({ going: 1, because: null, unasked: null });
  const priorities = (await pushesOf(world, company)).filter(({ state }) => state === "ready");
  expect(priorities.map(({ title, priority }) => [title, priority])).toEqual([
    ["Invoice L-2", 1],
    ["Invoice L-3", 0],
  ]);
  await carryToRest(world, worker);
  const { inBooks } = await showOrder(company.scope, { orderId: await orderIdOf(company, "L-3") });
  expect(Math.abs(Date.parse(inBooks[0]!.pushedAt) - world.clock.now().getTime())).toBeLessThan(60_000);
});

it("VSS-05 updates the invoice that is there, and makes no second one; a second click sends nothing", async () => {
  const company = await reading.companyWithInvoice();
  await planned(company, [orderOf(1, { ...acme, updatedAt: "2026-11-09T08:00:00Z", orderDate: "2026-11-08" })]);
  expect(await push(company)).toEqual({ going: 1, because: null, unasked: null });
  await carryToRest(world, worker);
  expect(await reading.booksOf(company)).toMatchObject([{ DocNumber: "L-1", TxnDate: "2026-11-08" }]);
  const before = await pushesOf(world, company);
  expect(await push(company)).toEqual({
    going: 0,
    because: "Nothing to send: QuickBooks holds this order as it is.",
    unasked: null,
  });
  expect(await pushesOf(world, company)).toEqual(before);
});

it("VSS-14 a version that is out of date: the latest is read, and our change goes in again", async () => {
  const company = await reading.companyWithInvoice();
  const { Id, SyncToken } = await reading.invoiceOf(company);
  const body = { CustomerMemo: { value: "Call before delivery" } };
  await reading.clerk(company, { do: "update", entity: "Invoice", id: Id, body });
  await planned(company, [orderOf(1, { ...acme, updatedAt: "2026-11-09T08:00:00Z", orderDate: "2026-11-08" })]);
  expect(await push(company)).toEqual({ going: 1, because: null, unasked: null });
  await carryToRest(world, worker);
  expect(await reading.booksOf(company)).toMatchObject([
    { Id, TxnDate: "2026-11-08", SyncToken: String(Number(SyncToken) + 2) },
  ]);
  expect((await pushesOf(world, company)).filter(({ state }) => state !== "posted")).toEqual([]);
});

it("VSS-17 customers go before invoices, invoices before payments", async () => {
  const company = await reading.companyWithInvoice();
  const before = (await pushesOf(world, company)).length;
  await planned(company, [orderOf(2, { customer: { name: "Bayline" }, ...paid })]);
  expect(await push(company, "L-2")).toEqual({ going: 3, because: null, unasked: null });
  const own = async () => (await pushesOf(world, company)).slice(before).map(({ kind, state }) => `${kind} ${state}`);
  expect((await own()).toSorted()).toEqual(["customer ready", "invoice waiting", "payment waiting"]);
  await carryToRest(world, worker);
  expect((await own()).toSorted()).toEqual(["customer posted", "invoice posted", "payment posted"]);
});

it("VSS-17 what is sent again in a newer version waits for the item that only this one names", async () => {
  const company = await reading.companyWithInvoice();
  const { companyFileId, realmId } = company;
  const settings = CompanySettings.parse({ createItems: true, incomeAccount: "Freight Income" });
  await saveSettings(company.scope, { companyFileId, settings });
  const told = (hour: number, code: string) =>
    orderOf(2, {
      ...acme,
      updatedAt: `2026-11-09T0${hour}:00:00Z`,
      chargeSets: [{ charges: [{ code, amount: `${hour}00.00` }] }],
    });
  await planned(company, [told(1, "Line Haul")]);
  await carryToRest(world, worker);
  await planned(company, [told(2, "Line Haul")]);
  const taken = await takeTurn(worker);
  await planned(company, [told(3, "Chassis Split")]);
  await world.simulator.control(`companies/${realmId}/faults`, { kind: "429", times: 1 });
  if (taken.is === "turn") await carryTurn(worker, taken.turn);
  const open = async () => (await pushesOf(world, company)).filter(({ state }) => !/posted|superseded/.test(state));
  const states = (await open()).map(({ title, state }) => `${title} is ${state}`);
  expect(states.toSorted()).toEqual(["Invoice L-2 is waiting", "Item Chassis Split is ready"]);
  await carryToRest(world, worker);
  expect(await open()).toEqual([]);
  expect(await reading.booksOf(company)).toMatchObject([{ DocNumber: "L-1" }, { DocNumber: "L-2", TotalAmt: 300 }]);
});

it("goes also where people export by hand: then nothing else goes by itself", async () => {
  const company = await reading.companyWithInvoice();
  const { companyFileId } = company;
  await saveSettings(company.scope, { companyFileId, settings: CompanySettings.parse({ exports: "by-hand" }) });
  await planned(company, [orderOf(2, { ...acme, ...paid })]);
  expect((await pushesOf(world, company)).filter(({ state }) => state !== "posted")).toEqual([]);
  expect(await push(company, "L-2")).toEqual({ going: 2, because: null, unasked: null });
  await carryToRest(world, worker);
  expect((await reading.booksOf(company)).map((row) => row.DocNumber)).toEqual(["L-1", "L-2"]);
  expect((await reading.booksOf(company, "Payment")).length).toBe(1);
});

it("PSC-02 says that the customer is to be linked first, also where people export by hand", async () => {
  const company = await reading.companyWithInvoice();
  const { companyFileId } = company;
  const settings = CompanySettings.parse({ exports: "by-hand", linksRequired: true });
  await saveSettings(company.scope, { companyFileId, settings });
  await planned(company, [orderOf(2, { customer: { name: "Bayline" } })]);
  expect(await push(company, "L-2")).toMatchObject({ going: 0, because: expect.stringMatching(/link/i) as string });
  expect((await pushesOf(world, company)).filter(({ state }) => state !== "posted")).toEqual([]);
});

it("VSS-18 an invoice deleted over there is made anew, once", async () => {
  const company = await reading.companyWithInvoice();
  const { Id } = await reading.invoiceOf(company);
  await reading.clerk(company, { do: "delete", entity: "Invoice", id: Id });
  await reading.told(reading.event(company, "Invoice", Id, "deleted"));
  expect(await push(company)).toEqual({ going: 1, because: null, unasked: null });
  expect(await push(company)).toEqual({ going: 1, because: null, unasked: null });
  await carryToRest(world, worker);
  const invoices = await reading.booksOf(company);
  expect(invoices.map((row) => row.DocNumber)).toEqual(["L-1"]);
  expect(invoices[0]?.Id).not.toBe(Id);
  expect(await reading.linksOf(company)).toMatchObject({ invoice: "there" });
});

it("VSS-18 an invoice deleted over there that had payments is refused: Export asks what becomes of them", async () => {
  const company = await reading.companyWithInvoice(paid);
  const { Id } = await reading.invoiceOf(company);
  await reading.clerk(company, { do: "delete", entity: "Invoice", id: Id });
  await reading.told(reading.event(company, "Invoice", Id, "deleted"));
  const before = await pushesOf(world, company);
  await expect(push(company)).rejects.toMatchObject({
    code: "conflict",
    message:
      "The invoice of order L-1 was deleted in QuickBooks and had payments. Use Export: there it is asked what becomes of them.",
  });
  expect(await pushesOf(world, company)).toEqual(before);
  expect(await reading.booksOf(company)).toEqual([]);
});

it("PSC-37 voids a payment the order lost, and never makes one anew that is gone and not wanted", async () => {
  const company = await reading.companyWithInvoice(paid);
  await planned(company, [orderOf(1, { ...acme, payments: [], updatedAt: "2026-11-05T09:00:00Z" })]);
  expect(await push(company)).toMatchObject({ going: 1, because: null });
  await carryToRest(world, worker);
  expect(await reading.booksOf(company, "Payment")).toMatchObject([{ TotalAmt: 0 }]);
  const other = await reading.companyWithInvoice(paid);
  await planned(other, [orderOf(1, { ...acme, payments: [], updatedAt: "2026-11-05T09:00:00Z" })]);
  const [payment] = await reading.booksOf(other, "Payment");
  await reading.clerk(other, { do: "delete", entity: "Payment", id: payment?.Id });
  await reading.told(reading.event(other, "Payment", String(payment?.Id), "deleted"));
  expect(await push(other)).toMatchObject({ going: 0 });
  await carryToRest(world, worker);
  expect(await reading.booksOf(other, "Payment")).toEqual([]);
});

it("PSC-19 what was unlinked from a record in QuickBooks is sent by no push and no export", async () => {
  const company = await reading.companyWithInvoice();
  const { scope, companyFileId } = company;
  const { Id } = await reading.invoiceOf(company);
  await reading.clerk(company, { do: "update", entity: "Invoice", id: Id, body: { TxnDate: "2026-12-01" } });
  await reading.told(reading.event(company, "Invoice", Id, "updated"));
  const { rows, asOf } = await listDrift(scope, { companyFileId });
  const select = { is: "rows" as const, documentIds: rows.map(({ documentId }) => documentId) };
  await resolveDrift(scope, { companyFileId, choice: "unlink", reason: "Booked by hand", asOf, select });
  expect(await push(company)).toMatchObject({
    going: 0,
    because: "Nothing to send: a person left the rest of it out.",
  });
  const orderIds = [await orderIdOf(company, "L-1")];
  const exported = exportOrders(scope, { companyFileId, select: { is: "rows", orderIds } });
  await expect(exported).rejects.toMatchObject({ code: "moved-on" });
  expect((await pushesOf(world, company)).filter(({ state }) => state !== "posted")).toEqual([]);
});

it("a problem goes again, lists read first; what cannot go is said", async () => {
  const company = await reading.companyWithInvoice();
  const charges = [{ charges: [{ code: "Layover", amount: "80.00" }] }];
  await planned(company, [
    orderOf(2, { ...acme, chargeSets: charges }),
    orderOf(3, { ...acme, status: "open" }),
    orderOf(4, { ...acme, status: "cancelled" }),
  ]);
  await reading.clerk(company, { do: "create-item", name: "Layover" });
  expect(await push(company, "L-2")).toEqual({ going: 1, because: null, unasked: null });
  const lane = await reading.rowsOf("select lists_at, person_ready_at from lanes where tenant_id = $1", company);
  expect(lane[0]).toMatchObject({ lists_at: world.clock.now(), person_ready_at: world.clock.now() });
  expect((await push(company, "L-3")).because).toBe("Nothing to send: the order is not completed.");
  expect((await push(company, "L-4")).because).toBe("Nothing to send: the order is cancelled.");
});

// A company that moves here from another tool: its invoices are in QuickBooks already, and their IDs come in a file.
import { afterAll, beforeAll, expect, it } from "vitest";

import {
  carryToRest,
  newCompany,
  newWorker,
  openTestWorld,
  orderOf,
  planned,
  wrongCounters,
  type BookRow,
  type TestCompany,
  type TestWorld,
} from "#db/testing-world.ts";
import type { World } from "#lib/operations/world.ts";
import { readMeteredReads } from "#lib/ledgers/reads-counted/store.ts";
import { inTransaction } from "#db/client.ts";
import { linkIds, lookAtIds, showRefusedIds } from "#lib/operations/link-ids.ts";
import { findMatches } from "#lib/operations/find-matches.ts";
import { countIds } from "#lib/operations/list-ids.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { showIdFile } from "#lib/operations/show-id-file.ts";

const INVOICES = 500;
let world: TestWorld;
let worker: World;
beforeAll(async () => {
  world = await openTestWorld();
  worker = await newWorker(world);
});
afterAll(() => world.close());

async function* bytesOf(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`Type,Number,QuickBooks ID\r\n${lines.join("\r\n")}\r\n`);
}

/** What the other tool left in the books: 20 customers, an invoice for each order, and a payment. */
async function booksOfBefore(company: TestCompany, invoices = INVOICES): Promise<ReadonlyMap<string, string>> {
  const make = async (entity: string, body: unknown) => {
    const made = await world.simulator.control(`companies/${company.realmId}/bookkeeper`, {
      do: "create",
      entity,
      body,
    });
    return String((made[entity] as BookRow).Id);
  };
  const [item] = await world.simulator.books(company.realmId, "Item");
  const customers: string[] = [];
  for (let nth = 0; nth < 20; nth++) customers.push(await make("Customer", { DisplayName: `Customer ${nth}` }));
  const ids = new Map<string, string>();
  for (let nth = 1; nth <= invoices; nth++) {
    const Amount = Number(`${100 + nth}.${String(nth % 100).padStart(2, "0")}`) + 17.31;
    const line = { DetailType: "SalesItemLineDetail", SalesItemLineDetail: { ItemRef: { value: item!.Id } } };
    const Line = [{ ...line, Amount: Math.round(Amount * 100) / 100 }];
    const body = { DocNumber: `L-${nth}`, TxnDate: "2026-11-01", CustomerRef: { value: customers[nth % 20] }, Line };
    ids.set(`L-${nth}`, await make("Invoice", body));
  }
  const payment = { CustomerRef: { value: customers[1] }, TotalAmt: 5, TxnDate: "2026-11-01" };
  ids.set("payment", await make("Payment", payment));
  for (const [nth, id] of customers.entries()) ids.set(`customer ${nth}`, id);
  return ids;
}

it("PPR-08 PEER-05 500 invoices are in the books: wrong IDs are found before anything is saved, the others linked, nothing is posted twice", async () => {
  const company = await newCompany(world, { exports: "by-hand" });
  const { scope, companyFileId, realmId } = company;
  const ids = await booksOfBefore(company);
  const orders = Array.from({ length: INVOICES }, (_none, nth) => orderOf(nth + 1));
  await planned(company, orders);
  const lineOf = (nth: number, id = ids.get(`L-${nth}`)!) => `Invoice,L-${nth},${id}`;
  // Customers first: then an invoice of another customer is told by its customer, and not by its name alone.
  const customers = Array.from(
    { length: 20 },
    (_none, nth) => `Customer,Customer ${nth},${ids.get(`customer ${nth}`)!}`,
  );
  const whole = { companyFileId, kind: "invoice" } as const;
  const look = async (lines: readonly string[]) => {
    world.clock.advance(60_000);
    return await lookAtIds(scope, whole, bytesOf(lines));
  };
  const bring = async (lines: readonly string[]) => {
    const { fingerprint } = await look(lines);
    world.clock.advance(60_000);
    return await linkIds(scope, { ...whole, fingerprint, fileName: "old-tool.csv" }, bytesOf(lines));
  };
  expect(await look(customers)).toMatchObject({ total: 20, refusedTotal: 0 });
  expect(await bring(customers)).toEqual({ linked: 20, left: [] });

  // 3 in 100 are wrong: another customer's, another type, unknown, used by another line.
  const lines = orders.map((_order, at) => {
    const nth = at + 1;
    if (nth <= 4) return lineOf(nth, ids.get(`L-${nth + 1}`));
    if (nth <= 8) return lineOf(nth, ids.get("payment"));
    if (nth <= 12) return lineOf(nth, "999999999");
    if (nth <= 15) return lineOf(nth, ids.get(`L-${nth + 20}`));
    return lineOf(nth);
  });
  const before = await world.simulator.books(realmId, "Invoice");
  const looked = await look(lines);
  // The lines 35 to 37 say rightly what 13 to 15 say wrongly, and come second.
  expect(looked).toMatchObject({ total: INVOICES - 15, nearTotal: 0, refusedTotal: 15, alreadyTotal: 0 });
  const reasons = looked.refused.map(({ reason }) => reason);
  expect(reasons.slice(0, 4)).toEqual(
    Array.from({ length: 4 }, () => expect.stringMatching(/^It differs in customer/)),
  );
  expect(reasons.slice(4, 8)).toEqual(
    Array.from({ length: 4 }, () => `${ids.get("payment")!} is a payment in QuickBooks, not an invoice.`),
  );
  expect(reasons.slice(8, 12)).toEqual(
    Array.from({ length: 4 }, () => "QuickBooks has no invoice with the ID 999999999."),
  );
  expect((await countIds(scope, { companyFileId })).invoice, "nothing is saved").toMatchObject({ unlinked: INVOICES });
  world.clock.advance(60_000);
  const { csv } = await showRefusedIds(scope, whole, bytesOf(lines));
  expect(csv.trimEnd().split("\r\n")).toHaveLength(16);

  expect(await bring(lines)).toEqual({ linked: INVOICES - 15, left: [] });
  expect((await countIds(scope, { companyFileId })).invoice).toMatchObject({ unlinked: 15 });
  // What is corrected comes again; what is linked is said to be.
  const right = orders.map((_order, at) => lineOf(at + 1));
  expect(await look(right)).toMatchObject({ total: 15, refusedTotal: 0, alreadyTotal: INVOICES - 15 });
  const wrongAgain = [lineOf(1, ids.get("L-21"))];
  expect((await look(wrongAgain)).refused[0]!.reason).toBe(
    "It is Invoice L-21 of order L-21 already. Unlink it there first.",
  );
  expect(await bring(right)).toEqual({ linked: 15, left: [] });

  // From now on everything goes by itself, and every order is told once more: the books stay as they were.
  await saveSettings(scope, { companyFileId, settings: CompanySettings.parse({ exports: "by-itself" }) });
  await planned(
    company,
    orders.map((order) => ({ ...order, updatedAt: "2026-11-05T08:00:00Z" })),
  );
  await carryToRest(world, worker);
  expect(await world.simulator.books(realmId, "Invoice")).toHaveLength(before.length);
  expect(await world.simulator.books(realmId, "Customer")).toHaveLength(20);
  expect(await wrongCounters(world)).toEqual([]);
  expect((await countIds(scope, { companyFileId })).invoice).toMatchObject({ all: INVOICES, unlinked: 0 });
  const reads = (await inTransaction(scope, (tx) => readMeteredReads(tx, scope))).get(companyFileId) ?? 0;
  expect(reads, "not one read a line").toBeLessThan(150);

  const file = await showIdFile(scope, { companyFileId, kind: "invoice", show: "all" });
  let text = "";
  for await (const part of file.parts) text += part;
  expect(text.trimEnd().split("\r\n")).toHaveLength(INVOICES + 1);
});

it("PPR-08 matches are found by number, alike and alone, and judged like a file", async () => {
  const company = await newCompany(world, { exports: "by-hand" });
  const { scope, companyFileId } = company;
  await booksOfBefore(company, 5);
  await planned(
    company,
    [1, 2, 3, 7].map((nth) => orderOf(nth)),
  );
  const whole = { companyFileId, kind: "invoice" } as const;
  world.clock.advance(60_000);
  const matches = await findMatches(scope, whole);
  expect(matches).toMatchObject({ looked: 4, found: 3 });
  world.clock.advance(60_000);
  const bytes = async function* () {
    yield Buffer.from(matches.csv);
  };
  expect(await lookAtIds(scope, whole, bytes())).toMatchObject({ total: 3, refusedTotal: 0 });
  world.clock.advance(60_000);
  expect(await findMatches(scope, { ...whole, kind: "customer" })).toMatchObject({ looked: 4, found: 4 });
});

// Is a found set pulled as it was found: counted first, frozen, stopped, resumed, taken over, whatever fails on the way?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { inTransaction } from "#db/client.ts";
import { balancesIn, found, type BalancesWorld } from "#db/testing-balances.ts";
import { acme, openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import { carryToRest, newWorker, orderOf, planned, wrongCounters } from "#db/testing-world.ts";
import { countBalances } from "#lib/operations/count-balances.ts";
import { changePull, pullBalances } from "#lib/operations/pull-balances.ts";
import { followDueChanges } from "#lib/operations/tend-lanes.ts";
import type { World } from "#lib/operations/world.ts";
import { takePull } from "#lib/sync/pulls/store.ts";

let reading: ReadingWorld;
let world: ReadingWorld["world"];
let worker: World;
let inBooks: BalancesWorld["inBooks"];
let companyWithOrders: BalancesWorld["companyWithOrders"];
let pullOf: BalancesWorld["pullOf"];
let checked: BalancesWorld["checked"];

beforeAll(async () => {
  reading = await openReadingWorld();
  ({ world, worker } = reading);
  ({ inBooks, companyWithOrders, pullOf, checked } = balancesIn(reading));
});
afterAll(() => world.close());
afterEach(async () => {
  expect(await wrongCounters(world)).toEqual([]);
  await world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

describe("a found set", () => {
  it("VSS-07 with a find only those records, without one every record that was pushed; the count comes first", async () => {
    const company = await companyWithOrders(12);
    await planned(company, [orderOf(13, { ...acme, status: "open" })]);
    const before = await reading.readsOf(company);
    const one = { ...found(company), search: "L-1" };
    expect(await countBalances(company.scope, one)).toEqual({
      orders: 4,
      neverPushed: 1,
      records: 4,
      reads: 1,
      isFiltered: true,
    });
    expect(await countBalances(company.scope, found(company))).toMatchObject({
      orders: 12,
      neverPushed: 1,
      records: 12,
      isFiltered: false,
    });
    expect(await reading.readsOf(company)).toBe(before);
    await pullBalances(company.scope, one);
    await followDueChanges(worker);
    expect(await pullOf(company)).toMatchObject({
      state: "done",
      title: "Pull balances of 4 orders",
      total: 4,
      ok: 4,
      failed: 0,
    });
    expect((await reading.readsOf(company)) - before).toBe(1);
    expect(await checked(company)).toEqual(["L-1", "L-10", "L-11", "L-12"]);
  });

  it("VSS-07 what was found is frozen: what comes in later is not asked about", async () => {
    const company = await companyWithOrders(2);
    await pullBalances(company.scope, found(company));
    await planned(company, [orderOf(3, acme)]);
    await carryToRest(world, worker);
    await reading.pass(60_000);
    await followDueChanges(worker);
    expect(await pullOf(company)).toMatchObject({ state: "done", total: 2, done: 2, ok: 2 });
    expect(await inBooks(company, 2)).toMatchObject({ checkedAt: null });
  });

  it("nothing found, nothing pushed, twice at once: refused in words", async () => {
    const company = await companyWithOrders(2);
    const none = { ...found(company), search: "nobody" };
    expect(await countBalances(company.scope, none)).toMatchObject({ orders: 0, records: 0, reads: 0 });
    await expect(pullBalances(company.scope, none)).rejects.toMatchObject({ code: "moved-on" });
    expect(await pullOf(company)).toBeNull();
    const both = await Promise.allSettled([1, 2].map(() => pullBalances(company.scope, found(company))));
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(pullBalances(company.scope, found(company))).rejects.toMatchObject({ code: "conflict" });
  });

  it("VSS-18 one failing record does not stop the rest: refused, gone, unlinked, unreadable", async () => {
    const company = await companyWithOrders(9);
    const invoices = await reading.booksOf(company);
    const idOf = (number: string) => String(invoices.find((row) => row.DocNumber === number)?.Id);
    const admin = world.test.admin;
    // A curly quote cannot be said in QuickBooks' query language: it refuses the whole question.
    await admin.query("update ledger_links set ledger_id = '7’' where tenant_id = $1 and ledger_id = $2", [
      company.tenantId,
      idOf("L-7"),
    ]);
    await reading.clerk(company, { do: "delete", entity: "Invoice", id: idOf("L-3") });
    // What Postgres cannot keep: a memo with a sign that no text may have.
    const body = { TxnDate: "2026-10-30", CustomerMemo: { value: "a\u0000b" } };
    await reading.clerk(company, { do: "update", entity: "Invoice", id: idOf("L-5"), body });
    await pullBalances(company.scope, found(company));
    await admin.query("delete from ledger_links where tenant_id = $1 and ledger_id = $2", [
      company.tenantId,
      idOf("L-9"),
    ]);
    await followDueChanges(worker);
    const run = await pullOf(company);
    expect(run).toMatchObject({ state: "done", total: 9, done: 9, ok: 5, failed: 4 });
    const reasons = Object.fromEntries(run!.failures.map(({ title, reason }) => [title, reason]));
    expect(reasons).toMatchObject({
      "Invoice L-3": "It is not in QuickBooks any more.",
      "Invoice L-5": "What QuickBooks holds of it could not be kept here.",
      "Invoice L-7": expect.stringMatching(/^QuickBooks did not answer about it/) as string,
      "Invoice L-9": "It is no longer linked to QuickBooks.",
    });
    expect(await inBooks(company, 3)).toMatchObject({ number: "L-4", balance: { minor: "12135" } });
  });

  it("VSS-18 a change of ours that is on its way is left for later, and said", async () => {
    const company = await companyWithOrders(2);
    const setState = async (state: string, was: string) =>
      await world.test.admin.query(
        "update pushes set state = $2 where tenant_id = $1 and document_kind = 'invoice' and state = $3",
        [company.tenantId, state, was],
      );
    await setState("unsure", "posted");
    await pullBalances(company.scope, found(company));
    await followDueChanges(worker);
    expect(await pullOf(company)).toMatchObject({ state: "done", ok: 0, failed: 2 });
    await setState("posted", "unsure");
  });
});

describe("a pull on its way", () => {
  it("VSS-18 waits while QuickBooks cannot be reached, says why, and goes on by itself", async () => {
    const company = await companyWithOrders(3);
    await world.simulator.control(`companies/${company.realmId}/faults`, {
      kind: "503",
      match: { operation: "query" },
    });
    await pullBalances(company.scope, found(company));
    await followDueChanges(worker);
    expect(await pullOf(company)).toMatchObject({
      state: "running",
      done: 0,
      note: "QuickBooks could not be reached. It goes on by itself in a minute.",
    });
    await reading.soon();
    expect(await pullOf(company)).toMatchObject({ state: "done", ok: 3, note: null });
  });

  it("VSS-18 is stopped and taken up again where it stopped", async () => {
    const company = await companyWithOrders(3);
    const { bulkRunId } = await pullBalances(company.scope, found(company));
    await changePull(company.scope, { bulkRunId, wish: "stop" });
    expect(await pullOf(company)).toMatchObject({ state: "aborted", done: 0 });
    await followDueChanges(worker);
    expect(await pullOf(company)).toMatchObject({ state: "aborted", done: 0 });
    await expect(changePull(company.scope, { bulkRunId, wish: "stop" })).rejects.toMatchObject({ code: "moved-on" });
    // As if a part had been done before.
    await world.test.admin.query("update bulk_runs set rows_done = 2, rows_ok = 2 where bulk_run_id = $1", [bulkRunId]);
    await changePull(company.scope, { bulkRunId, wish: "resume" });
    await followDueChanges(worker);
    expect(await pullOf(company)).toMatchObject({ state: "done", done: 3, ok: 3 });
    expect((await checked(company)).length).toBe(1);
    await expect(changePull(company.scope, { bulkRunId, wish: "resume" })).rejects.toMatchObject({ code: "moved-on" });
  });

  it("VSS-18 is stopped in the middle: the worker sees it with the next part", async () => {
    const company = await companyWithOrders(2);
    const { bulkRunId } = await pullBalances(company.scope, found(company));
    await inTransaction(company.scope, (tx) => takePull(tx, company.scope, company.companyFileId));
    await changePull(company.scope, { bulkRunId, wish: "stop" });
    expect(await pullOf(company)).toMatchObject({ state: "running", isStopping: true });
    // Its worker died over it: the next one takes it up, and hears first that it shall stop.
    await reading.pass(130_000);
    await followDueChanges(worker);
    expect(await pullOf(company)).toMatchObject({ state: "aborted", done: 0 });
  });

  it("VSS-18 survives its worker: another takes it up after the hold, and nothing is counted twice", async () => {
    const company = await companyWithOrders(3);
    await pullBalances(company.scope, found(company));
    await inTransaction(company.scope, (tx) => takePull(tx, company.scope, company.companyFileId));
    await followDueChanges(worker);
    expect(await pullOf(company)).toMatchObject({ state: "running", done: 0 });
    await reading.pass(130_000);
    await reading.nextDay(0);
    const other = await newWorker(world);
    await world.test.admin.query("update lanes set changes_at = $2 where tenant_id = $1", [
      company.tenantId,
      world.clock.now(),
    ]);
    await Promise.all([followDueChanges(other), followDueChanges(worker)]);
    expect(await pullOf(company)).toMatchObject({ state: "done", done: 3, ok: 3, failed: 0 });
  });

  it("a process that ends lets it go: the next one goes on", async () => {
    const company = await companyWithOrders(2);
    await pullBalances(company.scope, found(company));
    let questions = 0;
    const leaving: World = { ...worker, isLeaving: () => questions++ > 1 };
    await followDueChanges(leaving);
    expect(await pullOf(company)).toMatchObject({ state: "running", done: 0, note: null });
    await reading.soon();
    expect(await pullOf(company)).toMatchObject({ state: "done", done: 2, ok: 2 });
  });

  it("a company that lost its connection: interrupted, resumed after it is connected again", async () => {
    const company = await companyWithOrders(2);
    const { bulkRunId } = await pullBalances(company.scope, found(company));
    const setConnection = async (word: string) =>
      await world.test.admin.query("update company_files set connection = $2 where tenant_id = $1", [
        company.tenantId,
        word,
      ]);
    await setConnection("lost");
    await followDueChanges(worker);
    expect(await pullOf(company)).toMatchObject({
      state: "interrupted",
      note: "The company is not connected to QuickBooks.",
    });
    await setConnection("connected");
    await changePull(company.scope, { bulkRunId, wish: "resume" });
    await followDueChanges(worker);
    expect(await pullOf(company)).toMatchObject({ state: "done", ok: 2 });
  });
});

// Who may take which push, when, and how fast? Several workers, one company or two, a clock that stands until it is moved.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import {
  carryToRest,
  laneOf,
  newCompany,
  newWorker,
  openTestWorld,
  orderOf,
  planned,
  pushesOf,
  type TestWorld,
} from "#db/testing-world.ts";
import { carryTurn, nextTurnAt, takeTurn, type Turn } from "#lib/operations/deliver-pushes.ts";
import { endTurn } from "#lib/operations/end-turn.ts";
import { resyncProblems } from "#lib/operations/resync-problems.ts";
import { RESYNC_WAIT_MS } from "#lib/sync/problem-acts.ts";
import type { World } from "#lib/operations/world.ts";
import { quicken } from "#lib/operations/sweep.ts";
import { pace, widened } from "#lib/sync/pace.ts";

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
afterEach(() => world.test.admin.query("update lanes set is_paused = true"));

const loads = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => orderOf(from + index));
const sameCustomer = { customer: { name: "Acme Imports" } };

async function mustTake(worker: World): Promise<Turn> {
  const taken = await takeTurn(worker);
  if (taken.is !== "turn") throw new Error(`Expected a turn, was ${taken.is}.`);
  return taken.turn;
}

describe("two workers in one lane", () => {
  it("never take the same push, keep nine calls at most, and keep the pace", async () => {
    const company = await newCompany(world);
    // Four hundred customers that are nobody's children: all of them may go at once.
    const orders = loads(0, 400).map((order, nth) => ({ ...order, customer: { name: `Payer ${nth}` } }));
    await planned(company, orders);
    const workers = [await newWorker(world), await newWorker(world)];
    const taken: string[] = [];
    const moments: number[] = [];
    const turns: Turn[] = [];
    for (let round = 0; round < 40; round++) {
      const both = await Promise.all(workers.map((worker) => takeTurn(worker)));
      for (const one of both) {
        if (one.is !== "turn") continue;
        turns.push(one.turn);
        taken.push(...one.turn.claimed.keys());
        moments.push(world.clock.now().getTime());
      }
      world.clock.advance(40);
    }
    // Four batches at once, single calls in the slots that batches leave free; the ninth slot is a person's.
    expect(turns.map((turn) => turn.attempt.call.shape).toSorted()).toEqual([
      ...Array.from({ length: pace.batchesAtOnceMax }, () => "batch"),
      ...Array.from({ length: pace.bulkInFlightMax - pace.batchesAtOnceMax }, () => "single"),
    ]);
    expect(new Set(taken).size).toBe(taken.length);
    expect(taken).toHaveLength(4 * 30 + 4);
    expect(await laneOf(world, company)).toMatchObject({
      in_flight: pace.bulkInFlightMax,
      batches_in_flight: pace.batchesAtOnceMax,
    });
    const gaps = moments.slice(1).map((at, index) => at - moments[index]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(pace.spacingMs);
    await carryTurn(
      workers[0]!,
      turns.find((turn) => turn.lease.owner === workers[0]!.owner)!,
    );
    expect(await laneOf(world, company)).toMatchObject({ in_flight: pace.bulkInFlightMax - 1 });
    expect((await takeTurn(workers[1]!)).is).toBe("turn");
  });

  it("a ledger that answers slowly gets three batches more, each a gap after the last", async () => {
    const company = await newCompany(world);
    await planned(
      company,
      loads(0, 400).map((order, nth) => ({ ...order, customer: { name: `Payer ${nth}` } })),
    );
    const worker = await newWorker(world);
    const moments: number[] = [];
    for (let round = 0; round < 60 && moments.length < pace.batchesInFlightMax; round++) {
      const taken = await takeTurn(worker);
      if (taken.is === "turn" && taken.turn.attempt.call.shape === "batch") moments.push(world.clock.now().getTime());
      if (taken.is === "turn" && taken.turn.attempt.call.shape === "single") await carryTurn(worker, taken.turn);
      world.clock.advance(pace.spacingMs);
    }
    expect(moments).toHaveLength(pace.batchesInFlightMax);
    const gaps = moments.slice(1).map((at, index) => at - moments[index]!);
    expect(Math.max(...gaps.slice(0, 3))).toBeLessThan(3 * pace.spacingMs);
    expect(Math.min(...gaps.slice(3))).toBeGreaterThanOrEqual(pace.batchGapMs);
    expect(await laneOf(world, company)).toMatchObject({ batches_in_flight: pace.batchesInFlightMax });
  });

  it("the forty-first batch of a minute waits, and single calls go beside until it may", async () => {
    const company = await newCompany(world);
    await planned(
      company,
      loads(0, 1_300).map((order, nth) => ({ ...order, customer: { name: `Payer ${nth}` } })),
    );
    const worker = await newWorker(world);
    const began = world.clock.now().getTime();
    const shapes: { shape: string; at: number }[] = [];
    while (world.clock.now().getTime() < began + 61_000 && shapes.length < 60) {
      const taken = await takeTurn(worker);
      if (taken.is === "turn") {
        shapes.push({ shape: taken.turn.attempt.call.shape, at: world.clock.now().getTime() - began });
        await carryTurn(worker, taken.turn);
      }
      world.clock.advance(pace.spacingMs);
    }
    const batches = shapes.filter(({ shape }) => shape === "batch");
    expect(batches).toHaveLength(40);
    expect(shapes.slice(0, 40).every(({ shape }) => shape === "batch")).toBe(true);
    expect(shapes.slice(40).every(({ shape }) => shape === "single")).toBe(true);
    expect(shapes).toHaveLength(60);
  });
});

describe("lanes of two tenants", () => {
  it("are served in turn, each under its own tenant, company and token", async () => {
    const [harbor, juniper] = [await newCompany(world), await newCompany(world)];
    await planned(harbor, loads(0, 3));
    await planned(juniper, loads(0, 3));
    const worker = await newWorker(world);
    const turns = [await mustTake(worker), await mustTake(worker)];
    expect(new Set(turns.map((turn) => turn.lane.tenantId))).toEqual(new Set([harbor.tenantId, juniper.tenantId]));
    for (const turn of turns) {
      const company = turn.lane.tenantId === harbor.tenantId ? harbor : juniper;
      const own = new Set((await pushesOf(world, company)).map((push) => push.pushId));
      expect([...turn.claimed.keys()].every((pushId) => own.has(pushId))).toBe(true);
      expect(turn.connection.realmId).toBe(company.realmId);
      expect(turn.attempt.call.path).toContain(`/company/${company.realmId}/`);
      await carryTurn(worker, turn);
    }
    await carryToRest(world, worker);
    for (const company of [harbor, juniper]) {
      expect(await world.simulator.books(company.realmId, "Invoice")).toHaveLength(3);
    }
  });

  it("one that cannot be served holds nobody else up", async () => {
    const [broken, fine] = [await newCompany(world), await newCompany(world)];
    await planned(broken, loads(0, 2));
    await planned(fine, loads(0, 2));
    // Sealed with a key nobody has any more: there is no connection, and nobody has paused the lane.
    await world.test.admin.query("update company_files set sealed_credentials = 'v1.a.b.c' where tenant_id = $1", [
      broken.tenantId,
    ]);
    await world.test.admin.query("update lanes set served_at = 'epoch' where tenant_id = $1", [broken.tenantId]);
    const worker = await newWorker(world);
    const served: string[] = [];
    for (let turns = 0; turns < 4; turns++) {
      const taken = await takeTurn(worker);
      served.push(taken.is === "turn" ? taken.turn.lane.tenantId : taken.is);
    }
    expect(served).toEqual(["rested", fine.tenantId, "idle", "idle"]);
    expect((await nextTurnAt(worker))?.getTime()).toBeGreaterThan(world.clock.now().getTime());
  });

  it("a lane whose settings cannot be read rests, and its error is heard", async () => {
    const [broken, fine] = [await newCompany(world), await newCompany(world)];
    await planned(broken, loads(0, 2));
    await planned(fine, loads(0, 2));
    await world.test.admin.query(
      `update company_settings set settings = '{"numberPrefix": 7}', version = version + 1 where tenant_id = $1`,
      [broken.tenantId],
    );
    await world.test.admin.query("update lanes set served_at = 'epoch' where tenant_id = $1", [broken.tenantId]);
    const worker = await newWorker(world);
    await expect(takeTurn(worker)).rejects.toThrow();
    expect((await mustTake(worker)).lane.tenantId).toBe(fine.tenantId);
    expect(new Set((await pushesOf(world, broken)).map((push) => push.state))).toEqual(new Set(["ready", "waiting"]));
  });
});

describe("the lane's pace", () => {
  it("a throttled call rests the lane for a minute, widens the gap of calls and costs the push nothing", async () => {
    const company = await newCompany(world);
    await planned(company, [orderOf(1, sameCustomer)]);
    const worker = await newWorker(world);
    await world.simulator.control(`companies/${company.realmId}/faults`, { kind: "429", times: 1 });
    const ended = await carryTurn(worker, await mustTake(worker));
    expect(ended).toMatchObject({ isThrottled: true, posted: 0, problems: 0 });
    const lane = await laneOf(world, company);
    expect(lane).toMatchObject({
      batch_gap_ms: pace.batchGapMs,
      call_gap_ms: widened(pace.callGapMs),
      in_flight: 0,
    });
    expect((lane.frozen_until as Date).getTime()).toBeGreaterThanOrEqual(world.clock.now().getTime() + pace.minuteMs);
    world.clock.advance(pace.minuteMs - 1);
    expect((await takeTurn(worker)).is).toBe("idle");
    await carryToRest(world, worker);
    expect((await pushesOf(world, company)).map((push) => push.state)).toEqual(["posted", "posted"]);
  });

  it("refusals of calls that were under way together slow the lane down once", async () => {
    const company = await newCompany(world);
    await planned(
      company,
      loads(0, 90).map((order, nth) => ({ ...order, customer: { name: `Payer ${nth}` } })),
    );
    const worker = await newWorker(world);
    const turns: Turn[] = [];
    for (let nth = 0; nth < 3; nth++) {
      turns.push(await mustTake(worker));
      world.clock.advance(pace.spacingMs);
    }
    await world.simulator.control(`companies/${company.realmId}/faults`, { kind: "429", times: 3 });
    for (const turn of turns) await carryTurn(worker, turn);
    expect(await laneOf(world, company)).toMatchObject({
      batch_gap_ms: widened(pace.batchGapMs),
      batches_in_flight: 0,
    });
  });

  it("finds back to its pace by one percent a clean minute, however many workers ask, and never beyond it", async () => {
    const company = await newCompany(world);
    const narrowed = async () => {
      for (const worker of [await newWorker(world), await newWorker(world)]) await quicken(worker);
      const { batch_gap_ms, call_gap_ms } = await laneOf(world, company);
      return [batch_gap_ms, call_gap_ms];
    };
    const used = "update lanes set served_at = $2, frozen_until = $3 where tenant_id = $1";
    await world.test.admin.query("update lanes set batch_gap_ms = 2000, call_gap_ms = 160 where tenant_id = $1", [
      company.tenantId,
    ]);
    const now = () => world.clock.now();
    await world.test.admin.query(used, [company.tenantId, now(), now()]);
    expect(await narrowed()).toEqual([2000, 160]);
    world.clock.advance(pace.minuteMs + 1);
    expect(await narrowed()).toEqual([2000, 160]);
    await world.test.admin.query(used, [company.tenantId, now(), new Date(0)]);
    expect(await narrowed()).toEqual([1980, 158]);
    expect(await narrowed()).toEqual([1980, 158]);
    for (let minute = 0; minute < 60; minute++) {
      world.clock.advance(pace.minuteMs + 1);
      await world.test.admin.query(used, [company.tenantId, now(), new Date(0)]);
      await narrowed();
    }
    expect(await narrowed()).toEqual([pace.batchGapMs, pace.callGapMs]);
  });

  it("being refused as too fast many times in a row is never the push's own problem", async () => {
    const company = await newCompany(world);
    await planned(company, [orderOf(1, sameCustomer)]);
    const worker = await newWorker(world);
    await world.simulator.control(`companies/${company.realmId}/faults`, { kind: "429", times: 15 });
    await carryToRest(world, worker);
    expect((await pushesOf(world, company)).map(({ state, code }) => [state, code])).toEqual([
      ["posted", ""],
      ["posted", ""],
    ]);
  });

  it("a lane whose lists are to be read waits for them, and wakes nobody meanwhile", async () => {
    const company = await newCompany(world);
    await planned(company, [orderOf(1)]);
    await world.test.admin.query("update lanes set lists_at = $2 where tenant_id = $1", [
      company.tenantId,
      world.clock.now(),
    ]);
    const worker = await newWorker(world);
    expect((await takeTurn(worker)).is).toBe("idle");
    expect(await nextTurnAt(worker)).toBeNull();
  });
});

describe("a person who waits", () => {
  it("is served by single calls in front of a backlog, and keeps going first until it is done", async () => {
    const company = await newCompany(world);
    const unknown = { charges: [{ code: "Layover", amount: "50.00" }] };
    await planned(company, [orderOf(1, { ...sameCustomer, chargeSets: [unknown] })]);
    const worker = await newWorker(world);
    await carryToRest(world, worker);
    const stuck = (await pushesOf(world, company)).find((push) => push.kind === "invoice");
    expect(stuck).toMatchObject({ state: "problem", code: "item-missing" });
    await world.simulator.control(`companies/${company.realmId}/bookkeeper`, { do: "create-item", name: "Layover" });
    const orders = loads(100, 160).map((order, nth) => ({ ...order, customer: { name: `Payer ${nth}` } }));
    await planned(company, orders);
    const select = { is: "rows" as const, rowIds: [stuck!.pushId] };
    await resyncProblems(company.scope, { companyFileId: company.companyFileId, select });
    world.clock.advance(RESYNC_WAIT_MS);
    // The lists are the reader's business here; QuickBooks is asked for the item all the same.
    await world.test.admin.query("update lanes set lists_at = null where tenant_id = $1", [company.tenantId]);
    await world.test.admin.query("delete from ledger_lists where tenant_id = $1 and list = 'item'", [company.tenantId]);
    await world.test.admin.query("update company_files set lists_read_at = $2 where tenant_id = $1", [
      company.tenantId,
      world.clock.now(),
    ]);
    const shapes: string[] = [];
    for (let turns = 0; turns < 6 && shapes.at(-1) !== "batch"; turns++) {
      const turn = await mustTake(worker);
      expect(turn.attempt.call.shape === "single").toBe(turn.claimed.has(stuck!.pushId));
      shapes.push(turn.attempt.call.shape);
      await carryTurn(worker, turn);
      world.clock.advance(pace.callGapMs);
    }
    // Refused (no such item), found out which, written; then the backlog.
    expect(shapes).toEqual(["single", "single", "single", "batch"]);
    expect((await pushesOf(world, company)).find((push) => push.pushId === stuck!.pushId)?.state).toBe("posted");
  });
});

describe("a late answer", () => {
  it("of a turn that was ended already changes nothing", async () => {
    const company = await newCompany(world);
    await planned(company, [orderOf(1)]);
    const worker = await newWorker(world);
    const turn = await mustTake(worker);
    await carryTurn(worker, turn);
    const before = [await pushesOf(world, company), await laneOf(world, company)];
    expect(await endTurn(worker, turn, { is: "lost", why: "late" })).toMatchObject({ isTooLate: true });
    expect([await pushesOf(world, company), await laneOf(world, company)]).toEqual(before);
  });
});

// What becomes of a push whose answer is lost: asked again word for word, looked for, taken over, never made twice?
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
  type TestCompany,
  type TestWorld,
} from "#db/testing-world.ts";
import { carryTurn, takeTurn, type Turn } from "#lib/operations/deliver-pushes.ts";
import { endTurn } from "#lib/operations/end-turn.ts";
import { resyncProblems } from "#db/testing-resync.ts";
import { beatHeart, sweep } from "#lib/operations/sweep.ts";
import { defaultTiming, type World } from "#lib/operations/world.ts";
import { pace } from "#lib/sync/pace.ts";
import { limits } from "#lib/sync/push.ts";

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
afterEach(async () => {
  await world.test.admin.query("update attempts set state = 'given-up' where state = 'sent'");
  await world.test.admin.query("update lanes set is_paused = true, in_flight = 0");
});

const acme = { customer: { name: "Acme Imports" } };

/** A company whose customer is posted and whose invoices are ready; numbers may be used twice there. */
async function withInvoicesReady(invoices: number): Promise<{ company: TestCompany; worker: World }> {
  const company = await newCompany(world, {}, { warnDuplicateNumbers: false });
  const worker = await newWorker(world);
  const orders = Array.from({ length: invoices }, (_, nth) => orderOf(nth, acme));
  await planned(company, orders);
  while ((await statesOf(company)).includes("waiting")) {
    await carryTurn(worker, await mustTake(worker));
    world.clock.advance(pace.batchGapMs);
  }
  return { company, worker };
}

async function mustTake(worker: World): Promise<Turn> {
  const taken = await takeTurn(worker);
  if (taken.is !== "turn") throw new Error(`Expected a turn, was ${taken.is}.`);
  return taken.turn;
}

const fault = (company: TestCompany, kind: string, times = 1) =>
  world.simulator.control(`companies/${company.realmId}/faults`, { kind, times });

async function statesOf(company: TestCompany, kind = "invoice"): Promise<readonly string[]> {
  return (await pushesOf(world, company)).filter((push) => push.kind === kind).map((push) => push.state);
}

const invoicesIn = (company: TestCompany) => world.simulator.books(company.realmId, "Invoice");

describe("a lost answer", () => {
  it.each([1, 3])("of a call with %i invoices: the same words go out again under the same request id", async (size) => {
    const { company, worker } = await withInvoicesReady(size);
    await fault(company, "drop-after-write");
    const first = await mustTake(worker);
    expect(await carryTurn(worker, first)).toMatchObject({ posted: 0, problems: 0, unsure: size });
    expect(new Set(await statesOf(company))).toEqual(new Set(["unsure"]));
    expect(await invoicesIn(company)).toHaveLength(size);
    world.clock.advance(pace.batchGapMs);
    const again = await mustTake(worker);
    expect(again.attempt).toEqual({ ...first.attempt, sends: 2 });
    expect(await carryTurn(worker, again)).toMatchObject({ posted: size });
    expect(await invoicesIn(company)).toHaveLength(size);
    expect(await laneOf(world, company)).toMatchObject({ in_flight: 0 });
  });

  it("that stays lost is looked for, found, and not written again", async () => {
    const { company, worker } = await withInvoicesReady(3);
    await fault(company, "drop-after-write", 1 + limits.replaysMax);
    await carryToRest(world, worker);
    expect(await statesOf(company)).toEqual(["posted", "posted", "posted"]);
    expect(await invoicesIn(company)).toHaveLength(3);
  });

  it("of a call that never arrived is looked for, not found, and written once", async () => {
    const { company, worker } = await withInvoicesReady(3);
    await fault(company, "drop-before-write", 1 + limits.replaysMax);
    await carryToRest(world, worker);
    expect(await statesOf(company)).toEqual(["posted", "posted", "posted"]);
    expect(await invoicesIn(company)).toHaveLength(3);
  });

  it("is not asked for by the old words when QuickBooks may have forgotten the request id", async () => {
    const { company, worker } = await withInvoicesReady(1);
    await fault(company, "drop-after-write");
    const first = await mustTake(worker);
    await carryTurn(worker, first);
    await world.simulator.control(`companies/${company.realmId}/settings`, { preferences: { requestIdMemoryMs: 0 } });
    world.clock.advance(defaultTiming.idMemoryMs + 1);
    const look = await mustTake(worker);
    expect(look.attempt.attemptId).not.toBe(first.attempt.attemptId);
    expect(decodeURIComponent(look.attempt.call.path)).toContain("SELECT * FROM Invoice WHERE DocNumber = 'L-0'");
    expect(await carryTurn(worker, look)).toMatchObject({ posted: 1 });
    expect(await invoicesIn(company)).toHaveLength(1);
  });

  it.each(["429", "expire-token", "drop-before-write"])(
    "stays lost when the second asking is put off by %s: that says nothing about the first",
    async (kind) => {
      const { company, worker } = await withInvoicesReady(2);
      await fault(company, "drop-after-write");
      const first = await mustTake(worker);
      await carryTurn(worker, first);
      await fault(company, kind);
      world.clock.advance(pace.batchGapMs);
      const again = await mustTake(worker);
      expect(again.attempt.attemptId).toBe(first.attempt.attemptId);
      expect(await endTurn(worker, again, await answerOf(again))).toMatchObject({ posted: 0, unsure: 2 });
      expect(await statesOf(company)).toEqual(["unsure", "unsure"]);
      expect(await invoicesIn(company)).toHaveLength(2);
    },
  );
});

/** Sends a turn's call as it stands and gives back what came, as the carrier says it. */
async function answerOf(turn: Turn) {
  const { connection, attempt } = turn;
  const { method, path, body } = attempt.call;
  try {
    const answer = await fetch(connection.apiUrl + path, {
      method,
      headers: { authorization: `Bearer ${connection.accessToken}`, "content-type": "application/json" },
      ...(method === "POST" ? { body } : {}),
    });
    return { is: "answered", status: answer.status, text: await answer.text(), traceId: null } as const;
  } catch {
    return { is: "lost", why: "dropped" } as const;
  }
}

describe("half an answer", () => {
  it("settles what was heard; the rest is looked for and nothing is said twice", async () => {
    const { company, worker } = await withInvoicesReady(3);
    // QuickBooks forgets at once: saying the same words again would make all three anew.
    await world.simulator.control(`companies/${company.realmId}/settings`, { preferences: { requestIdMemoryMs: 0 } });
    const turn = await mustTake(worker);
    const answer = await answerOf(turn);
    if (answer.is !== "answered") throw new Error("The simulator did not answer.");
    const body = JSON.parse(answer.text) as { BatchItemResponse: unknown[] };
    const half = { ...body, BatchItemResponse: body.BatchItemResponse.slice(0, 2) };
    const ended = await endTurn(worker, turn, { ...answer, text: JSON.stringify(half) });
    expect(ended).toMatchObject({ posted: 2, unsure: 1 });
    await carryToRest(world, worker);
    expect(await statesOf(company)).toEqual(["posted", "posted", "posted"]);
    expect(await invoicesIn(company)).toHaveLength(3);
  });
});

describe("a worker that went silent", () => {
  it("loses its calls to the next one; its late answer changes nothing", async () => {
    const { company, worker: first } = await withInvoicesReady(2);
    const turn = await mustTake(first);
    const answer = await answerOf(turn);
    world.clock.advance(defaultTiming.aliveMs + 1);
    const second = await newWorker(world);
    expect(await sweep(second)).toBe(1);
    expect(await statesOf(company)).toEqual(["unsure", "unsure"]);
    expect(await laneOf(world, company)).toMatchObject({ in_flight: 0 });
    expect(await endTurn(first, turn, answer)).toMatchObject({ isTooLate: true });
    expect(await statesOf(company)).toEqual(["unsure", "unsure"]);
    const again = await mustTake(second);
    expect(again.attempt).toEqual({ ...turn.attempt, sends: 2 });
    expect(await endTurn(first, turn, answer)).toMatchObject({ isTooLate: true });
    expect(await statesOf(company)).toEqual(["sending", "sending"]);
    expect(await laneOf(world, company)).toMatchObject({ in_flight: 1 });
    expect(await carryTurn(second, again)).toMatchObject({ posted: 2 });
    expect(await invoicesIn(company)).toHaveLength(2);
  });

  it("does not speak any more when it wakes up", async () => {
    const { company, worker: first } = await withInvoicesReady(1);
    const turn = await mustTake(first);
    world.clock.advance(defaultTiming.aliveMs);
    expect(await carryTurn(first, turn)).toMatchObject({ posted: 0, problems: 0 });
    expect(await invoicesIn(company)).toEqual([]);
  });

  it("keeps its calls while it lives, until their time is over", async () => {
    const { company, worker } = await withInvoicesReady(1);
    await mustTake(worker);
    world.clock.advance(defaultTiming.leaseMs - 1);
    await beatHeart(worker);
    expect(await sweep(worker)).toBe(0);
    expect(await statesOf(company)).toEqual(["sending"]);
    world.clock.advance(2);
    await beatHeart(worker);
    expect(await sweep(worker)).toBe(1);
    expect(await statesOf(company)).toEqual(["unsure"]);
  });
});

describe("doubt", () => {
  it("outlives a problem: a resync looks first", async () => {
    const { company, worker } = await withInvoicesReady(1);
    await fault(company, "drop-after-write", 1 + limits.replaysMax);
    while (!(await stateInDoubt(company))) await step(worker);
    // Now the looks find QuickBooks busy until a person is asked.
    for (let busy = 0; busy < limits.laterMax; busy++) {
      const turn = await stepTo(worker);
      const busyAnswer = { is: "answered", status: 200, traceId: null } as const;
      const text = JSON.stringify({ Fault: { type: "SERVICE", Error: [{ code: "130", Message: "busy" }] } });
      await endTurn(worker, turn, { ...busyAnswer, text });
    }
    const [stuck] = (await pushesOf(world, company)).filter((push) => push.kind === "invoice");
    expect(stuck).toMatchObject({ state: "problem", code: "ledger-trouble" });
    await resyncProblems(company.scope, {
      companyFileId: company.companyFileId,
      select: { is: "rows", rowIds: [stuck!.pushId] },
    });
    await world.test.admin.query("update lanes set lists_at = null where tenant_id = $1", [company.tenantId]);
    await carryToRest(world, worker);
    expect(await statesOf(company)).toEqual(["posted"]);
    expect(await invoicesIn(company)).toHaveLength(1);
  });

  it("outlives a refusal of the second asking: the first may still arrive, and a resync looks first", async () => {
    const { company, worker } = await withInvoicesReady(1);
    await fault(company, "drop-before-write");
    const first = await mustTake(worker);
    await carryTurn(worker, first);
    world.clock.advance(pace.batchGapMs);
    const text = JSON.stringify({
      Fault: { type: "ValidationFault", Error: [{ code: "6210", Message: "Account Period Closed" }] },
    });
    await endTurn(worker, await mustTake(worker), { is: "answered", status: 400, traceId: null, text });
    const [refused] = (await pushesOf(world, company)).filter((push) => push.kind === "invoice");
    expect(refused).toMatchObject({ state: "problem", code: "period-closed" });
    await answerOf(first);
    await resyncProblems(company.scope, {
      companyFileId: company.companyFileId,
      select: { is: "rows", rowIds: [refused!.pushId] },
    });
    await world.test.admin.query("update lanes set lists_at = null where tenant_id = $1", [company.tenantId]);
    await carryToRest(world, worker);
    expect(await statesOf(company)).toEqual(["posted"]);
    expect(await invoicesIn(company)).toHaveLength(1);
  });

  it("outlives a change: the version that was sent is looked for under its own number, then one update follows", async () => {
    const { company, worker } = await withInvoicesReady(1);
    await fault(company, "drop-after-write", 1 + limits.replaysMax);
    await carryTurn(worker, await mustTake(worker));
    const changed = orderOf(0, { ...acme, number: "L-0-B", updatedAt: "2026-11-02T08:00:00Z" });
    changed.chargeSets[0]!.charges.push({ code: "Tolls", amount: "4.44" });
    await planned(company, [changed]);
    await carryToRest(world, worker);
    const pushes = (await pushesOf(world, company)).filter((push) => push.kind === "invoice");
    expect(pushes.map(({ state, operation }) => [state, operation])).toEqual([
      ["posted", "create"],
      ["posted", "update"],
    ]);
    expect(await invoicesIn(company)).toMatchObject([{ DocNumber: "L-0-B", TotalAmt: 121.75 }]);
  });

  it("ends with a replay whose order has changed since: posted as sent, then one update", async () => {
    const { company, worker } = await withInvoicesReady(1);
    await fault(company, "drop-after-write");
    await carryTurn(worker, await mustTake(worker));
    const changed = orderOf(0, { ...acme, updatedAt: "2026-11-02T08:00:00Z" });
    changed.chargeSets[0]!.charges.push({ code: "Tolls", amount: "4.44" });
    await planned(company, [changed]);
    await carryToRest(world, worker);
    expect(await statesOf(company)).toEqual(["posted", "posted"]);
    expect(await invoicesIn(company)).toMatchObject([{ TotalAmt: 121.75 }]);
  });
});

async function stateInDoubt(company: TestCompany): Promise<boolean> {
  const found = await world.test.admin.query("select 1 from attempts where tenant_id = $1 and state = 'given-up'", [
    company.tenantId,
  ]);
  return found.rowCount === 1;
}

/** The next turn, however long it takes. */
async function stepTo(worker: World): Promise<Turn> {
  for (let hours = 0; hours < 100; hours++) {
    const taken = await takeTurn(worker);
    if (taken.is === "turn") return taken.turn;
    world.clock.advance(60_000);
  }
  throw new Error("No turn came.");
}

async function step(worker: World): Promise<void> {
  const turn = await stepTo(worker);
  await endTurn(worker, turn, await answerOf(turn));
}

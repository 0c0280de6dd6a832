// Do questions keep to the lane: pace, slots, rest after "too fast", and are they counted and given up when lost?
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { inTransaction } from "#db/client.ts";
import { acme, openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import { carryToRest, laneOf, newCompany, newWorker, orderOf, planned, type TestCompany } from "#db/testing-world.ts";
import type { Scope } from "#lib/access/scope.ts";
import { askQueries, askQuery } from "#lib/ledgers/qbo/back/questions.ts";
import { readMeteredReads } from "#lib/ledgers/reads-counted/store.ts";
import { askCompany, type Heard } from "#lib/operations/ask-company.ts";
import { refreshLists } from "#lib/operations/refresh-lists.ts";
import { sweep } from "#lib/operations/sweep.ts";
import { Refusal } from "#lib/refusal.ts";
import { pace, widened } from "#lib/sync/pace.ts";

const ITEMS = "SELECT * FROM Item MAXRESULTS 1";

let reading: ReadingWorld;
let company: TestCompany;

beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(() => reading.world.close());
beforeEach(async () => {
  company = await newCompany(reading.world);
});

/** Without somebody who waits, what may not go now comes back at once. */
const ask = (question = askQuery(ITEMS), more: Partial<ReadingWorld["worker"]> = {}): Promise<Heard> => {
  const { wait: _wait, ...worker } = reading.worker;
  return askCompany({ ...worker, ...more }, company, question);
};
const now = () => reading.world.clock.now();
const setLane = (set: string, ...values: readonly unknown[]) =>
  reading.world.test.admin.query(`update lanes set ${set} where tenant_id = $1`, [company.tenantId, ...values]);
const fault = (kind: string, times = 1) =>
  reading.world.simulator.control(`companies/${company.realmId}/faults`, { kind, times });
const attempts = () =>
  reading.rowsOf(
    "select shape, state, status, answer from attempts where tenant_id = $1 and shape = 'read' order by attempt_id",
    company,
  );

describe("pace", () => {
  it("each question pays a call, each batch a batch too, and the slot comes back", async () => {
    expect(await ask()).toMatchObject({ is: "heard", status: 200 });
    const after = await laneOf(reading.world, company);
    expect(after).toMatchObject({ in_flight: 0, batches_in_flight: 0 });
    expect(after.next_call_at).toEqual(new Date(now().getTime() + pace.spacingMs));
    const batches = (lane: Record<string, unknown>) => (lane.pace_log as { batches: number[] }).batches.length;
    const before = batches(after);
    expect(await ask(askQueries([ITEMS, ITEMS]))).toMatchObject({ is: "heard" });
    const last = await laneOf(reading.world, company);
    expect(batches(last)).toBe(before + 1);
    expect(last.next_call_at).toEqual(new Date(now().getTime() + 2 * pace.spacingMs));
  });

  it("goes a little ahead of a full lane, and never more than one call", async () => {
    const gone: string[] = [];
    for (let nth = 0; nth < 4; nth++) gone.push((await ask()).is);
    expect(gone).toEqual(["heard", "heard", "later", "later"]);
  });

  it("a batch waits for the minute, is kept from the pushes then, and never is the forty-first", async () => {
    const full = Array.from({ length: 40 }, (_, nth) => now().getTime() - 50_000 + nth * 1_000);
    await setLane("pace_log = $2", JSON.stringify({ batches: full, calls: [] }));
    const due = new Date(now().getTime() + 12_000);
    expect(await ask(askQueries([ITEMS, ITEMS]))).toEqual({ is: "later", because: "pace", at: due });
    expect(await laneOf(reading.world, company)).toMatchObject({ next_batch_at: new Date(due.getTime() + 2_000) });
    reading.world.clock.reach(due);
    expect(await ask(askQueries([ITEMS, ITEMS]))).toMatchObject({ is: "heard" });
  });

  it("waits when all slots are taken, and while the lane rests or is stopped", async () => {
    await setLane("in_flight = $2", pace.inFlightMax);
    expect(await ask()).toMatchObject({ is: "later", because: "pace" });
    await setLane("in_flight = 0, frozen_until = $2", new Date(now().getTime() + 30_000));
    expect(await ask()).toEqual({ is: "later", because: "pace", at: new Date(now().getTime() + 30_000) });
    await setLane("frozen_until = $2, is_paused = true", now());
    expect(await ask()).toMatchObject({ is: "later", because: "not-connected" });
    expect(await attempts()).toHaveLength(1);
  });

  it("whoever can wait does, for a moment", async () => {
    await setLane("next_call_at = $2", new Date(now().getTime() + 2_000));
    const begun = now().getTime();
    expect(await ask(askQuery(ITEMS), { wait: async (ms) => reading.world.clock.advance(ms) })).toMatchObject({
      is: "heard",
    });
    expect(now().getTime() - begun).toBe(2_000 - pace.spacingMs);
  });
});

describe("trouble", () => {
  it("too fast: the lane rests a minute and widens its gaps, as after a push", async () => {
    await fault("429");
    expect(await ask()).toMatchObject({ is: "later", because: "throttled" });
    const lane = await laneOf(reading.world, company);
    expect(lane).toMatchObject({ in_flight: 0, batch_gap_ms: pace.batchGapMs, call_gap_ms: widened(pace.callGapMs) });
    expect((lane.frozen_until as Date).getTime() - now().getTime()).toBeGreaterThanOrEqual(pace.minuteMs);
  });

  it("a refused token is renewed, and the question asked again", async () => {
    await fault("expire-token");
    expect(await ask()).toMatchObject({ is: "heard", status: 200 });
    expect(await attempts()).toMatchObject([{ status: 200 }, { status: 401 }, { status: 200 }]);
  });

  it.each(["500", "503", "html", "truncate"])("%s: asked again later, the slot is free", async (kind) => {
    await fault(kind);
    const heard = await ask();
    if (heard.is === "heard") expect(heard.text).not.toContain('"QueryResponse":{"Item"');
    else expect(heard).toMatchObject({ because: "unreached" });
    expect(await laneOf(reading.world, company)).toMatchObject({ in_flight: 0 });
  });

  it("a question whose process died is given up after its own deadline, and never sent again", async () => {
    await ask();
    await reading.world.test.admin.query(
      "update attempts set state = 'sent', lease_owner = gen_random_uuid() where tenant_id = $1 and attempt_id = (select max(attempt_id::text)::uuid from attempts where tenant_id = $1)",
      [company.tenantId],
    );
    await setLane("in_flight = 1");
    const worker = await newWorker(reading.world);
    // Nobody of that name lives; people ask from processes that are no workers.
    expect(await sweep(worker)).toBe(0);
    await reading.pass(71_000);
    expect(await sweep(worker)).toBe(1);
    expect(await laneOf(reading.world, company)).toMatchObject({ in_flight: 0 });
    expect((await attempts()).at(-1)).toMatchObject({ state: "given-up" });
    await planned(company, [orderOf(1, acme)]);
    await carryToRest(reading.world, worker);
    expect(await reading.booksOf(company)).toHaveLength(1);
  });

  it("pressed by a person: told in a sentence", async () => {
    await setLane("frozen_until = $2", new Date(now().getTime() + 30_000));
    const refused = refreshLists(company.scope, { companyFileId: company.companyFileId });
    await expect(refused).rejects.toThrow(Refusal);
    await expect(refused).rejects.toThrow("as much as it allows");
    // And it is read as soon as it may be, before any document goes.
    expect(await laneOf(reading.world, company)).toMatchObject({ lists_at: new Date(now().getTime() + 30_000) });
  });
});

async function readsOfTenant(scope: Scope): Promise<number> {
  const reads = await inTransaction(scope, (tx) => readMeteredReads(tx, scope));
  return [...reads.values()].reduce((sum, each) => sum + each, 0);
}

describe("the count of reads", () => {
  it("counts every question, those inside a batch one by one, and those of pushes", async () => {
    // The lists of the company: eight, and two about the company itself.
    expect(await reading.readsOf(company)).toBe(10);
    await ask();
    await ask(askQueries([ITEMS, ITEMS, ITEMS]));
    expect(await reading.readsOf(company)).toBe(14);
    await planned(company, [orderOf(1, acme)]);
    await carryToRest(reading.world, reading.worker);
    // The customer is looked for before it is made; writes are not metered.
    expect(await reading.readsOf(company)).toBe(15);
    const { scope } = company;
    expect(await readsOfTenant(scope)).toBe(15);
  });

  it("begins anew with each month, by UTC", async () => {
    await reading.pass(40 * 86_400_000);
    const { scope } = company;
    expect(await readsOfTenant(scope)).toBe(0);
    await ask();
    expect(await readsOfTenant(scope)).toBeGreaterThan(0);
    expect(await reading.rowsOf("select month from read_counts where tenant_id = $1", company)).toHaveLength(2);
  });
});

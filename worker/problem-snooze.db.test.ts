// Problems put aside: what brings each back, and that it is looked for without anybody asking.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { openActsWorld, stuck, type ActsWorld } from "#db/testing-acts.ts";
import { newCompany, orderOf, planned, wrongCounters, type TestCompany } from "#db/testing-world.ts";
import { previewAct } from "#lib/operations/preview-act.ts";
import { refreshLists } from "#lib/operations/refresh-lists.ts";
import { workActs } from "#lib/operations/work-acts.ts";
import type { ProblemAct } from "#lib/sync/problem-acts.ts";

let acts: ActsWorld;
beforeAll(async () => {
  acts = await openActsWorld();
});
afterAll(() => acts.world.close());
afterEach(async () => {
  expect(await wrongCounters(acts.world)).toEqual([]);
  await acts.world.test.admin.query("update lanes set is_paused = true, plan_at = null, acts_at = null");
});

const DAY_MS = 86_400_000;
const snooze = (until: Extract<ProblemAct, { act: "snooze" }>["until"]): ProblemAct => ({ act: "snooze", until });
/** So long passes, and the clock looks as often as it is due. */
const later = async (ms: number) => {
  acts.world.clock.advance(ms);
  while ((await workActs(acts.worker)) > 0);
};
const dayAfter = (days: number) =>
  new Date(acts.world.clock.now().getTime() + days * DAY_MS).toISOString().slice(0, 10);

describe("a problem that is put aside", () => {
  it("until a day comes back on that day", async () => {
    const company = await acts.companyWith([stuck(1)]);
    await acts.act(company, snooze({ is: "day", day: dayAfter(2) }));
    await later(DAY_MS / 2);
    expect(await acts.lanesOf(company)).toEqual(["snoozed"]);
    await later(2 * DAY_MS);
    expect(await acts.rowsOf(company)).toMatchObject([{ lane: "needs-you", snooze: null, cameBack: 0 }]);
  });

  it("until more of its cause comes back when it has grown", async () => {
    const company = await acts.companyWith([stuck(1)]);
    await acts.act(company, snooze({ is: "group-grows", more: 2 }));
    await planned(company, [stuck(2), stuck(3)]);
    await later(61_000);
    expect((await acts.lanesOf(company)).toSorted()).toEqual(["needs-you", "needs-you", "snoozed"]);
    await planned(company, [stuck(4)]);
    await later(61_000);
    expect(new Set(await acts.lanesOf(company))).toEqual(new Set(["needs-you"]));
  });

  it("until its record changes comes back with the change, and not before", async () => {
    const company = await acts.companyWith([stuck(1)]);
    await acts.act(company, snooze({ is: "record-changes" }));
    await later(400 * DAY_MS);
    expect(await acts.lanesOf(company)).toEqual(["snoozed"]);
    await planned(company, [stuck(1, { updatedAt: "2026-11-02T08:00:00Z", orderDate: "2026-11-02" })]);
    expect(await acts.lanesOf(company)).toEqual(["needs-you"]);
  });

  it("goes when it is resynced, also an order that cannot be planned", async () => {
    const nothing = orderOf(1, { chargeSets: [{ charges: [{ code: "Tolls", amount: "0.00" }] }] });
    const company = await acts.companyWith([nothing]);
    await acts.act(company, snooze({ is: "record-changes" }));
    expect(await acts.lanesOf(company)).toEqual(["snoozed"]);
    await acts.act(company, { act: "resync" });
    expect(await acts.rowsOf(company)).toMatchObject([{ lane: "waiting", snooze: null }]);
    await planned(company, []);
    expect(await acts.lanesOf(company)).toEqual(["needs-you"]);
  });

  it("until the period opens comes back when the books are read and it is open", async () => {
    const company: TestCompany = await newCompany(acts.world, {}, { bookCloseDate: "2026-11-30" });
    await planned(company, [stuck(1)]);
    acts.world.clock.advance(1_000);
    expect(await acts.lanesOf(company)).toContain("needs-you");
    await acts.act(company, snooze({ is: "period-opens" }), acts.matching());
    await later(61_000);
    expect(await acts.lanesOf(company)).toContain("snoozed");
    await acts.world.simulator.control(`companies/${company.realmId}/bookkeeper`, {
      do: "set-preference",
      preferences: { bookCloseDate: "2026-10-31" },
    });
    await refreshLists(company.scope, { companyFileId: company.companyFileId });
    await later(0);
    expect(await acts.lanesOf(company)).not.toContain("snoozed");
  });

  it("cannot wait for a period to open that is open", async () => {
    const company = await acts.companyWith([stuck(1)]);
    const select = acts.matching();
    const { companyFileId } = company;
    expect(
      await previewAct(company.scope, { companyFileId, act: "snooze", until: "period-opens", select }),
    ).toMatchObject({
      total: 0,
      skips: [{ reason: "1 is in a period that is open", rows: 1 }],
    });
  });
});

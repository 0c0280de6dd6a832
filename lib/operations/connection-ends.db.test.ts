// How long does a connection last, who is told that it ends, and what keeps an idle one alive? Days pass by a clock.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { inTransaction } from "#db/client.ts";
import { connectByHand } from "#db/testing-connect.ts";
import {
  newCompany,
  newWorker,
  openTestWorld,
  orderOf,
  planned,
  type TestCompany,
  type TestWorld,
} from "#db/testing-world.ts";
import { findConnectedTenants } from "#lib/ledgers/connections/store.ts";
import { findNotices } from "#lib/ledgers/notices/store.ts";
import { readCompanyFile, readConnection } from "#lib/ledgers/store.ts";
import { disconnectCompany } from "./disconnect-company.ts";
import { noticeExpiries } from "./notice-expiries.ts";
import { readFrame } from "./read-frame.ts";
import { refreshCredentials } from "./refresh-credentials.ts";
import { followDueChanges } from "./tend-lanes.ts";
import { workerScope, type World } from "./world.ts";

const DAY_MS = 86_400_000;

let world: TestWorld;
let worker: World;
let daysPassed = 0;

beforeAll(async () => {
  world = await openTestWorld();
  process.env.NEXTAUTH_URL = "http://localhost:3000";
  process.env.NEXTAUTH_SECRET = "another secret of the tests";
  // As Intuit does: the refresh token's value changes once in 24 hours.
  await world.simulator.control("settings", { rotation: "daily", graceMs: 0, killFamilyOnReuse: true });
  worker = await newWorker(world);
});
afterAll(async () => {
  await world.close();
});

// What is counted over all tenants is the test's own company alone.
beforeEach(async () => {
  await world.test.admin.query("update company_files set connection = 'disconnected'");
});

/** Lets days pass here and at QuickBooks. */
async function pass(days: number): Promise<void> {
  daysPassed += days;
  world.clock.advance(days * DAY_MS);
  await world.simulator.control("settings", { clockOffsetMs: daysPassed * DAY_MS });
}

async function fileOf({ scope, companyFileId }: TestCompany) {
  return (await inTransaction(scope, (tx) => readCompanyFile(tx, scope, companyFileId)))!;
}

async function noticesOf({ scope, companyFileId }: TestCompany) {
  return await inTransaction(scope, (tx) => findNotices(tx, scope, companyFileId));
}

/** A company connected by a person now, with both ends as QuickBooks tells them. */
async function connectedCompany(): Promise<TestCompany> {
  const company = await newCompany(world);
  await connectByHand(company.scope, company.realmId, company.companyFileId);
  return company;
}

const refresher = (company: TestCompany) => workerScope(worker, company.tenantId, "credentials");

describe("an idle connection", () => {
  it(
    "is kept alive by the daily look for changes, for longer than a refresh token lasts",
    { timeout: 120_000 },
    async () => {
      const company = await connectedCompany();
      const connectedAt = world.clock.now().getTime();
      const hardEnd = (await fileOf(company)).refreshHardExpiresAt;
      expect(Math.round((hardEnd!.getTime() - connectedAt) / DAY_MS)).toBe(5 * 365);
      for (let day = 1; day <= 130; day++) {
        await pass(1);
        expect(await followDueChanges(worker), `day ${day}`).toBeGreaterThanOrEqual(1);
        const { refreshExpiresAt } = await fileOf(company);
        expect((refreshExpiresAt!.getTime() - world.clock.now().getTime()) / DAY_MS, `day ${day}`).toBeGreaterThan(99);
      }
      expect(await fileOf(company)).toMatchObject({ connection: "connected", refreshHardExpiresAt: hardEnd });
      expect(await noticeExpiries(worker)).toBe(0);
    },
  );

  it("that nobody used for 101 days is dead; that is what the reading prevents", async () => {
    const company = await connectedCompany();
    await pass(101 + 1);
    expect(await refreshCredentials(refresher(company), company)).toBe("lost");
  });
});

describe("a connection that will end", () => {
  it("is told 14, 7 and 2 days ahead, once each, however many workers look", async () => {
    const company = await connectedCompany();
    const end = (await fileOf(company)).refreshExpiresAt!;
    const daysLeft = (end.getTime() - world.clock.now().getTime()) / DAY_MS;
    await pass(daysLeft - 14.5);
    expect(await noticeExpiries(worker)).toBe(0);
    expect((await readFrame(company.scope, {})).news).toEqual([]);
    for (const [days, passed] of [
      [14, 1],
      [7, 6.6],
      [2, 5.2],
    ] as const) {
      await pass(passed);
      const told = await Promise.all([noticeExpiries(worker), noticeExpiries(worker), noticeExpiries(worker)]);
      expect(
        told.reduce((sum, one) => sum + one, 0),
        `${days} days ahead`,
      ).toBe(1);
      expect((await noticesOf(company)).at(-1)?.key).toBe(`connection-ends/${end.toISOString().slice(0, 10)}/${days}`);
      const [news] = (await readFrame(company.scope, {})).news;
      expect(news).toEqual({
        is: "ends",
        companyFileId: company.companyFileId,
        name: "Harbor Line",
        endsAt: end.toISOString(),
        limit: "rolling",
      });
    }
    const kept = await noticesOf(company);
    expect(kept).toHaveLength(3);
    expect(kept[0]).toMatchObject({
      kind: "connection-ends",
      endedAt: null,
      mailedAt: null,
      detail: {
        tenant: "Harborline",
        company: "Harbor Line",
        day: end.toISOString().slice(0, 10),
        title: expect.stringMatching(/^The connection to Harbor Line ends on \d+ \w+ \d{4}\.$/),
        text: expect.stringContaining("100 days"),
        todo: expect.stringContaining("Connect Harbor Line again before that day"),
        url: "http://localhost:3000/settings/companies",
      },
    });
    // Renewed after all: the warnings are no longer true.
    expect(await refreshCredentials(refresher(company), company)).toBe("renewed");
    expect(await noticeExpiries(worker)).toBe(0);
    expect((await noticesOf(company)).every((notice) => notice.endedAt !== null)).toBe(true);
    expect((await readFrame(company.scope, {})).news).toEqual([]);
  });

  it("is told to every tenant, whatever fails for another one", async () => {
    const companies = [await newCompany(world), await newCompany(world)];
    const soon = new Date(world.clock.now().getTime() + DAY_MS);
    const { admin } = world.test;
    await admin.query("update company_files set refresh_expires_at = $1 where connection = 'connected'", [soon]);
    const [first] = await findConnectedTenants(worker.db);
    await admin.query(
      "create function refuse() returns trigger language plpgsql as 'begin raise exception ''no''; end'",
    );
    await admin.query(
      `create trigger refused before insert on notices for each row when (new.tenant_id = '${first}') execute function refuse()`,
    );
    try {
      await expect(noticeExpiries(worker)).rejects.toThrow(AggregateError);
    } finally {
      await admin.query("drop trigger refused on notices");
    }
    const told = await Promise.all(companies.map(noticesOf));
    expect(told.flat()).toHaveLength(1);
  });

  it(
    "for good, after five years, says so; connecting again takes it back and moves the end",
    { timeout: 120_000 },
    async () => {
      const company = await connectedCompany();
      const end = (await fileOf(company)).refreshHardExpiresAt!;
      for (let day = 0; day < 5 * 365 - 50; day += 90) {
        await pass(90);
        await refreshCredentials(refresher(company), company);
      }
      const daysLeft = (end.getTime() - world.clock.now().getTime()) / DAY_MS;
      await pass(daysLeft - 3);
      expect(await refreshCredentials(refresher(company), company)).toBe("renewed");
      const near = await fileOf(company);
      expect(near.refreshHardExpiresAt).toEqual(end);
      expect(await noticeExpiries(worker)).toBe(1);
      const [notice] = await noticesOf(company);
      expect(notice).toMatchObject({ key: `connection-ends/${end.toISOString().slice(0, 10)}/7`, endedAt: null });
      expect(notice?.detail.text).toContain("five years");
      await connectByHand(company.scope, company.realmId, company.companyFileId);
      expect((await noticesOf(company))[0]?.endedAt).not.toBeNull();
      const after = await fileOf(company);
      expect(after.refreshHardExpiresAt!.getTime() - end.getTime()).toBeGreaterThan(4 * 365 * DAY_MS);
      expect((await readFrame(company.scope, {})).news).toEqual([]);
    },
  );
});

describe("a connection that QuickBooks has ended", () => {
  it("is told with everything a mail needs, in the transaction of its loss, until it is connected again", async () => {
    const company = await connectedCompany();
    await planned(company, [orderOf(1), orderOf(2)]);
    await world.simulator.control(`companies/${company.realmId}/disconnect`, {});
    const refused = (await inTransaction(company.scope, (tx) =>
      readConnection(tx, company.scope, company.companyFileId),
    ))!.accessExpiresAt!;
    expect(await refreshCredentials(refresher(company), { ...company, refused })).toBe("lost");
    const lostAt = world.clock.now();
    expect(await fileOf(company)).toMatchObject({
      connection: "lost",
      connectionLostAt: lostAt,
      accessExpiresAt: null,
    });
    const [notice, ...others] = await noticesOf(company);
    expect(others).toEqual([]);
    expect(notice).toMatchObject({
      kind: "connection-lost",
      key: `connection-lost/${lostAt.toISOString()}`,
      endedAt: null,
      detail: {
        tenant: "Harborline",
        company: "Harbor Line",
        title: "QuickBooks has ended the connection to Harbor Line.",
        text: "Nothing is lost: 4 documents wait.",
        todo: "Connect Harbor Line again, as a QuickBooks administrator of the company.",
        url: "http://localhost:3000/settings/companies",
      },
    });
    expect((await readFrame(company.scope, {})).news).toMatchObject([{ is: "lost", waiting: 4 }]);
    await connectByHand(company.scope, company.realmId, company.companyFileId);
    expect((await noticesOf(company)).map(({ endedAt }) => endedAt)).toEqual([world.clock.now()]);
    expect((await readFrame(company.scope, {})).news).toEqual([]);
  });

  it("can be given up: disconnecting ends the notice, and mappings, lists and links stay", async () => {
    const company = await connectedCompany();
    await followDueChanges(worker);
    const lists = "select count(*)::int as n from ledger_lists where tenant_id = $1";
    const before = await world.test.admin.query<{ n: number }>(lists, [company.tenantId]);
    expect(before.rows[0]?.n).toBeGreaterThan(0);
    await world.simulator.control(`companies/${company.realmId}/disconnect`, {});
    await pass(0.1);
    expect(await refreshCredentials(refresher(company), company)).toBe("lost");
    expect(await disconnectCompany(company.scope, company)).toEqual({ isRevoked: true, waiting: 0 });
    expect((await noticesOf(company)).every((notice) => notice.endedAt !== null)).toBe(true);
    expect((await world.test.admin.query<{ n: number }>(lists, [company.tenantId])).rows).toEqual(before.rows);
    expect((await readFrame(company.scope, {})).news).toEqual([]);
  });
});

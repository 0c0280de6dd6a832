// Does each endpoint hear once of each cause that opens, decided with the problems, and again until it answers? A real receiver.
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { addPush, movePush, newTestFile, type TestFile, type TestProblem } from "#db/testing-problems.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { scopeOf } from "#lib/access/testing.ts";
import type { Role } from "#lib/access/roles.ts";
import type { Scope } from "#lib/access/scope.ts";

import { addEndpoint } from "./add-endpoint.ts";
import { deliverDue } from "./deliver-webhooks.ts";
import { readNotifications } from "./read-notifications.ts";
import { removeEndpoint } from "./remove-endpoint.ts";
import { switchEndpoint } from "./switch-endpoint.ts";
import { tellCauses } from "./tell-causes.ts";
import { testEndpoint } from "./test-endpoint.ts";
import { defaultTiming, machineChance, type World } from "./world.ts";

const NOW = new Date("2026-11-28T09:00:00Z");
const detention = { code: "item-missing", about: "Detention" } as const;

type Heard = { readonly path: string; readonly headers: NodeJS.Dict<string | string[]>; readonly body: string };

let database: TestDatabase;
let receiver: Server;
let url: string;
let answer = 204;
let heard: Heard[] = [];

beforeAll(async () => {
  process.env.DATABASE_APP_URL ??= "postgres://tieout_app@127.0.0.1/unused";
  process.env.TIEOUT_SECRET ??= "t".repeat(32);
  process.env.NEXTAUTH_URL ??= "http://127.0.0.1:3000";
  process.env.TIEOUT_WEBHOOKS_PRIVATE ??= "1";
  database = await openTestDatabase();
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      heard.push({ path: request.url ?? "", headers: request.headers, body });
      response.writeHead(answer).end();
    });
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
afterAll(async () => {
  receiver.close();
  await database.drop();
});
beforeEach(() => {
  answer = 204;
  heard = [];
});

function worldAt(now = NOW): World {
  return { db: database.db, now: () => now, chance: machineChance, owner: "", timing: defaultTiming };
}

function asPerson({ tenantId }: TestFile, role: Role = "owner", now = NOW): Scope {
  const person = { userId: tenantId, email: "", name: "Ann" };
  return { ...scopeOf(database, tenantId, person, role), now: () => now };
}

async function newOffice(path = "/hook") {
  const file = await newTestFile(database, "Harborline");
  const endpoint = await addEndpoint(asPerson(file), { url: url + path });
  return { file, ...endpoint };
}

/** Everything that is due at this moment. */
async function work(now = NOW): Promise<void> {
  while ((await tellCauses(worldAt(now))) > 0);
  while ((await deliverDue(worldAt(now))) > 0);
}

const bodies = () => heard.map(({ body }) => JSON.parse(body) as Record<string, unknown>);

async function deliveries(file: TestFile) {
  return (await readNotifications(asPerson(file), {})).webhooks!.deliveries;
}

/** Many problems of one cause, in one statement. */
async function addMany({ tenantId }: TestFile, like: TestProblem, problems: number): Promise<void> {
  await database.admin.query(
    `with made as (
       insert into documents select (jsonb_populate_record(d, jsonb_build_object('document_id', gen_random_uuid(), 'key', gen_random_uuid()::text))).*
         from documents d, generate_series(1, $3) where d.tenant_id = $1 and d.document_id = $2 returning document_id)
     select count(*) from made`,
    [tenantId, like.documentId, problems],
  );
  await database.admin.query(
    `insert into pushes select (jsonb_populate_record(p, jsonb_build_object('push_id', gen_random_uuid(), 'document_id', d.document_id))).*
       from pushes p join documents d on d.tenant_id = p.tenant_id and d.document_id <> p.document_id
      where p.tenant_id = $1 and p.push_id = $2`,
    [tenantId, like.rowId],
  );
}

test("a cause that opens is told once, signed, in plain words, with what waits for it by then", async () => {
  const { file, secret } = await newOffice();
  const first = await addPush(database, file, { title: "Invoice 1", minor: 100, ...detention });
  await addMany(file, first, 299);
  await work();
  await addPush(database, file, { title: "Invoice 2", minor: 100, ...detention });
  await work();
  expect(heard).toHaveLength(1);
  const [{ headers, body }] = heard as [Heard];
  expect(JSON.parse(body)).toMatchObject({
    type: "cause.opened",
    tenant: { id: file.tenantId, name: "Harborline" },
    companyFile: { id: file.companyFileId, name: "Harborline" },
    ...detention,
    title: "QuickBooks has no item Detention",
    count: 300,
    money: [{ amount: "300.00", currency: "USD" }],
    url: `${process.env.NEXTAUTH_URL}/problems?company=${file.companyFileId}&tab=invoices&code=item-missing&about=Detention`,
    at: "2026-11-20T08:00:00.000Z",
  });
  expect(headers["webhook-id"]).toBe((JSON.parse(body) as { id: string }).id);
  const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  expect(headers["webhook-signature"]).toBe(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  expect(await deliveries(file)).toMatchObject([{ state: "delivered", status: 204, tries: 1 }]);
});

test("each cause, company file and endpoint by itself; what was open before the endpoint is no news, and other tenants hear nothing", async () => {
  const file = await newTestFile(database);
  const second = await newTestFile(database, "Second books", file.tenantId);
  const stranger = await newOffice("/stranger");
  await addPush(database, file, { title: "Invoice 1", ...detention });
  await addEndpoint(asPerson(file), { url: `${url}/a` });
  await addEndpoint(asPerson(file), { url: `${url}/b` });
  await addPush(database, file, { title: "Invoice 2", ...detention });
  await addPush(database, file, { title: "Payment 1", kind: "payment", ...detention });
  await addPush(database, file, { title: "Invoice 3", code: "item-missing", about: "Lumper" });
  await addPush(database, second, { title: "Invoice 4", ...detention });
  await work();
  const told = bodies().map(
    ({ about, companyFile }, nth) => `${heard[nth]!.path} ${String(about)} ${(companyFile as { name: string }).name}`,
  );
  expect(told.toSorted()).toEqual([
    "/a Detention Second books",
    "/a Lumper Harborline",
    "/b Detention Second books",
    "/b Lumper Harborline",
  ]);
  expect(await deliveries(stranger.file)).toEqual([]);
});

test("a resync that fails again is the same cause; one that comes back hours after it was solved is news", async () => {
  const { file } = await newOffice();
  const push = await addPush(database, file, { title: "Invoice 1", ...detention, at: "2026-11-28T08:00:00Z" });
  await work();
  const again = async (at: string) => {
    await database.admin.query(
      `update pushes set state = 'problem', problem_code = 'item-missing', problem_about = 'Detention', changed_at = $2 where push_id = $1`,
      [push.rowId, at],
    );
    await work();
  };
  await movePush(database, file, push, "ready", "2026-11-28T08:10:00Z");
  await again("2026-11-28T08:11:00Z");
  expect(heard).toHaveLength(1);
  await movePush(database, file, push, "ready", "2026-11-28T08:20:00Z");
  await movePush(database, file, push, "posted", "2026-11-28T08:21:00Z");
  await again("2026-11-28T11:00:00Z");
  expect(heard).toHaveLength(2);
  // Put aside is still open.
  await database.admin.query(
    `update problems set lane = 'snoozed', snooze = 'day', snooze_until = '2026-11-30', moved_at = '2026-11-28T11:30:00Z' where row_id = $1`,
    [push.rowId],
  );
  await database.admin.query(
    `update problems set lane = 'needs-you', snooze = null, snooze_until = null, moved_at = '2026-11-30T00:00:00Z' where row_id = $1`,
    [push.rowId],
  );
  await work();
  expect(heard).toHaveLength(2);
});

test("it is decided with the problem: what is rolled back was never told, what is committed is told even if it is gone by then", async () => {
  const { file } = await newOffice();
  const client = await database.admin.connect();
  const push = await addPush(database, file, { title: "Invoice 1", state: "ready" });
  const fail = `update pushes set state = 'problem', problem_code = 'item-missing', problem_about = 'Detention', changed_at = '2026-11-28T08:00:00Z' where push_id = $1`;
  await client.query("begin");
  await client.query(fail, [push.rowId]);
  await client.query("rollback");
  client.release();
  await work();
  expect(heard).toEqual([]);
  await database.admin.query(fail, [push.rowId]);
  await movePush(database, file, push, "ready", "2026-11-28T08:00:01Z");
  await work();
  expect(bodies()).toMatchObject([{ ...detention, count: 0, money: [] }]);
});

test("what is not taken is tried again with the same words and the same id, for a day, then given up", async () => {
  const { file } = await newOffice();
  answer = 500;
  await addPush(database, file, { title: "Invoice 1", ...detention });
  await work();
  expect(await deliveries(file)).toMatchObject([
    { state: "waiting", tries: 1, status: 500, said: "The receiver answered 500.", nextAt: "2026-11-28T09:00:30.000Z" },
  ]);
  let now = NOW;
  for (let tries = 2; tries <= 9; tries++) {
    now = new Date((await deliveries(file))[0]!.nextAt!);
    await work(now);
  }
  expect(await deliveries(file)).toMatchObject([{ state: "given-up", tries: 9, status: 500, nextAt: null }]);
  expect(now.getTime() - NOW.getTime()).toBeLessThan(24 * 3_600_000);
  expect(new Set(heard.map(({ body }) => body)).size).toBe(1);
  expect(new Set(heard.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect(new Set(heard.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(9);
  await work(new Date(now.getTime() + 48 * 3_600_000));
  expect(heard).toHaveLength(9);
});

test("two workers send it once; one that died with it in hand leaves it to the next after a minute", async () => {
  const { file } = await newOffice();
  await addPush(database, file, { title: "Invoice 1", ...detention });
  await Promise.all([1, 2, 3].map(() => tellCauses(worldAt())));
  await Promise.all([1, 2, 3].map(() => deliverDue(worldAt())));
  expect(heard).toHaveLength(1);
  await database.admin.query(
    "update webhook_deliveries set state = 'waiting', next_at = '2026-11-28T09:01:00Z' where tenant_id = $1",
    [file.tenantId],
  );
  await work();
  expect(heard).toHaveLength(1);
  await work(new Date("2026-11-28T09:01:00Z"));
  expect(heard).toHaveLength(2);
  expect(heard[1]?.headers["webhook-id"]).toBe(heard[0]?.headers["webhook-id"]);
});

test("an address in a private network is not called, and given up at once", async () => {
  const { file } = await newOffice();
  await addPush(database, file, { title: "Invoice 1", ...detention });
  await database.admin.query("update webhook_endpoints set url = 'https://localhost:1/' where tenant_id = $1", [
    file.tenantId,
  ]);
  await tellCauses(worldAt());
  await deliverDue(worldAt(), false);
  expect(await deliveries(file)).toMatchObject([
    { state: "given-up", tries: 1, status: null, said: expect.stringContaining("private network") as string },
  ]);
});

test("a test says at once what came back; off, nothing is heard; removed, nothing is left", async () => {
  const { file, endpointId } = await newOffice();
  expect(await testEndpoint(asPerson(file), { endpointId })).toEqual({ trouble: null });
  expect(bodies()).toMatchObject([{ type: "test", title: "This is a test." }]);
  answer = 404;
  expect(await testEndpoint(asPerson(file), { endpointId })).toEqual({ trouble: "The receiver answered 404." });
  expect((await deliveries(file)).map(({ state }) => state)).toEqual(["given-up", "delivered"]);
  await switchEndpoint(asPerson(file), { endpointId, isOn: false });
  await expect(testEndpoint(asPerson(file), { endpointId })).rejects.toThrow("This webhook is off");
  await addPush(database, file, { title: "Invoice 1", ...detention });
  await work();
  expect(heard).toHaveLength(2);
  await removeEndpoint(asPerson(file), { endpointId });
  expect((await readNotifications(asPerson(file), {})).webhooks).toEqual({ endpoints: [], deliveries: [] });
});

test("owners and accountants only; the secret is kept sealed; each change has its line", async () => {
  const { file, secret, endpointId } = await newOffice();
  for (const role of ["clerk", "viewer"] as const) {
    const scope = asPerson(file, role);
    await expect(addEndpoint(scope, { url: `${url}/other` })).rejects.toMatchObject({ code: "not-allowed" });
    await expect(testEndpoint(scope, { endpointId })).rejects.toMatchObject({ code: "not-allowed" });
    expect((await readNotifications(scope, {})).webhooks).toBeNull();
  }
  await expect(addEndpoint(asPerson(file, "accountant"), { url: `${url}/hook` })).rejects.toMatchObject({
    code: "conflict",
    path: "url",
  });
  await switchEndpoint(asPerson(file), { endpointId, isOn: false });
  await removeEndpoint(asPerson(file), { endpointId });
  const kept = await database.admin.query<{ text: string }>(
    `select to_jsonb(a)::text as text from audit_events a where tenant_id = $1 order by audit_event_id`,
    [file.tenantId],
  );
  const actions = kept.rows.map(({ text }) => (JSON.parse(text) as { action: string }).action);
  expect(actions).toEqual(["webhook.added", "webhook.off", "webhook.removed"]);
  expect(kept.rows.map(({ text }) => text).join()).not.toContain(secret);
});

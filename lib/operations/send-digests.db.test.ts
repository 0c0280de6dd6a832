// Is each digest sent once a day and no more, to whom it belongs, whatever breaks on the way? With a real mail server.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { SMTPServer } from "smtp-server";

import { addPush, newTestFile, type TestFile } from "#db/testing-problems.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { newPerson, newTenant, scopeOf, type TestPerson } from "#lib/access/testing.ts";
import type { MailServer } from "#lib/notify/mail/carrier.ts";

import { readNotifications } from "./read-notifications.ts";
import { saveDigest } from "./save-digest.ts";
import { sendDueDigests } from "./send-digests.ts";
import { defaultTiming, machineChance, type World } from "./world.ts";

const MORNING = new Date("2026-11-28T06:00:00Z");
const DUE = new Date("2026-11-28T07:00:30Z");

type Way = "take" | "refuse" | "break-off";

let database: TestDatabase;
let post: SMTPServer;
let server: MailServer;
let way: Way = "take";
let mails: { to: string; text: string }[] = [];

beforeAll(async () => {
  process.env.DATABASE_APP_URL ??= "postgres://tieout_app@127.0.0.1/unused";
  process.env.TIEOUT_SECRET ??= "t".repeat(32);
  process.env.NEXTAUTH_URL ??= "http://127.0.0.1:3000";
  database = await openTestDatabase();
  post = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      let text = "";
      stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
      stream.on("end", () => {
        if (way === "refuse") return done(Object.assign(new Error("Mailbox is full"), { responseCode: 452 }));
        // Taken, and the connection ends before anybody hears so.
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(), text: unfolded(text) });
        if (way === "take") return done();
        for (const connection of post.connections) connection.close();
      });
    },
  });
  post.on("error", () => {});
  const listening = post.listen(0, "127.0.0.1");
  await once(listening, "listening");
  server = {
    smtpUrl: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    from: "Tieout <tieout@example.test>",
  };
});
afterAll(async () => {
  await new Promise<void>((closed) => post.close(() => closed()));
  await database.drop();
});
beforeEach(async () => {
  way = "take";
  mails = [];
  await database.admin.query("delete from digests");
});

/** A mail's quoted lines as they were written. */
function unfolded(text: string): string {
  return text.replaceAll("=\r\n", "").replaceAll("=3D", "=");
}

function worldAt(now: Date): World {
  return { db: database.db, now: () => now, chance: machineChance, owner: "", timing: defaultTiming };
}

type Office = { readonly file: TestFile; readonly olive: TestPerson };

/** A tenant with a problem, whose owner wants the digest at seven. */
async function newOffice(hasProblem = true): Promise<Office> {
  const tenantId = await newTenant(database);
  const file = await newTestFile(database, "Harbor Line", tenantId);
  const olive = await newPerson(database, { [tenantId]: "owner" }, "Olive");
  if (hasProblem) {
    await addPush(database, file, { title: "Invoice 1", code: "item-missing", about: "Detention", minor: 120_050 });
  }
  await want({ file, olive }, { hour: 7, timeZone: "UTC" });
  return { file, olive };
}

async function want({ file, olive }: Office, at: { hour: number; timeZone: string }, now = MORNING): Promise<void> {
  const scope = { ...scopeOf(database, file.tenantId, olive, "owner"), now: () => now };
  await saveDigest(scope, { isOn: true, ...at });
}

async function shown({ file, olive }: Office) {
  const { digest } = await readNotifications(scopeOf(database, file.tenantId, olive, "owner"), {});
  return digest;
}

test("at the hour it goes to the person with what needs them, once, whoever looks and however often", async () => {
  const office = await newOffice();
  expect(await sendDueDigests(worldAt(new Date("2026-11-28T06:59:59Z")), server)).toBe(0);
  await Promise.all([1, 2, 3].map(() => sendDueDigests(worldAt(DUE), server)));
  await sendDueDigests(worldAt(new Date("2026-11-28T23:00:00Z")), server);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.to).toBe(office.olive.email);
  expect(mails[0]?.text).toContain("Subject: Harborline: 1 problem, $1,200.50 waits");
  expect(mails[0]?.text).toContain("QuickBooks has no item Detention: 1 invoice, $1,200.50");
  expect(mails[0]?.text).toContain("text/html");
  expect(await shown(office)).toMatchObject({
    nextAt: "2026-11-29T07:00:00.000Z",
    last: { day: "2026-11-28", state: "sent", tries: 1, said: null },
  });
  await sendDueDigests(worldAt(new Date("2026-11-29T07:00:10Z")), server);
  expect(mails).toHaveLength(2);
});

test("nothing needs anybody: no mail, and the page says so", async () => {
  const office = await newOffice(false);
  await sendDueDigests(worldAt(DUE), server);
  expect(mails).toEqual([]);
  expect((await shown(office)).last).toMatchObject({ state: "nothing" });
});

test("each person of each tenant has their own hour; another tenant's figures are in nobody's mail", async () => {
  const office = await newOffice();
  const other = await newOffice();
  await addPush(database, other.file, { title: "Invoice 9", code: "customer-gone", about: "Elsewhere", minor: 5 });
  await want(other, { hour: 7, timeZone: "America/New_York" });
  await sendDueDigests(worldAt(DUE), server);
  expect(mails.map(({ to }) => to)).toEqual([office.olive.email]);
  expect(mails[0]?.text).not.toContain("Elsewhere");
  await sendDueDigests(worldAt(new Date("2026-11-28T12:00:00Z")), server);
  expect(mails.map(({ to }) => to)).toEqual([office.olive.email, other.olive.email]);
});

test("another hour chosen after the day's digest gives no second one that day", async () => {
  const office = await newOffice();
  await sendDueDigests(worldAt(DUE), server);
  await want(office, { hour: 15, timeZone: "UTC" }, new Date("2026-11-28T09:00:00Z"));
  await sendDueDigests(worldAt(new Date("2026-11-28T15:00:10Z")), server);
  expect(mails).toHaveLength(1);
  await sendDueDigests(worldAt(new Date("2026-11-29T15:00:10Z")), server);
  expect(mails).toHaveLength(2);
});

test("what the mail server refuses is said and tried again, later each time, until it is taken", async () => {
  const office = await newOffice();
  way = "refuse";
  await sendDueDigests(worldAt(DUE), server);
  expect(await shown(office)).toMatchObject({
    nextAt: "2026-11-28T07:05:30.000Z",
    last: { state: "failed", tries: 1, said: expect.stringContaining("Mailbox is full") as string },
  });
  await sendDueDigests(worldAt(new Date("2026-11-28T07:05:31Z")), server);
  expect(await shown(office)).toMatchObject({ nextAt: "2026-11-28T07:20:31.000Z", last: { tries: 2 } });
  way = "take";
  await sendDueDigests(worldAt(new Date("2026-11-28T07:20:31Z")), server);
  expect(mails).toHaveLength(1);
  expect(await shown(office)).toMatchObject({ nextAt: "2026-11-29T07:00:00.000Z", last: { state: "sent", tries: 3 } });
});

test("a server that nobody reaches is tried again; the last try in vain leaves it to the next day", async () => {
  const office = await newOffice();
  const nowhere = { ...server, smtpUrl: "smtp://127.0.0.1:1" };
  let now = DUE;
  for (let tries = 1; tries <= 7; tries++) {
    await sendDueDigests(worldAt(now), nowhere);
    const { last, nextAt } = await shown(office);
    expect(last).toMatchObject({ state: "failed", tries });
    now = new Date(nextAt ?? "");
  }
  expect(now.toISOString()).toBe("2026-11-29T07:00:00.000Z");
  await sendDueDigests(worldAt(now), server);
  expect((await shown(office)).last).toMatchObject({ day: "2026-11-29", state: "sent", tries: 1 });
});

test("a mail server that took all of it and was not heard again: nobody knows, so it is not sent twice", async () => {
  const office = await newOffice();
  way = "break-off";
  await sendDueDigests(worldAt(DUE), server);
  expect((await shown(office)).last).toMatchObject({ state: "unsure" });
  way = "take";
  await sendDueDigests(worldAt(new Date("2026-11-28T08:00:00Z")), server);
  expect(mails).toHaveLength(1);
});

test("a worker that died with the day taken: no second mail that day, the next day as always", async () => {
  const office = await newOffice();
  await database.admin.query(
    `update digests set day = '2026-11-28', state = 'sending', tries = 1, moved_at = $1, next_at = '2026-11-29T07:00:00Z'`,
    [DUE],
  );
  await sendDueDigests(worldAt(new Date("2026-11-28T12:00:00Z")), server);
  expect(mails).toEqual([]);
  expect((await shown(office)).last).toMatchObject({ state: "sending" });
  await sendDueDigests(worldAt(new Date("2026-11-29T07:00:10Z")), server);
  expect(mails).toHaveLength(1);
});

test("without a mail server it is written down, and that counts as told", async () => {
  const office = await newOffice();
  await sendDueDigests(worldAt(DUE), null);
  await sendDueDigests(worldAt(new Date("2026-11-28T08:00:00Z")), null);
  expect((await shown(office)).last).toMatchObject({ state: "printed", tries: 1 });
});

test("whoever left the tenant gets none, and whoever switched it off neither", async () => {
  const office = await newOffice();
  const other = await newOffice();
  await database.admin.query("delete from members where user_id = $1", [office.olive.userId]);
  await saveDigest(scopeOf(database, other.file.tenantId, other.olive, "owner"), {
    isOn: false,
    hour: 7,
    timeZone: "UTC",
  });
  await sendDueDigests(worldAt(DUE), server);
  expect(mails).toEqual([]);
  expect((await database.admin.query("select 1 from digests")).rowCount).toBe(1);
});

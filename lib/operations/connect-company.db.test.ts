// A company is connected, its lists are read, its tokens renewed, and it is disconnected: against the simulator over HTTP.
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { inTransaction } from "#db/client.ts";
import { chooseCompany, connectByHand } from "#db/testing-connect.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { newTenant } from "#lib/access/testing.ts";
import { defaultSettings } from "#lib/documents/settings.ts";
import { findInList } from "#lib/ledgers/ledger.ts";
import { singleAnswer } from "#lib/ledgers/qbo/answer.ts";
import { send } from "#lib/ledgers/qbo/carrier.ts";
import { qbo } from "#lib/ledgers/qbo/ledger.ts";
import { singleHttp } from "#lib/ledgers/qbo/wire.ts";
import { readBooks, readCompanyFile, readConnection } from "#lib/ledgers/store.ts";
import type { Push } from "#lib/sync/push.ts";
import { connectCompany } from "./connect-company.ts";
import { disconnectCompany } from "./disconnect-company.ts";
import { refreshCredentials } from "./refresh-credentials.ts";
import { refreshLists } from "./refresh-lists.ts";
import { startConnecting } from "./start-connecting.ts";

const HARBOR_LINE = "9341450000000001";
const sessionId = "session-of-ann";

let database: TestDatabase;
let simulator: ChildProcess;
let simulatorUrl: string;
let scope: Scope;
let worker: Scope;
let clock = Date.parse("2026-11-22T10:00:00Z");

beforeAll(async () => {
  simulator = spawn(process.execPath, [
    "--import",
    "tsx",
    "simulator/main.ts",
    "--port",
    "0",
    "--latency",
    "off",
    "--throttle",
    "off",
    "--demo",
  ]);
  simulatorUrl = await new Promise<string>((resolve, reject) => {
    simulator.stdout?.on("data", (chunk: Buffer) => {
      const url = /ready (\S+)/.exec(chunk.toString())?.[1];
      if (url) resolve(url);
    });
    simulator.once("exit", () => reject(new Error("The simulator ended before it was ready")));
  });
  database = await openTestDatabase();
  process.env.DATABASE_APP_URL = database.appUrl;
  process.env.TIEOUT_SECRET = "a secret that is long enough for the tests";
  process.env.TIEOUT_SIMULATOR_URL = simulatorUrl;
  process.env.NEXTAUTH_URL = "http://localhost:3000";
  process.env.NEXTAUTH_SECRET = "another secret of the tests";
});
afterAll(async () => {
  simulator.kill();
  await database.drop();
});

beforeEach(async () => {
  const tenantId = await newTenant(database, "Harbor Line Drayage");
  const actor = { type: "person", userId: tenantId, name: "Ann", role: "owner" } as const;
  const now = () => new Date(clock);
  scope = { tenantId, actor, db: database.db, now, chance: (bytes) => randomBytes(bytes) };
  worker = { ...scope, actor: { type: "worker", job: "refresh" } };
});

async function connect(realm = HARBOR_LINE): Promise<string> {
  return (await connectByHand(scope, realm, undefined, sessionId)).companyFileId;
}

describe("connecting a company", () => {
  it("keeps its name and realm, and its lists can be read", async () => {
    const companyFileId = await connect();
    const file = await inTransaction(scope, (tx) => readCompanyFile(tx, scope, companyFileId));
    expect(file).toMatchObject({
      name: "Harbor Line Drayage LLC",
      realmId: HARBOR_LINE,
      isSimulated: true,
      connection: "connected",
    });
    const counts = await refreshLists(worker, { companyFileId });
    expect(counts.item).toBeGreaterThan(5);
    const books = await inTransaction(scope, (tx) => readBooks(tx, scope, companyFileId));
    expect(findInList(books, "item", "Lumper")).toMatchObject({ active: false, name: "Lumper" });
    expect(findInList(books, "item", "Accessorials")).toMatchObject({ type: "Category" });
    expect(findInList(books, "term", "Net 21")).toBeUndefined();
  });

  it("is the same success when the callback is loaded twice, one after the other or at once", async () => {
    const { url } = await startConnecting(scope, { sessionId });
    const input = { sessionId, ...(await chooseCompany(url, HARBOR_LINE)) };
    const [first, second] = await Promise.all([connectCompany(scope, input), connectCompany(scope, input)]);
    const third = await connectCompany(scope, input);
    expect(second.companyFileId).toBe(first.companyFileId);
    expect(third.companyFileId).toBe(first.companyFileId);
  });

  it("is refused in another session, with a changed state, and too late", async () => {
    const { url } = await startConnecting(scope, { sessionId });
    const input = await chooseCompany(url, HARBOR_LINE);
    await expect(connectCompany(scope, { sessionId: "of-bob", ...input })).rejects.toMatchObject({
      code: "invalid",
      path: "state",
    });
    await expect(connectCompany(scope, { sessionId, ...input, state: `x${input.state}` })).rejects.toMatchObject({
      code: "invalid",
    });
    clock += 31 * 60_000;
    await expect(connectCompany(scope, { sessionId, ...input })).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("tokens", () => {
  const connectionOf = (companyFileId: string) =>
    inTransaction(scope, (tx) => readConnection(tx, scope, companyFileId));

  it("are renewed when they end, once for many who ask at the same time", async () => {
    const companyFileId = await connect();
    const before = await connectionOf(companyFileId);
    expect(await refreshCredentials(worker, { companyFileId })).toBe("fresh");
    clock += 56 * 60_000;
    const asked = await Promise.all([1, 2, 3].map(() => refreshCredentials(worker, { companyFileId })));
    expect(asked.toSorted()).toEqual(["fresh", "fresh", "renewed"]);
    expect((await connectionOf(companyFileId))?.accessToken).not.toBe(before?.accessToken);
  });

  it("that QuickBooks refused are renewed, but not those that are newer", async () => {
    const companyFileId = await connect();
    const refused = (await connectionOf(companyFileId))?.accessExpiresAt ?? undefined;
    clock += 1000;
    expect(await refreshCredentials(worker, { companyFileId, refused })).toBe("renewed");
    expect(await refreshCredentials(worker, { companyFileId, refused })).toBe("fresh");
  });

  it("that are dead leave the connection lost and the lane waiting", async () => {
    const companyFileId = await connect();
    const connection = await connectionOf(companyFileId);
    await fetch(`${simulatorUrl}/v2/oauth2/tokens/revoke`, {
      method: "POST",
      headers: { Authorization: `Basic ${btoa("tieout:simulated")}`, "Content-Type": "application/json" },
      body: JSON.stringify({ token: connection?.accessToken }),
    });
    const refused = connection?.accessExpiresAt ?? undefined;
    expect(await refreshCredentials(worker, { companyFileId, refused })).toBe("lost");
    const { rows } = await database.admin.query("select is_paused from lanes where company_file_id = $1", [
      companyFileId,
    ]);
    expect(rows).toEqual([{ is_paused: true }]);
    expect(await connectionOf(companyFileId)).toBeNull();
  });

  it("are erased here and dead at QuickBooks after disconnecting", async () => {
    const companyFileId = await connect();
    const connection = await connectionOf(companyFileId);
    expect(await disconnectCompany(scope, { companyFileId })).toEqual({ isRevoked: true, waiting: 0 });
    expect(await connectionOf(companyFileId)).toBeNull();
    const http = singleHttp(HARBOR_LINE, { is: "query", statement: "SELECT * FROM Item" }, "");
    const carried = await send(connection!, http, { timeoutMs: 5000 });
    expect(carried).toMatchObject({ is: "answered", status: 401 });
  });
});

describe("a conversation with the simulator", () => {
  const usd = (minor: string) => ({ minor, currency: "USD" });

  it("makes a customer and an invoice, finds both again when the answers were lost", async () => {
    const companyFileId = await connect();
    await refreshLists(worker, { companyFileId });
    const books = await inTransaction(scope, (tx) => readBooks(tx, scope, companyFileId));
    expect(books.settings).toEqual(defaultSettings);
    const connection = (await inTransaction(scope, (tx) => readConnection(tx, scope, companyFileId)))!;
    const name = `O'Brien, Máire & Sons ${randomBytes(3).toString("hex")}`;
    const marker = `[tieout ${randomBytes(8).toString("hex")}]`;
    let requests = 0;

    /** Talks until the conversation ends, remembering between turns. */
    async function converse(start: Push) {
      for (let push = start; ;) {
        const request = qbo.nextRequest(push, books);
        const http = singleHttp(HARBOR_LINE, request, `${marker.slice(8, -1)}-${requests++}`);
        const carried = await send(connection, http, { timeoutMs: 5000 });
        if (carried.is !== "answered") throw new Error(`${carried.is}: ${carried.why}`);
        const verdict = qbo.readResponse(push, singleAnswer(carried.status, carried.text));
        if (verdict.is !== "more") return verdict;
        push = { ...push, unsure: false, memory: verdict.memory };
      }
    }

    const base = {
      pushId: "p",
      operation: "create",
      generation: 0,
      marker,
      unsure: false,
      memory: {},
      link: null,
      links: {},
    } as const;
    const customer: Push = { ...base, document: { kind: "customer", key: "customer/x", after: [], name } };
    const made = await converse(customer);
    expect(made).toMatchObject({ is: "posted", link: { ledgerType: "Customer" } });
    expect(await converse(customer)).toEqual(made);
    if (made.is !== "posted") throw new Error("The customer was not posted");

    const invoice: Push = {
      ...base,
      links: { "customer/x": made.link },
      document: {
        kind: "invoice",
        key: "order/1/invoice/1",
        after: ["customer/x"],
        customer: "customer/x",
        customerName: name,
        number: `T-${marker.slice(8, 16)}`,
        date: "2026-10-02",
        terms: "Net 30",
        class: "Long Beach",
        lines: [
          {
            item: { name: "Line Haul" },
            chargeCode: "LH",
            quantity: "2",
            unitPrice: "425.05",
            amount: usd("85010"),
            taxable: false,
          },
        ],
        total: usd("85010"),
        orderNumbers: ["1"],
      },
    };
    const posted = await converse(invoice);
    expect(posted).toMatchObject({ is: "posted", link: { ledgerType: "Invoice", versionToken: "0" } });
    expect(await converse({ ...invoice, unsure: true })).toEqual(posted);
    if (posted.is !== "posted") throw new Error("The invoice was not posted");

    const voided = await converse({ ...invoice, operation: "void", link: posted.link });
    expect(voided).toMatchObject({ is: "posted", link: { ledgerId: posted.link.ledgerId, versionToken: "1" } });
    const blueAnchor = await converse({
      ...customer,
      document: { ...customer.document, name: "Blue Anchor Logistics" } as Push["document"],
    });
    expect(blueAnchor).toMatchObject({ problem: { code: "customer-name-taken", about: "Blue Anchor Logistics" } });
    const pacific = await converse({
      ...customer,
      document: { ...customer.document, name: "Pacific Crest Imports" } as Push["document"],
    });
    expect(pacific).toMatchObject({ problem: { code: "customer-inactive", about: "Pacific Crest Imports" } });
  });

  it("says of a port where nobody listens that nothing was sent", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    const nobody = { apiUrl: `http://127.0.0.1:${port}`, accessToken: "x" };
    const http = { method: "POST", path: "/v3/company/1/invoice", body: "{}" };
    expect(await send(nobody, http, { timeoutMs: 5000 })).toMatchObject({ is: "unsent" });
  });
});

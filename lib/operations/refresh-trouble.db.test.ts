// Renewing goes wrong half-way: an answer is lost or garbled, the database breaks after Intuit answered. What becomes of the connection?
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { inTransaction } from "#db/client.ts";
import { newCompany, openTestWorld, until, type TestCompany, type TestWorld } from "#db/testing-world.ts";
import { readCredentials } from "#lib/ledgers/connections/store.ts";
import { readMeteredReads } from "#lib/ledgers/reads-counted/store.ts";
import { readCompanyFile, readConnection } from "#lib/ledgers/store.ts";
import { checkConnections } from "./check-connections.ts";
import { refreshCredentials } from "./refresh-credentials.ts";
import { workerScope } from "./world.ts";

type TokenReply = { readonly status: number; readonly text: string };
/** What happens to an answer of the token endpoint on its way to us. */
type OnTheWay = (reply: TokenReply, response: ServerResponse) => Promise<void> | void;

let world: TestWorld;
let between: Server;
let onTheWay: OnTheWay;
let tokenCalls = 0;

function arrives({ status, text }: TokenReply, response: ServerResponse): void {
  response.writeHead(status).end(text);
}

/** Stands between us and the simulator, and hands everything on. */
async function standBetween(): Promise<string> {
  between = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { host: _host, "content-length": _length, connection: _connection, ...headers } = request.headers;
      const answer = await fetch(world.simulator.url + (request.url ?? ""), {
        method: request.method ?? "GET",
        headers: headers as Record<string, string>,
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      });
      const reply = { status: answer.status, text: await answer.text() };
      if (!request.url?.startsWith("/oauth2/")) return void response.writeHead(reply.status).end(reply.text);
      tokenCalls += 1;
      await onTheWay(reply, response);
    })();
  });
  await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  world = await openTestWorld();
  process.env.TIEOUT_SIMULATOR_URL = await standBetween();
});
afterAll(async () => {
  between.closeAllConnections();
  between.close();
  await world.close();
});
beforeEach(async () => {
  onTheWay = arrives;
  tokenCalls = 0;
  // As Intuit does: the same refresh token for a day, so that a lost answer is not the end.
  await world.simulator.control("settings", { rotation: "daily", graceMs: 0, killFamilyOnReuse: true });
});

/** A company whose access token has run out. */
async function expiredCompany(): Promise<TestCompany> {
  const company = await newCompany(world);
  await world.test.admin.query(
    "update company_files set access_expires_at = now() - interval '1 day' where company_file_id = $1",
    [company.companyFileId],
  );
  return company;
}

const refresh = (company: TestCompany) =>
  refreshCredentials(workerScope(company.scope, company.tenantId, "credentials"), {
    companyFileId: company.companyFileId,
  });

async function connectionOf({ scope, companyFileId }: TestCompany): Promise<string | undefined> {
  return (await inTransaction(scope, (tx) => readCompanyFile(tx, scope, companyFileId)))?.connection;
}

async function readsOf({ scope, companyFileId }: TestCompany): Promise<number> {
  return (await inTransaction(scope, (tx) => readMeteredReads(tx, scope))).get(companyFileId) ?? 0;
}

describe("an answer of the token endpoint", () => {
  it.each<[string, OnTheWay]>([
    ["is lost", (_reply, response) => void response.destroy()],
    ["is cut short", ({ text }, response) => void response.writeHead(200).end(text.slice(0, 40))],
    ["is a page of a gateway", (_reply, response) => void response.writeHead(503).end("<html>Try later</html>")],
    ["refuses our own keys", (_reply, response) => void response.writeHead(401).end('{"error":"invalid_client"}')],
  ])("that %s ends nothing: the next try renews", async (_what, happens) => {
    const company = await expiredCompany();
    onTheWay = happens;
    expect(await refresh(company)).toBe("later");
    expect(await connectionOf(company)).toBe("connected");
    onTheWay = arrives;
    expect(await refresh(company)).toBe("renewed");
  });

  it("that says invalid_grant ends the connection, and nobody asks again", async () => {
    const company = await expiredCompany();
    await world.simulator.control(`companies/${company.realmId}/disconnect`, {});
    expect(await Promise.all([refresh(company), refresh(company), refresh(company)])).toEqual([
      "lost",
      "not-connected",
      "not-connected",
    ]);
    expect(tokenCalls).toBe(1);
    expect(await connectionOf(company)).toBe("lost");
  });
});

describe("a token endpoint that hangs", () => {
  it("is asked for two companies at a time; the others wait without a connection of the pool", async () => {
    const companies = await Promise.all([1, 2, 3, 4, 5].map(() => expiredCompany()));
    const hanging: (() => void)[] = [];
    let most = 0;
    onTheWay = async (reply, response) => {
      await new Promise<void>((resolve) => {
        most = Math.max(most, hanging.push(resolve));
      });
      arrives(reply, response);
    };
    const refreshed = Promise.all(companies.map(refresh));
    for (const left of [5, 4, 3, 2, 1]) {
      await until("Intuit is asked", 5_000, () => hanging.length === Math.min(left, 2));
      const held = await world.test.admin.query(
        `select 1 from pg_stat_activity
          where datname = current_database() and usename = 'tieout_app' and (state like 'idle in%' or wait_event_type = 'Lock')`,
      );
      expect(held.rowCount).toBeLessThanOrEqual(2);
      hanging.shift()!();
    }
    expect(await refreshed).toEqual(companies.map(() => "renewed"));
    expect(most).toBe(2);
  });
});

describe("new tokens", () => {
  it("are kept although the database broke between Intuit's answer and our writing", async () => {
    // Good for once: were they lost, the connection would be dead.
    await world.simulator.control("settings", { rotation: "always" });
    const company = await expiredCompany();
    onTheWay = async (reply, response) => {
      const broken = await world.test.admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and usename = 'tieout_app' and state = 'idle in transaction'`,
      );
      expect(broken.rowCount).toBe(1);
      arrives(reply, response);
    };
    expect(await refresh(company)).toBe("renewed");
    onTheWay = arrives;
    expect(tokenCalls).toBe(1);
    await world.test.admin.query(
      "update company_files set access_expires_at = now() - interval '1 day' where company_file_id = $1",
      [company.companyFileId],
    );
    expect(await refresh(company)).toBe("renewed");
  });

  it("are in the database before anybody gets them", async () => {
    const company = await expiredCompany();
    const { scope, companyFileId } = company;
    const before = await inTransaction(scope, (tx) => readCredentials(tx, scope, companyFileId));
    let seen: unknown;
    onTheWay = async (reply, response) => {
      // Others see the old ones until the new ones are committed, never none and never half.
      seen = await inTransaction(scope, (tx) => readCredentials(tx, scope, companyFileId));
      arrives(reply, response);
    };
    expect(await refresh(company)).toBe("renewed");
    expect(seen).toEqual(before);
    const after = await inTransaction(scope, (tx) => readCredentials(tx, scope, companyFileId));
    expect(after).not.toEqual(before);
    const connection = await inTransaction(scope, (tx) => readConnection(tx, scope, companyFileId));
    expect(after).toMatchObject({ credentials: { accessToken: connection?.accessToken } });
  });
});

describe("looking whether connections live", () => {
  it("finds the one that was ended inside QuickBooks, and leaves the others", async () => {
    const [dead, alive] = [await newCompany(world), await newCompany(world)];
    await world.simulator.control(`companies/${dead.realmId}/disconnect`, {});
    world.clock.advance(1000);
    expect(await checkConnections(dead.scope, {})).toBe(1);
    const before = await readsOf(alive);
    expect(await checkConnections(alive.scope, { realmId: alive.realmId })).toBe(0);
    expect((await readsOf(alive)) - before, "Intuit meters the looking").toBe(1);
    expect([await connectionOf(dead), await connectionOf(alive)]).toEqual(["lost", "connected"]);
  });
});

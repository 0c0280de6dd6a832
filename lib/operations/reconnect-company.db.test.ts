// Connecting again, another company, a company the token does not open, declined, too often: against the simulator over HTTP.
import { randomInt } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { inTransaction } from "#db/client.ts";
import { chooseCompany, connectByHand, declineCompany } from "#db/testing-connect.ts";
import { openTestWorld, type TestWorld } from "#db/testing-world.ts";
import type { Scope } from "#lib/access/scope.ts";
import { newTenant } from "#lib/access/testing.ts";
import { codeChallenge, codeVerifier, readState } from "#lib/ledgers/connect-state.ts";
import { readCredentials } from "#lib/ledgers/connections/store.ts";
import { exchangeCode } from "#lib/ledgers/qbo/tokens/carrier.ts";
import { findCompanyFiles, readCompanyFile } from "#lib/ledgers/store.ts";
import { connectCompany } from "./connect-company.ts";
import { disconnectCompany } from "./disconnect-company.ts";
import { callbackUrl, requireEndpoints, startConnecting } from "./start-connecting.ts";
import { machineChance } from "./world.ts";

const sessionId = "session-of-ann";

let world: TestWorld;
let scope: Scope;
let harborRealm: string;
let juniperRealm: string;

beforeAll(async () => {
  world = await openTestWorld();
  process.env.NEXTAUTH_URL = "http://localhost:3000";
  process.env.NEXTAUTH_SECRET = "another secret of the tests";
});
afterAll(async () => {
  await world.close();
});

beforeEach(async () => {
  const tenantId = await newTenant(world.test, "Harbor Line Drayage");
  const actor = { type: "person", userId: tenantId, name: "Ann", role: "owner" } as const;
  scope = { tenantId, actor, db: world.test.db, now: world.clock.now, chance: machineChance };
  harborRealm = await newBooks("Harbor Line");
  juniperRealm = await newBooks("Juniper & Finch");
});

async function newBooks(name: string): Promise<string> {
  const realmId = `9${randomInt(1e13, 9e13)}`;
  await world.simulator.control("companies", { realmId, name });
  return realmId;
}

async function connect(realm = harborRealm): Promise<string> {
  return (await connectByHand(scope, realm, undefined, sessionId)).companyFileId;
}

describe("connecting a company", () => {
  it("again keeps the company file, and refuses another company before its code is traded", async () => {
    const companyFileId = await connect();
    await disconnectCompany(scope, { companyFileId });
    const { url } = await startConnecting(scope, { sessionId, companyFileId });
    const other = { sessionId, ...(await chooseCompany(url, juniperRealm)) };
    await expect(connectCompany(scope, other)).rejects.toMatchObject({
      code: "conflict",
      path: "realmId",
      message: expect.stringContaining("another QuickBooks company than Harbor Line"),
    });
    expect(await tradedFor(other), "the code is still good: it was not used").toBe("tokens");
    expect(await tradedFor(other), "a code works once").toBe("refused");
    const again = await connectByHand(scope, harborRealm, companyFileId, sessionId);
    expect(again.companyFileId).toBe(companyFileId);
    const files = await inTransaction(scope, (tx) => findCompanyFiles(tx, scope));
    expect(files.map((file) => file.realmId)).toEqual([harborRealm]);
  });

  it("again with a company that is one of its own here names that one, and changes neither", async () => {
    const harborLine = await connect();
    const juniper = await connect(juniperRealm);
    const before = await tokensOf(juniper);
    const wrong = connectByHand(scope, juniperRealm, harborLine, sessionId);
    await expect(wrong).rejects.toMatchObject({
      path: "realmTaken",
      message: expect.stringContaining("You chose Juniper & Finch"),
    });
    expect(await tokensOf(juniper)).toEqual(before);
  });

  it("as new, when it is connected already, renews that company file and makes no second one", async () => {
    const first = await connect();
    const before = await tokensOf(first);
    expect(await connectByHand(scope, harborRealm, undefined, sessionId)).toMatchObject({
      companyFileId: first,
      wasConnected: true,
    });
    expect(await tokensOf(first)).not.toEqual(before);
  });

  it("that the token does not open is refused, and nothing is kept", async () => {
    const { url } = await startConnecting(scope, { sessionId });
    const forged = { sessionId, ...(await chooseCompany(url, harborRealm)), realmId: juniperRealm };
    await expect(connectCompany(scope, forged)).rejects.toMatchObject({ code: "conflict", path: "realmUnproven" });
    expect(await inTransaction(scope, (tx) => findCompanyFiles(tx, scope))).toEqual([]);
  });

  it("survives a short trouble of QuickBooks; a longer one says to try again, and keeps nothing", async () => {
    await fault(harborRealm, "503", 2);
    const companyFileId = await connect();
    await disconnectCompany(scope, { companyFileId });
    await fault(harborRealm, "503", 3);
    const tried = connectByHand(scope, harborRealm, companyFileId, sessionId);
    await expect(tried).rejects.toMatchObject({ code: "unavailable", path: "unproven" });
    const file = await inTransaction(scope, (tx) => readCompanyFile(tx, scope, companyFileId));
    expect(file).toMatchObject({ connection: "disconnected", accessExpiresAt: null });
  });

  it("that the person declines comes back with a word and the same state, however often it is loaded", async () => {
    const { url } = await startConnecting(scope, { sessionId });
    const back = await declineCompany(url);
    expect(Object.fromEntries(back)).toEqual({ error: "access_denied", state: new URL(url).searchParams.get("state") });
  });

  it("is begun and finished thirty times in a quarter of an hour, and no more", async () => {
    for (let times = 0; times < 30; times++) await startConnecting(scope, { sessionId });
    await expect(startConnecting(scope, { sessionId })).rejects.toMatchObject({ code: "too-many" });
    const made = { sessionId, code: "made-up", state: "made-up", realmId: harborRealm };
    for (let times = 0; times < 30; times++) {
      await expect(connectCompany(scope, made)).rejects.toMatchObject({ code: "invalid" });
    }
    await expect(connectCompany(scope, made)).rejects.toMatchObject({ code: "too-many" });
  });

  it("carries the challenge of a proof key and proves it with the code", async () => {
    const { url } = await startConnecting(scope, { sessionId });
    const asked = new URL(url).searchParams;
    expect(asked.get("code_challenge_method")).toBe("S256");
    const state = readState(process.env.TIEOUT_SECRET!, asked.get("state") ?? "", world.clock.now().getTime())!;
    const challenge = codeChallenge(codeVerifier(process.env.TIEOUT_SECRET!, state));
    expect(asked.get("code_challenge")).toBe(challenge);
    expect(url).not.toContain(codeVerifier(process.env.TIEOUT_SECRET!, state));
  });
});

async function tokensOf(companyFileId: string) {
  return await inTransaction(scope, (tx) => readCredentials(tx, scope, companyFileId));
}

async function fault(realm: string, kind: string, times: number): Promise<void> {
  await world.simulator.control(`companies/${realm}/faults`, { kind, times });
}

/** How QuickBooks answers to the code of a callback, given with its proof key. */
async function tradedFor({ code, state }: { code: string; state: string }): Promise<string> {
  const secret = process.env.TIEOUT_SECRET!;
  const codeVerifierOfState = codeVerifier(secret, readState(secret, state, world.clock.now().getTime())!);
  const asked = { code, redirectUri: callbackUrl(), codeVerifier: codeVerifierOfState };
  return (await exchangeCode(requireEndpoints(), asked)).is;
}

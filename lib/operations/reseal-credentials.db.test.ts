// The key for tokens is changed while workers renew tokens: is everything sealed anew, is nothing lost, and is it said what is not?
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { inTransaction } from "#db/client.ts";
import { newAsker, askForToken } from "#db/testing-asker.ts";
import { newCompany, openTestWorld, ROOT, worldEnv, type TestCompany, type TestWorld } from "#db/testing-world.ts";
import { keyring, seal } from "#lib/ledgers/credentials.ts";
import { readCredentials } from "#lib/ledgers/connections/store.ts";
import { readFrame } from "./read-frame.ts";
import { refreshCredentials } from "./refresh-credentials.ts";
import { machineChance, workerScope } from "./world.ts";

const secret = "a secret that is long enough for the tests";
const older = "an older key that is long enough for the tests";
const newer = "a newer key that is long enough for the tests";
const foreign = "a key that nobody here has and that is long enough";

let world: TestWorld;

beforeAll(async () => {
  // The new key is there already, so that whatever the command seals with it opens; the old one still seals.
  process.env.TIEOUT_TOKEN_KEYS = `${older},${newer}`;
  world = await openTestWorld();
});
afterAll(async () => {
  await world.close();
});
beforeEach(async () => {
  await world.test.admin.query("update company_files set sealed_credentials = null, connection = 'disconnected'");
});

type Run = { readonly code: number | null; readonly said: string };

/** Runs the command's program as a process of its own, with these keys. */
async function rotate(keys: string): Promise<Run> {
  const child = spawn(process.execPath, ["--import", "tsx", "worker/rotate-keys.ts"], {
    cwd: ROOT,
    env: { ...process.env, ...worldEnv(world.test, world.simulator), TIEOUT_TOKEN_KEYS: keys },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said };
}

async function keyOf({ companyFileId }: TestCompany): Promise<string> {
  const found = await world.test.admin.query<{ sealed: string }>(
    "select sealed_credentials as sealed from company_files where company_file_id = $1",
    [companyFileId],
  );
  return found.rows[0]?.sealed.split(".")[1] ?? "";
}

const idOf = (...keys: string[]) => keyring({ TIEOUT_TOKEN_KEYS: keys, TIEOUT_SECRET: secret })[0].id;

/** As if sealed with a key that only this test knows. */
async function sealWith(key: string, { tenantId, companyFileId }: TestCompany): Promise<void> {
  const keys = keyring({ TIEOUT_TOKEN_KEYS: [key], TIEOUT_SECRET: secret });
  const text = seal(keys, { tenantId, companyFileId }, '{"accessToken":"a","refreshToken":"r"}', machineChance(12));
  await world.test.admin.query("update company_files set sealed_credentials = $1 where company_file_id = $2", [
    text,
    companyFileId,
  ]);
}

describe("rotating the keys", () => {
  it("seals every tenant's tokens with the newest one, and finds nothing to do when run again", async () => {
    const companies = [await newCompany(world), await newCompany(world)];
    expect(await Promise.all(companies.map(keyOf))).toEqual([idOf(older), idOf(older)]);
    expect(await rotate(`${newer},${older}`)).toEqual({
      code: 0,
      said: "2 secrets sealed anew with the newest key; 0 had been already.\nOlder keys are not needed any more.\n",
    });
    expect(await Promise.all(companies.map(keyOf))).toEqual([idOf(newer), idOf(newer)]);
    expect((await rotate(newer)).said).toContain("0 secrets sealed anew with the newest key; 2 had been already.");
  });

  it("seals the secrets of webhooks too, and names the one that does not open", async () => {
    const { tenantId } = await newCompany(world);
    const add = async (key: string, host: string) => {
      const endpointId = randomUUID();
      const keys = keyring({ TIEOUT_TOKEN_KEYS: [key], TIEOUT_SECRET: secret });
      const sealed = seal(keys, { tenantId, endpointId }, "whsec_abc", machineChance(12));
      await world.test.admin.query("insert into webhook_endpoints values ($1, $2, $3, $4, true, 'Ann', now())", [
        tenantId,
        endpointId,
        `https://${host}/`,
        sealed,
      ]);
    };
    await add(older, "good.example.com");
    await add(foreign, "strange.example.com");
    const { code, said } = await rotate(`${newer},${older}`);
    expect(code).toBe(1);
    expect(said).toContain("2 secrets sealed anew with the newest key");
    expect(said).toContain(`the webhook to strange.example.com of Harborline: sealed with key ${idOf(foreign)}`);
    const kept = await world.test.admin.query<{ sealed: string }>(
      "select sealed_secret as sealed from webhook_endpoints order by url",
    );
    expect(kept.rows.map(({ sealed }) => sealed.split(".")[1])).toEqual([idOf(newer), idOf(foreign)]);
    await world.test.admin.query("delete from webhook_endpoints");
  });

  it("names what does not open, the key it wants and the fix, and ends with 1; nothing is erased", async () => {
    const [good, strange, damaged] = [await newCompany(world), await newCompany(world), await newCompany(world)];
    await sealWith(foreign, strange);
    await world.test.admin.query(
      "update company_files set sealed_credentials = sealed_credentials || 'AAAA' where company_file_id = $1",
      [damaged.companyFileId],
    );
    const { code, said } = await rotate(`${newer},${older}`);
    expect(code).toBe(1);
    expect(said).toContain("1 secret sealed anew with the newest key; 0 had been already.");
    expect(said).toContain("2 secrets did not open");
    expect(said).toContain(
      `Harbor Line of Harborline (company file ${strange.companyFileId}): sealed with key ${idOf(foreign)}`,
    );
    expect(said).toContain("add that key at the end of TIEOUT_TOKEN_KEYS");
    expect(said).toMatch(new RegExp(`company file ${damaged.companyFileId}\\): damaged`));
    for (const key of [older, newer, foreign, secret]) expect(said).not.toContain(key);
    expect(await keyOf(good)).toBe(idOf(newer));
    expect(await keyOf(strange)).toBe(idOf(foreign));
    expect(await rotate(`${newer},${foreign}`)).toMatchObject({
      code: 1,
      said: expect.stringContaining("1 secret seal"),
    });
    expect(await keyOf(strange)).toBe(idOf(newer));
  });

  it("goes on beside workers that renew tokens: no renewal is undone", { timeout: 120_000 }, async () => {
    await world.simulator.control("settings", { rotation: "always", graceMs: 0, killFamilyOnReuse: true });
    const company = await newCompany(world);
    const askers = [1, 2, 3, 4].map(() => newAsker(world.test.appUrl, company.tenantId));
    let isRotating = true;
    const ended = new Set<string>();
    const work = async () => {
      while (isRotating) {
        await endAccess(company);
        for (const asked of await Promise.all(askers.map((asker) => askForToken(asker, company.companyFileId)))) {
          ended.add(asked.ended);
        }
      }
    };
    const working = work();
    for (const keys of [`${newer},${older}`, `${older},${newer}`, `${newer},${older}`]) {
      expect((await rotate(keys)).code).toBe(0);
    }
    isRotating = false;
    await working;
    await Promise.all(askers.map((asker) => asker.db.$client.end()));
    expect([...ended].toSorted()).toEqual(["fresh", "renewed"]);
    const scope = workerScope(company.scope, company.tenantId, "keys");
    expect(await inTransaction(scope, (tx) => readCredentials(tx, scope, company.companyFileId))).toMatchObject({
      is: "open",
    });
    await endAccess(company);
    expect(await refreshCredentials(scope, company)).toBe("renewed");
  });
});

/** Long ago by every clock of this test. */
async function endAccess({ companyFileId }: TestCompany): Promise<void> {
  await world.test.admin.query(
    "update company_files set access_expires_at = now() - interval '1 day' where company_file_id = $1",
    [companyFileId],
  );
}

describe("tokens that no key opens", () => {
  it("are kept, waited for, and told on every page; with the key back they are as good as before", async () => {
    const company = await newCompany(world);
    await sealWith(foreign, company);
    await endAccess(company);
    const scope = workerScope(company.scope, company.tenantId, "keys");
    expect(await refreshCredentials(scope, company)).toBe("locked");
    expect(await keyOf(company)).toBe(idOf(foreign));
    const { news } = await readFrame(company.scope, {});
    expect(news).toMatchObject([{ is: "locked", name: "Harbor Line" }]);
    expect((await rotate(`${newer},${foreign}`)).code).toBe(0);
    expect((await readFrame(company.scope, {})).news).toEqual([]);
  });
});

// Company files in a real database: sealed credentials, lists, settings, and whose they are.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { inTransaction } from "#db/client.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { newTenant } from "#lib/access/testing.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { readCredentials } from "./connections/store.ts";
import { findInList, listKinds, type ListEntry, type ListKind } from "./ledger.ts";
import { dropUnseen, markListsFresh, saveEntries } from "./lists/store.ts";
import {
  findCompanyFiles,
  lockCompanyOfRealm,
  readBooks,
  readCompanyFile,
  readConnection,
  saveCredentials,
  saveSettings,
} from "./store.ts";

let database: TestDatabase;
let carrier: Scope;
let shop: Scope;
let companyFileId: string;
let clock = Date.parse("2026-11-22T10:00:00Z");

beforeAll(async () => {
  process.env.TIEOUT_SECRET = "a secret that is long enough for the tests";
  process.env.TIEOUT_SIMULATOR_URL = "http://127.0.0.1:4170";
  database = await openTestDatabase();
  process.env.DATABASE_APP_URL = database.appUrl;
});
afterAll(() => database.drop());

beforeEach(async () => {
  carrier = scopeOf(await newTenant(database, "Harbor Line Drayage"));
  shop = scopeOf(await newTenant(database, "Juniper & Finch"));
  companyFileId = await connected(carrier);
});

function scopeOf(tenantId: string): Scope {
  const actor = { type: "person", userId: tenantId, name: "Ann", role: "owner" } as const;
  return { tenantId, actor, db: database.db, now: () => new Date(clock++), chance: (bytes) => randomBytes(bytes) };
}

async function connected(scope: Scope): Promise<string> {
  return await inTransaction(scope, async (tx) => {
    const company = { realmId: "9341450000000001", name: "Harbor Line Drayage LLC", isSimulated: true };
    const { companyFile } = await lockCompanyOfRealm(tx, scope, company);
    const tokens = { accessToken: "access-1", refreshToken: "refresh-1" };
    const expiry = {
      accessExpiresAt: new Date("2026-11-22T11:00:00Z"),
      refreshExpiresAt: new Date("2027-03-01T00:00:00Z"),
    };
    await saveCredentials(tx, scope, companyFile.companyFileId, tokens, expiry);
    return companyFile.companyFileId;
  });
}

const lists: Readonly<Record<ListKind, readonly ListEntry[]>> = {
  item: [
    { ledgerId: "11", name: "Line Haul", active: true, type: "Service" },
    { ledgerId: "10", name: "Line Haul", active: false },
  ],
  account: [],
  term: [{ ledgerId: "3", name: "Net 30", active: true }],
  class: [],
  "tax-code": [{ ledgerId: "5", name: "California 7.25%", active: true, rate: "7.25" }],
  "payment-method": [],
  department: [],
  customer: [],
};

describe("credentials", () => {
  it("are not readable in the database, and open for their own company file", async () => {
    const { rows } = await database.admin.query(
      "select sealed_credentials from company_files where company_file_id = $1",
      [companyFileId],
    );
    expect(String(rows[0].sealed_credentials)).toMatch(/^v1\./);
    expect(String(rows[0].sealed_credentials)).not.toContain("refresh-1");
    const connection = await inTransaction(carrier, (tx) => readConnection(tx, carrier, companyFileId));
    expect(connection).toMatchObject({
      accessToken: "access-1",
      realmId: "9341450000000001",
      apiUrl: "http://127.0.0.1:4170",
    });
  });

  it("copied into another tenant's row do not open there", async () => {
    const theirs = await connected(shop);
    await database.admin.query(
      `update company_files set sealed_credentials = (select sealed_credentials from company_files where company_file_id = $1)
        where company_file_id = $2`,
      [companyFileId, theirs],
    );
    expect(await inTransaction(shop, (tx) => readCredentials(tx, shop, theirs))).toMatchObject({ is: "locked" });
    expect(await inTransaction(shop, (tx) => readConnection(tx, shop, theirs))).toBeNull();
  });

  it("are nobody else's", async () => {
    expect(await inTransaction(shop, (tx) => readCompanyFile(tx, shop, companyFileId))).toBeNull();
    expect(await inTransaction(shop, (tx) => readCredentials(tx, shop, companyFileId))).toEqual({ is: "none" });
    expect(await inTransaction(shop, (tx) => findCompanyFiles(tx, shop))).toEqual([]);
  });
});

describe("a company file", () => {
  it("is one per QuickBooks company, with one lane, however often it is connected", async () => {
    expect(await connected(carrier)).toBe(companyFileId);
    const { rows } = await database.admin.query("select count(*)::int as lanes from lanes where tenant_id = $1", [
      carrier.tenantId,
    ]);
    expect(rows).toEqual([{ lanes: 1 }]);
  });
});

/** As a whole reading keeps it: page by page, then without what was not seen. */
async function readWhole(read: typeof lists): Promise<void> {
  const since = carrier.now();
  await inTransaction(carrier, async (tx) => {
    for (const list of listKinds) await saveEntries(tx, carrier, companyFileId, list, read[list]);
    await dropUnseen(tx, carrier, companyFileId, listKinds, since);
    await markListsFresh(tx, carrier, companyFileId);
  });
}

describe("books", () => {
  it("hold the lists as they were read last, the active one of two of a name", async () => {
    await readWhole(lists);
    const before = await inTransaction(carrier, (tx) => readBooks(tx, carrier, companyFileId));
    expect(findInList(before, "item", "line haul")).toEqual({
      ledgerId: "11",
      name: "Line Haul",
      active: true,
      type: "Service",
    });
    expect(findInList(before, "tax-code", "California 7.25%")?.rate).toBe("7.25");

    await readWhole({ ...lists, term: [], item: lists.item.slice(0, 1) });
    const after = await inTransaction(carrier, (tx) => readBooks(tx, carrier, companyFileId));
    expect(findInList(after, "term", "Net 30")).toBeUndefined();
    expect(after.lists.item.size).toBe(1);
  });

  it("are read again only when something changed", async () => {
    const read = () => inTransaction(carrier, (tx) => readBooks(tx, carrier, companyFileId));
    const first = await read();
    expect(await read()).toBe(first);
    const wanted = CompanySettings.parse({ shippingItem: "Freight" });
    await inTransaction(carrier, (tx) => saveSettings(tx, carrier, companyFileId, wanted, "settings.saved"));
    const more = { ...wanted, createItems: true };
    await inTransaction(carrier, (tx) => saveSettings(tx, carrier, companyFileId, more, "settings.saved"));
    expect((await read()).settings).toMatchObject({ shippingItem: "Freight", createItems: true });
  });
});

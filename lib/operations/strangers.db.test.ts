// Are another tenant's ids answered like ids that never were? Put into every operation that takes one.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { fillTables, newPerson, newTenant, scopeOf } from "#lib/access/testing.ts";
import { Refusal } from "#lib/refusal.ts";
import { bigintAsText, operations, withoutIds, type Asked, type Ids } from "./testing-strangers.ts";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

let database: TestDatabase;
let scope: Scope;
let foreign: Ids;
let before: string;

beforeAll(async () => {
  process.env.DATABASE_APP_URL ??= "postgres://tieout_app@127.0.0.1/unused";
  process.env.TIEOUT_SECRET ??= "t".repeat(32);
  process.env.NEXTAUTH_URL ??= "http://127.0.0.1:3000";
  process.env.NEXTAUTH_SECRET ??= "n".repeat(32);
  process.env.TIEOUT_SIMULATOR_URL ??= "http://127.0.0.1:9";
  database = await openTestDatabase();
  const harborline = await newTenant(database, "Harborline");
  const juniper = await newTenant(database, "Juniper");
  await fillTables(
    database,
    [
      "company_files",
      "sources",
      "orders",
      "documents",
      "pushes",
      "ledger_links",
      "bulk_runs",
      "audit_events",
      "lanes",
      "credits",
      "saved_views",
      "amendments",
      "webhook_endpoints",
    ],
    juniper,
  );
  const june = await newPerson(database, { [juniper]: "owner" }, "June");
  scope = scopeOf(database, harborline, await newPerson(database, { [harborline]: "owner" }), "owner");
  foreign = {
    companyFileId: await idOf("company_files", "company_file_id"),
    sourceId: await idOf("sources", "source_id"),
    orderId: await idOf("orders", "order_id"),
    documentId: await idOf("documents", "document_id"),
    pushId: await idOf("pushes", "push_id"),
    bulkRunId: await idOf("bulk_runs", "bulk_run_id"),
    auditEventId: await idOf("audit_events", "audit_event_id"),
    creditId: await idOf("credits", "credit_id"),
    amendmentId: await idOf("amendments", "amendment_id"),
    endpointId: await idOf("webhook_endpoints", "endpoint_id"),
    viewId: await idOf("saved_views", "view_id"),
    userId: june.userId,
  };
  before = await everythingOf(juniper);
});
afterAll(() => database.drop());

async function idOf(table: string, column: string): Promise<string> {
  const found = await database.admin.query<Record<string, string>>(`select ${column} from ${table}`);
  return found.rows[0]?.[column] ?? "";
}

/** All rows of a tenant as one text, to see that nothing moved. */
async function everythingOf(tenantId: string): Promise<string> {
  const tables = await database.admin.query<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'tenant_id' order by 1`,
  );
  const all = await Promise.all(
    tables.rows.map(({ name }) => database.admin.query(`select * from ${name} where tenant_id = $1`, [tenantId])),
  );
  return JSON.stringify(all.map((found) => found.rows));
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

/** Calls an operation by its name, as a door would after parsing. */
async function ask(name: string, asked: Asked): Promise<unknown> {
  const exported = (await import(`./${asked.file}`)) as Record<string, (...parts: unknown[]) => Promise<unknown>>;
  const operation = exported[name];
  if (!operation) throw new Error(`${asked.file} exports no ${name}.`);
  return await operation(scope, asked.input(foreign), noBytes());
}

describe("another tenant's ids", () => {
  test.each(Object.entries(operations))("%s answers as if they never were", async (name, asked) => {
    const outcome = await ask(name, asked).then(
      (value) => ({ value }),
      (thrown: unknown) => ({ thrown }),
    );
    if ("value" in outcome) {
      expect(asked.isEmpty?.(outcome.value), `${name} answered ${JSON.stringify(outcome.value, bigintAsText)}`).toBe(
        true,
      );
    } else {
      expect(outcome.thrown, String(outcome.thrown)).toBeInstanceOf(Refusal);
      expect(outcome.thrown).toMatchObject({ code: "not-found" });
    }
  });

  test("and nothing of theirs moved", async () => {
    const juniper = await database.admin.query<{ tenant_id: string }>(
      "select tenant_id from tenants where name = 'Juniper'",
    );
    expect(await everythingOf(juniper.rows[0]?.tenant_id ?? "")).toBe(before);
  });

  test("no operation was forgotten", () => {
    const exported = readdirSync(FOLDER)
      .filter((name) => name.endsWith(".ts") && !name.endsWith("test.ts"))
      .flatMap((name) => [
        ...readFileSync(`${FOLDER}/${name}`, "utf8").matchAll(/^export async function (\w+)\(\s*scope: Scope/gm),
      ])
      .map((match) => match[1] ?? "");
    expect(exported.filter((name) => !(name in operations) && !(name in withoutIds))).toEqual([]);
  });
});

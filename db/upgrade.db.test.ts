// Does an installation that already has companies and documents come through an upgrade, whoever owns its tables?
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";

import { openTestDatabase } from "./testing.ts";

const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));
const owner = `owner_${randomBytes(4).toString("hex")}`;
const ids = {
  tenant: "11111111-1111-4111-8111-111111111111",
  company: "22222222-2222-4222-8222-222222222222",
  document: "33333333-3333-4333-8333-333333333333",
};
let server: pg.Client;
/** As a plain role that owns the tables; as the superuser, for putting rows in and looking at them. */
let asOwner: pg.Client;
let asAdmin: pg.Client;

const at = (user?: string) => {
  const url = new URL(process.env.TEST_DATABASE_URL!);
  if (user !== undefined) [url.username, url.password] = [user, "tests-only"];
  url.pathname = `/${owner}`;
  return url.href;
};
const connect = async (connectionString: string) => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
};
async function migrate(client: pg.Client, wanted: (name: string) => boolean): Promise<void> {
  const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith(".sql") && wanted(name));
  for (const file of files.toSorted()) {
    for (const statement of readFileSync(`${MIGRATIONS}/${file}`, "utf8").split("--> statement-breakpoint")) {
      // Who is in which role belongs to the whole server, and other tests read it.
      if (!statement.includes("GRANT tieout_auth, tieout_claim TO tieout_app")) await client.query(statement);
    }
  }
}

beforeAll(async () => {
  // The roles belong to the whole server: whoever opens a test database first makes them.
  await (await openTestDatabase()).drop();
  server = await connect(process.env.TEST_DATABASE_URL!);
  await server.query(`create role ${owner} login createrole password 'tests-only'`);
  await server.query(`create database ${owner} owner ${owner}`);
  asOwner = await connect(at(owner));
  asAdmin = await connect(at());
  await asAdmin.query(`grant all on schema public to ${owner}`);
});
afterAll(async () => {
  await asOwner.end();
  await asAdmin.end();
  await server.query(`drop database ${owner} with (force)`);
  await server.query(`drop role ${owner}`);
  await server.end();
});

it("version 0.1 with one company and one posted document, its tables owned by a plain role", async () => {
  await migrate(asOwner, (name) => name < "0002");
  const { tenant, company, document } = ids;
  await asAdmin.query("insert into tenants (tenant_id, name, created_at) values ($1, 'Harborline', now())", [tenant]);
  await asAdmin.query(
    "insert into company_files (tenant_id, company_file_id, ledger, name, connection, created_at) values ($1, $2, 'qbo', 'Harbor Line', 'connected', now())",
    [tenant, company],
  );
  await asAdmin.query(
    `insert into lanes (tenant_id, company_file_id, next_batch_at, next_call_at, frozen_until, batch_gap_ms, call_gap_ms, served_at)
     values ($1, $2, now(), now(), now(), 1540, 130, now())`,
    [tenant, company],
  );
  await asAdmin.query(
    `insert into documents (tenant_id, document_id, company_file_id, key, kind, title, party, body, fingerprint, posted_fingerprint, amount_minor, currency, changed_at)
     values ($1, $2, $3, 'order/1/invoice/1', 'invoice', 'Invoice 1', 'Acme', '{}', 'as posted', 'as posted', 100, 'USD', now())`,
    [tenant, document, company],
  );
  await asAdmin.query(
    `insert into ledger_links (tenant_id, company_file_id, document_id, ledger_type, ledger_id, version_token, linked_at)
     values ($1, $2, $3, 'Invoice', '145', '0', now())`,
    [tenant, company, document],
  );
  await migrate(asOwner, (name) => name >= "0002");
  const lane = await asAdmin.query(
    "select changes_at is not null as looks, lists_at is not null as reads, batch_gap_ms, call_gap_ms from lanes",
  );
  expect(lane.rows).toEqual([{ looks: true, reads: true, batch_gap_ms: 1550, call_gap_ms: 124 }]);
  expect((await asAdmin.query("select posted_fingerprint from ledger_links")).rows).toEqual([
    { posted_fingerprint: "as posted" },
  ]);
  const unforced = await asAdmin.query(
    "select relname from pg_class where relname in ('lanes', 'documents', 'ledger_links') and not relforcerowsecurity",
  );
  expect(unforced.rows).toEqual([]);
});

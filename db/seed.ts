// Fills an empty installation with the demo tenants, through the same doors a user takes. Safe to run again.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

import { newId, type Scope } from "#lib/access/scope.ts";
import { hashPassword } from "#lib/access/passwords.ts";
import {
  findSeatsAsAuth,
  findUserByEmailAsAuth,
  insertMemberAsAuth,
  insertTenantAsAuth,
  insertUserAsAuth,
} from "#lib/access/store.ts";
import { env } from "#lib/env.ts";
import { addSource } from "#lib/operations/add-source.ts";
import { countOrders } from "#lib/operations/count-orders.ts";
import { connectCompany } from "#lib/operations/connect-company.ts";
import { importOrders } from "#lib/operations/import-orders.ts";
import { listCompanyFiles } from "#lib/operations/list-company-files.ts";
import { listSources } from "#lib/operations/list-sources.ts";
import { previewImport } from "#lib/operations/preview-import.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import { startConnecting } from "#lib/operations/start-connecting.ts";
import { startImport } from "#lib/operations/start-import.ts";
import { machineChance } from "#lib/operations/world.ts";
import { previewBytes } from "#lib/orders/imports/import.ts";
import type { ColumnMapping } from "#lib/orders/sources/csv-columns.ts";
import { asAuth, openDatabase, type Database } from "./client.ts";
import { importBacklog } from "./seed/backlog.ts";
import { DEMO_PASSWORD, demoPeople, demoTenants, type DemoTenant } from "./seed/tenants.ts";

const SAMPLES = fileURLToPath(new URL("../samples/", import.meta.url));

type World = Pick<Scope, "db" | "now" | "chance">;

/** Makes the demo tenants and people that are not there yet, connects their companies and imports their orders. */
export async function seedDemo(db: Database): Promise<void> {
  const world: World = { db, now: () => new Date(), chance: machineChance };
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const userIds = new Map<string, string>();
  for (const person of demoPeople) userIds.set(person.email, await demoUser(world, person, passwordHash));
  for (const demo of demoTenants) await connectDemo(await demoScope(world, demo, userIds), demo);
}

async function demoScope(world: World, demo: DemoTenant, userIds: ReadonlyMap<string, string>): Promise<Scope> {
  const owner = demoPeople.find((person) =>
    person.seats.some((seat) => seat.tenant === demo.name && seat.role === "owner"),
  )!;
  const ownerId = userIds.get(owner.email)!;
  const tenantId = await asAuth(world.db, async (tx) => {
    const seats = await findSeatsAsAuth(tx, ownerId);
    const known = seats.find((seat) => seat.name === demo.name);
    const id = known?.tenantId ?? newId(world);
    const createdAt = world.now();
    if (!known) await insertTenantAsAuth(tx, { tenantId: id, name: demo.name, createdAt });
    for (const person of demoPeople) {
      const seat = person.seats.find((one) => one.tenant === demo.name);
      const userId = userIds.get(person.email)!;
      if (seat) await insertMemberAsAuth(tx, { tenantId: id, userId, role: seat.role, createdAt });
    }
    return id;
  });
  return { ...world, tenantId, actor: { type: "person", userId: ownerId, name: owner.name, role: "owner" } };
}

async function demoUser(
  world: World,
  person: { readonly email: string; readonly name: string },
  passwordHash: string,
): Promise<string> {
  return await asAuth(world.db, async (tx) => {
    const known = await findUserByEmailAsAuth(tx, person.email);
    if (known) return known.userId;
    const userId = newId(world);
    await insertUserAsAuth(tx, {
      userId,
      email: person.email,
      name: person.name,
      passwordHash,
      createdAt: world.now(),
    });
    return userId;
  });
}

/**
 * Connects the simulated company and takes its orders in; goes on where an earlier start broke off. Without a simulator
 * there is nothing to connect.
 */
async function connectDemo(scope: Scope, demo: DemoTenant): Promise<void> {
  const simulator = env().TIEOUT_SIMULATOR_URL;
  if (!simulator) return;
  const [known] = await listCompanyFiles(scope, {});
  if (known && (await countOrders(scope, { companyFileId: known.companyFileId })).count > 0) return;
  const { companyFileId } = known ?? (await clickConnect(scope, demo.realmId));
  await saveSettings(scope, { companyFileId, settings: demo.settings });
  const sourceId = await demoSource(scope, companyFileId, demo);
  await (demo.file === null ? importBacklog(scope, sourceId) : importSample(scope, sourceId, demo.file));
}

/** Files go into the source a new company has from the start; shops and studio tools are sources of their own. */
async function demoSource(scope: Scope, companyFileId: string, demo: DemoTenant): Promise<string> {
  const sources = (await listSources(scope)).filter((source) => source.companyFileId === companyFileId);
  const own = sources.find(({ name, kind }) =>
    demo.source.kind === "csv" ? kind === "csv" : name === demo.source.name,
  );
  if (own) return own.sourceId;
  return (await addSource(scope, { companyFileId, ...demo.source })).sourceId;
}

/** What a person does in the browser: start, choose the company on QuickBooks' page, come back. */
async function clickConnect(scope: Scope, realmId: string): Promise<{ companyFileId: string }> {
  const sessionId = newId(scope);
  const start = new URL((await startConnecting(scope, { sessionId })).url);
  const form = new URLSearchParams({
    redirect_uri: start.searchParams.get("redirect_uri") ?? "",
    state: start.searchParams.get("state") ?? "",
    realm: realmId,
  });
  const chosen = await fetch(new URL(start.pathname, start), { method: "POST", body: form, redirect: "manual" });
  const back = new URL(chosen.headers.get("location") ?? "", start);
  const parameter = (name: string) => back.searchParams.get(name) ?? "";
  const answer = { code: parameter("code"), state: parameter("state"), realmId: parameter("realmId") };
  return await connectCompany(scope, { sessionId, ...answer });
}

async function importSample(scope: Scope, sourceId: string, file: string): Promise<void> {
  const path = SAMPLES + file;
  const isCsv = file.endsWith(".csv");
  const { bulkRunId } = await startImport(scope, {
    sourceId,
    fileName: file,
    format: isCsv ? "csv" : "json",
    mapping: isCsv ? await detectedMapping(scope, sourceId, path) : null,
    rowsExpected: null,
  });
  await importOrders(scope, { bulkRunId }, createReadStream(path));
}

/** The mapping the import page would propose, taken as it is. */
async function detectedMapping(scope: Scope, sourceId: string, path: string): Promise<ColumnMapping> {
  const { size } = await stat(path);
  const beginning = createReadStream(path, { end: previewBytes - 1 });
  const { detected } = await previewImport(scope, { sourceId, isWhole: size <= previewBytes }, beginning);
  return {
    columns: detected.columns.map(({ header, target }) => ({ header, target })),
    dateFormat: detected.dateFormat,
  };
}

async function main(): Promise<void> {
  const db = openDatabase(env().DATABASE_APP_URL);
  await seedDemo(db);
  await db.$client.end();
  const signIns = demoPeople.flatMap(({ email, seats }) =>
    seats.map(({ tenant, role }) => ({ email, password: DEMO_PASSWORD, tenant, role })),
  );
  process.stdout.write(`${JSON.stringify({ signIns })}\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  });
}

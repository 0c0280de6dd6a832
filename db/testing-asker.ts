// A process for tests: asks for one company's token whenever it is told to, as several workers would. Only tests start this.
import { createInterface } from "node:readline";

import { refreshCredentials } from "#lib/operations/refresh-credentials.ts";
import { readConnection } from "#lib/ledgers/connections/store.ts";
import { machineChance, workerScope } from "#lib/operations/world.ts";
import type { Scope } from "#lib/access/scope.ts";
import { inTransaction, openDatabase } from "./client.ts";

/** What one worker got: how its question ended, and the access token it then holds. */
export type Asked = { readonly ended: string; readonly accessToken: string | null };

/** Asks as a worker does before a call: renew if it is time, then open the connection. */
export async function askForToken(scope: Scope, companyFileId: string): Promise<Asked> {
  const ended = await refreshCredentials(scope, { companyFileId });
  const connection = await inTransaction(scope, (tx) => readConnection(tx, scope, companyFileId));
  return { ended, accessToken: connection?.accessToken ?? null };
}

/** A worker's scope on a pool of its own, so that it meets the others only in the database. */
export function newAsker(databaseUrl: string, tenantId: string): Scope {
  const db = openDatabase(databaseUrl, { max: 1 });
  return workerScope({ db, now: () => new Date(), chance: machineChance }, tenantId, "credentials");
}

/** Arguments: tenant, company file, how many workers. Each line on standard input is one round; so is each line out. */
async function main(tenantId: string, companyFileId: string, workers: number): Promise<void> {
  const askers = Array.from({ length: workers }, () => newAsker(process.env.DATABASE_APP_URL ?? "", tenantId));
  process.stdout.write("ready\n");
  for await (const _line of createInterface({ input: process.stdin })) {
    const asked = await Promise.all(askers.map((asker) => askForToken(asker, companyFileId)));
    process.stdout.write(`${JSON.stringify(asked)}\n`);
  }
  await Promise.all(askers.map((asker) => asker.db.$client.end()));
}

const [program, tenantId, companyFileId, workers] = process.argv.slice(1);
if (program?.endsWith("testing-asker.ts") && tenantId && companyFileId) {
  await main(tenantId, companyFileId, Number(workers));
}

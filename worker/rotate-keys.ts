// The program behind `npm run keys:rotate`: seals tokens with the newest key, says how many, and which do not open.
import { openDatabase } from "#db/client.ts";
import { env } from "#lib/env.ts";
import { hideInText } from "#lib/log.ts";
import { resealCredentials, type LockedCompany, type Resealed } from "#lib/operations/reseal-credentials.ts";
import { machineChance } from "#lib/operations/world.ts";

/** 0 when everything opens with the keys there are, 1 when something does not. */
async function main(): Promise<number> {
  const db = openDatabase(env().DATABASE_APP_URL, { max: 2 });
  try {
    const result = await resealCredentials({ db, now: () => new Date(), chance: machineChance });
    process.stdout.write(`${sentencesOf(result).join("\n")}\n`);
    return result.locked.length === 0 ? 0 : 1;
  } finally {
    await db.$client.end();
  }
}

function sentencesOf({ resealed, already, locked }: Resealed): readonly string[] {
  const counted = `${connections(resealed)} sealed anew with the newest key; ${already} had been already.`;
  if (locked.length === 0) return [counted, "Older keys are not needed any more."];
  return [counted, `${connections(locked.length)} did not open, and stayed as they are:`, ...locked.map(lineOf)];
}

function lineOf({ tenant, company, companyFileId, keyId }: LockedCompany): string {
  const where = `  ${company} of ${tenant} (company file ${companyFileId})`;
  return keyId === null
    ? `${where}: damaged, or moved from another row. Fix: connect it again under Settings, Companies.`
    : `${where}: sealed with key ${keyId}, which is not among yours. Fix: add that key at the end of TIEOUT_TOKEN_KEYS (an earlier TIEOUT_SECRET counts as a key) and run this again, or connect the company again under Settings, Companies.`;
}

function connections(count: number): string {
  return count === 1 ? "1 connection" : `${count} connections`;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`The keys were not rotated: ${hideInText(sentenceOf(error))}\n`);
    process.exit(1);
  },
);

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message;
}

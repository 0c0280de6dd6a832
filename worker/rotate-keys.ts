// The program behind `npm run keys:rotate`: seals tokens and webhook secrets with the newest key, says how many, and which do not open.
import { openDatabase } from "#db/client.ts";
import { env } from "#lib/env.ts";
import { hideInText } from "#lib/log.ts";
import {
  resealCredentials,
  type LockedCompany,
  type LockedWebhook,
  type Resealed,
} from "#lib/operations/reseal-credentials.ts";
import { machineChance } from "#lib/operations/world.ts";

/** 0 when everything opens with the keys there are, 1 when something does not. */
async function main(): Promise<number> {
  const db = openDatabase(env().DATABASE_APP_URL, { max: 2 });
  try {
    const result = await resealCredentials({ db, now: () => new Date(), chance: machineChance });
    process.stdout.write(`${sentencesOf(result).join("\n")}\n`);
    return result.locked.length + result.lockedWebhooks.length === 0 ? 0 : 1;
  } finally {
    await db.$client.end();
  }
}

function sentencesOf({ resealed, already, locked, lockedWebhooks }: Resealed): readonly string[] {
  const counted = `${secrets(resealed)} sealed anew with the newest key; ${already} had been already.`;
  const lines = [...locked.map(lineOf), ...lockedWebhooks.map(webhookLine)];
  if (lines.length === 0) return [counted, "Older keys are not needed any more."];
  return [counted, `${secrets(lines.length)} did not open, and stayed as they are:`, ...lines];
}

function webhookLine({ tenant, url, keyId }: LockedWebhook): string {
  const where = `  the webhook to ${new URL(url).host} of ${tenant}`;
  return keyId === null
    ? `${where}: damaged, or moved from another row. Fix: remove it under Settings, Notifications, and add it again.`
    : `${where}: sealed with key ${keyId}, which is not among yours. Fix: add that key at the end of TIEOUT_TOKEN_KEYS and run this again, or remove the webhook and add it again.`;
}

function lineOf({ tenant, company, companyFileId, keyId }: LockedCompany): string {
  const where = `  ${company} of ${tenant} (company file ${companyFileId})`;
  return keyId === null
    ? `${where}: damaged, or moved from another row. Fix: connect it again under Settings, Companies.`
    : `${where}: sealed with key ${keyId}, which is not among yours. Fix: add that key at the end of TIEOUT_TOKEN_KEYS (an earlier TIEOUT_SECRET counts as a key) and run this again, or connect the company again under Settings, Companies.`;
}

/** Of connections and of webhooks. */
function secrets(count: number): string {
  return count === 1 ? "1 secret" : `${count} secrets`;
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

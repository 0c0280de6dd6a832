// Is the database up to date, and are the demo companies in it? The programs in db/ do it; here is when they run and what they said.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./processes.mjs";
import { Sentence } from "./sentence.mjs";
import { hashOf, isStamped, migrationSources, stamp } from "./stamp.mjs";

/**
 * Brings the database up to date. The embedded one is left alone when this very code has done so before (stamp beside the
 * cluster); one's own is asked every time. Returns `{ ran, ownerToken }`; the token only on the day it was made.
 */
export async function migrateDatabase({ environment, onStart, stampFolder }) {
  const stampFile = stampFolder && join(stampFolder, "migrated");
  const value = hashOf(migrationSources);
  if (stampFile && isStamped(stampFile, value)) return { ran: false };
  const done = await runProgram("db/migrate.ts", environment, onStart);
  if (done.code !== 0) throw migrationSentence(done);
  if (stampFile) stamp(stampFile, value);
  return { ran: true, ownerToken: jsonLine(done.stdout, "ownerToken") };
}

// The exit codes with which db/migrate.ts says that its words are a sentence for a person: from the future, may not create roles.
const toldCodes = new Set([3, 4]);

function migrationSentence({ code, stderr }) {
  const said = stderr.trim();
  if (toldCodes.has(code) && said) return new Sentence(said);
  return new Sentence(
    `The database could not be brought up to date: ${said || `db/migrate.ts ended with exit code ${code}`}`,
  );
}

/**
 * Fills in the demo companies and returns their sign-ins: `{ ran, signIns: [{ email, password, tenant, role }] }`. Skipped when the
 * embedded database holds those of an earlier start and the simulator's books do too (`isWhole`).
 */
export async function seedDemo({ environment, onStart, stampFolder, dataFolder, isWhole }) {
  const signInsFile = join(dataFolder, "sign-ins.json");
  const stampFile = stampFolder && join(stampFolder, "seeded");
  if (stampFile && existsSync(stampFile) && existsSync(signInsFile) && isWhole) {
    return { ran: false, signIns: JSON.parse(readFileSync(signInsFile, "utf8")) };
  }
  const done = await runProgram("db/seed.ts", environment, onStart);
  if (done.code !== 0)
    throw new Sentence(`The demo companies could not be made; db/seed.ts said:\n${done.output.trim()}`);
  const signIns = jsonLine(done.stdout, "signIns") ?? [];
  writeFileSync(signInsFile, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 });
  if (stampFile) stamp(stampFile, "seeded");
  return { ran: true, signIns };
}

function runProgram(file, environment, onStart) {
  return run(process.execPath, ["--import", "tsx", file], { env: environment, onStart });
}

/** The value under `name` of the line of JSON that holds it, undefined when no line does. */
export function jsonLine(text, name) {
  for (const line of text.split("\n")) {
    if (!line.startsWith("{")) continue;
    try {
      const value = JSON.parse(line)[name];
      if (value !== undefined) return value;
    } catch {
      // Another line that begins with a brace.
    }
  }
  return undefined;
}

// Is each planted bug found? One process for each, in which one file of the product is read with the bug in it.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { mutants, type Mutant } from "./mutants.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SCHEDULES_MAX = 2_000;
/** Always the same: what finds a bug today finds it tomorrow. */
const FROM = 1;

/** Runs the schedules against every planted bug; false when one is not found. */
export async function huntMutants(only: string | undefined, say: (line: string) => void): Promise<boolean> {
  const hunted = mutants.filter(({ name }) => only === undefined || name.includes(only));
  const missed: string[] = [];
  for (const mutant of hunted) {
    const found = await hunt(mutant);
    say(`${found === null ? "MISSED" : "caught"} ${mutant.name}${found === null ? "" : `: ${found}`}`);
    if (found === null) missed.push(mutant.name);
  }
  say(missed.length === 0 ? `All ${hunted.length} planted bugs were found.` : `Not found: ${missed.join("; ")}`);
  return missed.length === 0 && hunted.length > 0;
}

async function hunt({ name }: Mutant): Promise<string | null> {
  const flags = ["--import", "tsx", "--import", "./worker/simulation/plant.mjs", "worker/simulation/main.ts"];
  const args = [...flags, "--schedules", String(SCHEDULES_MAX), "--from", String(FROM), "--first-caught"];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, TIEOUT_PLANTED: name },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let trouble = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (trouble += chunk.toString()));
  await new Promise((resolve) => child.once("exit", resolve));
  const said = /^CAUGHT (.*)$/m.exec(out)?.[1];
  if (said === undefined) throw new Error(`The hunt for "${name}" broke: ${trouble.slice(-2_000)} ${out.slice(-500)}`);
  const caught = JSON.parse(said) as {
    schedules: number;
    first?: { seed: number; invariant: string; sentence: string };
  };
  return caught.first
    ? `schedule ${caught.schedules}, seed ${caught.first.seed}, ${caught.first.invariant}: ${caught.first.sentence}`
    : null;
}

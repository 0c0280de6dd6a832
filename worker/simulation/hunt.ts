// Is each planted bug found? One process for each, in which one file of the product is read with the bug in it.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { mutants, type Mutant } from "./mutants.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SCHEDULES_MAX = 2_000;
const AT_ONCE = Number(process.env.TIEOUT_HUNTS ?? 2);
/** Always the same: what finds a bug today finds it tomorrow. */
const FROM = 1;

/** Runs the schedules against every planted bug; false when one is not found. */
export async function huntMutants(only: string | undefined, say: (line: string) => void): Promise<boolean> {
  const hunted = mutants.filter(({ name }) => only === undefined || name.includes(only));
  const missed: string[] = [];
  const waiting = [...hunted];
  const serve = async () => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const hunted = await hunt(mutant);
      if ("found" in hunted) say(`caught ${mutant.name}: ${hunted.found}`);
      else missed.push(mutant.name);
      if ("missed" in hunted) say(`MISSED ${mutant.name}`);
      // A bug that cannot be planted, or breaks the ground itself, was not found by an invariant.
      if ("broke" in hunted) say(`BROKE ${mutant.name}: ${hunted.broke}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, serve));
  say(missed.length === 0 ? `All ${hunted.length} planted bugs were found.` : `Not found: ${missed.join("; ")}`);
  return missed.length === 0 && hunted.length > 0;
}

type Hunted = { readonly found: string } | { readonly missed: true } | { readonly broke: string };

async function hunt({ name }: Mutant): Promise<Hunted> {
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
  if (said === undefined) return { broke: `${trouble.slice(-1_500)} ${out.slice(-300)}` };
  const caught = JSON.parse(said) as {
    schedules: number;
    first?: { seed: number; invariant: string; sentence: string };
  };
  if (!caught.first) return { missed: true };
  const { seed, invariant, sentence } = caught.first;
  return { found: `schedule ${caught.schedules}, seed ${seed}, ${invariant}: ${sentence}` };
}

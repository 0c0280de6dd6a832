// `npm run simulate -- [--schedules N] [--from SEED] [--seed N] [--mutants [--only WORDS]]`: where do the schedules get a database from?
import { spawn } from "node:child_process";
import { join } from "node:path";
import { makeDataFolder, startPostgres } from "./postgres.mjs";
import { killGroup, root, signal } from "./processes.mjs";
import { tell } from "./sentence.mjs";
import { stopOnSignals } from "./signals.mjs";

const preload = join(root, "bin", "leave-with-parent.mjs");

async function main(flags) {
  if (process.env.TEST_DATABASE_URL) return runSimulation(flags, process.env.TEST_DATABASE_URL);
  makeDataFolder(join(root, ".data"));
  const database = await startPostgres({ dataDir: join(root, ".data", "simulate-postgres"), throwAway: true });
  try {
    return await runSimulation(flags, database.url);
  } finally {
    await database.stop();
  }
}

function runSimulation(flags, url) {
  const env = { ...process.env, TEST_DATABASE_URL: url, TIEOUT_PARENT: String(process.pid) };
  const args = ["--import", preload, "--import", "tsx", join("worker", "simulation", "main.ts"), ...flags];
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: "inherit", detached: true });
  stopOnSignals(
    () => signal(child.pid, "SIGTERM"),
    () => signal(child.pid, "SIGKILL"),
  );
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      killGroup(child.pid);
      resolve(code ?? 1);
    });
  });
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => process.exit(tell(error)),
);

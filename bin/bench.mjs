// `npm run bench -- NAME [flags]`: which benchmarks are there, and where do they get a durable database from?
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { makeDataFolder, startPostgres } from "./postgres.mjs";
import { killGroup, root, signal } from "./processes.mjs";
import { Sentence, tell } from "./sentence.mjs";
import { stopOnSignals } from "./signals.mjs";

const folder = join(root, "bench");
const preload = join(root, "bin", "leave-with-parent.mjs");

function benchmarks() {
  if (!existsSync(folder)) return [];
  const isOne = (name) => name.endsWith(".ts") && !name.endsWith(".test.ts");
  return readdirSync(folder)
    .filter(isOne)
    .map((name) => name.slice(0, -3))
    .toSorted();
}

async function main([name, ...flags]) {
  const known = benchmarks();
  if (!name) {
    console.log(["Benchmarks (npm run bench -- NAME [flags]):", ...known.map((one) => `  ${one}`)].join("\n"));
    return 0;
  }
  if (!known.includes(name))
    throw new Sentence(`There is no benchmark ${name}; there are: ${known.join(", ") || "none"}.`);
  if (process.env.TEST_DATABASE_URL) return runBenchmark(name, flags, process.env.TEST_DATABASE_URL);
  makeDataFolder(join(root, ".data"));
  // With fsync on, unlike the tests' cluster: a number from a server that forgets is worth nothing.
  const database = await startPostgres({ dataDir: join(root, ".data", "bench-postgres") });
  try {
    return await runBenchmark(name, flags, database.url);
  } finally {
    await database.stop();
  }
}

function runBenchmark(name, flags, url) {
  const env = { ...process.env, TEST_DATABASE_URL: url, TIEOUT_PARENT: String(process.pid) };
  const args = ["--import", preload, "--import", "tsx", join("bench", `${name}.ts`), ...flags];
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: "inherit", detached: true });
  stopOnSignals(
    () => signal(child.pid, "SIGTERM"),
    () => signal(child.pid, "SIGKILL"),
  );
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      // Whatever it started and forgot.
      killGroup(child.pid);
      resolve(code ?? 1);
    });
  });
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => process.exit(tell(error)),
);

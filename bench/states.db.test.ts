// Does the benchmark of states still run to its end, and does each state find the orders that were planted in it?
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

it("npm run bench -- states: the few that stand otherwise are found among copies of orders that are in the books", async () => {
  const flags = ["--orders", "60", "--planned", "20", "--rare", "3", "--turns", "1"];
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "bench/states.ts", ...flags], {
    cwd: root,
  });
  const result = JSON.parse(stdout.trim().split("\n").at(-1)!) as { asked: { what: string; found: number }[] };
  expect(result).toMatchObject({ bench: "states", orders: 60, documents: 90, faults: [] });
  const found = Object.fromEntries(result.asked.map((one) => [one.what, one.found]));
  expect(found).toMatchObject({
    "orders that are ready": 3,
    "orders that are changed": 3,
    "orders that are missing": 3,
    "orders that are blocked": 3,
    "orders that are up-to-date": 48,
  });
}, 180_000);

// Does the benchmark of pulling still run to its end, with every balance as the books say and no read too many?
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

it("npm run bench -- pull: balances by a real worker, one read for up to a thousand, all of them right", async () => {
  const flags = ["--invoices", "60", "--scale", "20", "--sample", "5", "--upserts", "30", "--rounds", "2"];
  const words = ["--import", "tsx", "bench/pull.ts", ...flags];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root });
  const result = JSON.parse(stdout.trim().split("\n").at(-1)!) as Record<string, unknown>;
  expect(result).toMatchObject({ bench: "pull", invoices: 60, meteredReads: 1, calls: 1, throttled429: 0, faults: [] });
  expect(result.gets).toMatchObject({ sample: 5 });
  expect((result.keeping as { turns: unknown[] }).turns).toHaveLength(2);
}, 180_000);

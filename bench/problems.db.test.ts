// Does the benchmark of Problem Sync still run to its end, with no question that failed?
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

it("npm run bench -- problems: generated tenants, every look answered, the usual list beside", async () => {
  const size = ["--rows", "3000", "--tenants", "10", "--rate", "5", "--seconds", "1", "--warm", "1"];
  const words = ["--import", "tsx", "bench/problems.ts", ...size, "--only", "page"];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root });
  const result = JSON.parse(stdout.trim().split("\n").at(-1)!) as { ours: { name: string }[]; usual: unknown[] };
  expect(result).toMatchObject({ bench: "problems", failed: 0, options: { rows: 3_000, tenants: 10 } });
  expect(result.ours.map(({ name }) => name)).toContain("a deep page");
  expect(result.usual).not.toEqual([]);
}, 180_000);

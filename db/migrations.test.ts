// Do the migrations, the golden schema and the tables in db/schema speak of the same database? Asked without a database.
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { goldenFile, hashLine } from "./golden.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const migrations = join(root, "db", "migrations");
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "tieout-migrations-"));
  cpSync(migrations, copy, { recursive: true });
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("golden schema", () => {
  test("was made from these very migrations (else: npm run db:golden, and read the difference)", () => {
    expect(readFileSync(goldenFile, "utf8").split("\n")).toContain(hashLine());
  });

  test("a changed migration changes the line that is compared", () => {
    const before = hashLine(copy);
    appendFileSync(join(copy, "0001_row_security_and_counters.sql"), "-- one more word\n");
    expect(before).toBe(hashLine());
    expect(hashLine(copy)).not.toBe(before);
  });
});

describe("migrations", () => {
  test("the journal names exactly the files that are there, numbered in order", () => {
    const journal = JSON.parse(readFileSync(join(migrations, "meta", "_journal.json"), "utf8")) as {
      entries: { idx: number; tag: string }[];
    };
    const files = readdirSync(migrations).filter((name) => name.endsWith(".sql"));
    expect(files.toSorted()).toEqual(journal.entries.map(({ tag }) => `${tag}.sql`));
    expect(journal.entries.map(({ idx, tag }) => [idx, tag.slice(0, 4)])).toEqual(
      journal.entries.map((_, nth) => [nth, String(nth).padStart(4, "0")]),
    );
  });

  test("db/schema asks for nothing the migrations do not make", () => {
    const before = readdirSync(copy).toSorted();
    // drizzle-kit writes a "./" before the folder, so only a relative one reaches it.
    const out = relative(root, copy);
    const kit = join(root, "node_modules", "drizzle-kit", "bin.cjs");
    const options = ["generate", "--dialect", "postgresql", "--schema", "./db/schema/index.ts", "--out", out];
    const said = execFileSync(process.execPath, [kit, ...options], { cwd: root, encoding: "utf8" });
    expect(readdirSync(copy).toSorted()).toEqual(before);
    expect(said).toContain("nothing to migrate");
  }, 30_000);
});

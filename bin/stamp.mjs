// Did anything change since a step last ran? A hash over the files the step reads, kept beside what the step made.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./processes.mjs";

const skipped = new Set(["node_modules", ".next", ".data", ".git"]);
const isTest = (name) => /\.test\.[cm]?[jt]sx?$/.test(name);

/** What `next build` reads. A missing entry is fine; one that appears changes the hash. */
export const buildSources = [
  "app",
  "components",
  "lib",
  "db",
  "public",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.ts",
  "next.config.mjs",
  "next.config.js",
  "postcss.config.mjs",
];

/** What decides whether the database must be migrated again. */
export const migrationSources = ["db", "package-lock.json"];

/** A hash over names and contents of files and folders, tests left out; the same files give the same hash on every machine. */
export function hashOf(paths, base = root) {
  const hash = createHash("sha256");
  for (const path of paths) addTo(hash, base, path);
  return hash.digest("hex");
}

function addTo(hash, base, path) {
  const full = join(base, path);
  if (!existsSync(full)) return;
  if (!statSync(full).isDirectory()) {
    const content = readFileSync(full);
    hash.update(`${path}\0${content.length}\0`).update(content);
    return;
  }
  const names = readdirSync(full).filter((name) => !skipped.has(name) && !isTest(name));
  for (const name of names.toSorted()) addTo(hash, base, `${path}/${name}`);
}

/** True when the stamp file says exactly this. */
export function isStamped(file, value) {
  return existsSync(file) && readFileSync(file, "utf8").trim() === value;
}

/** Writes the stamp; only after the step has succeeded. */
export function stamp(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${value}\n`);
}

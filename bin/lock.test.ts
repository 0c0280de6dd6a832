// Is what we install what we think it is? Exact pins, our oldest Node, every platform, and licences that go with MIT.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { root } from "./toy-house.ts";

type Package = {
  readonly version?: string;
  readonly license?: string;
  readonly engines?: { readonly node?: string } | readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};
const read = (name: string) => JSON.parse(readFileSync(join(root, name), "utf8")) as unknown;
const packageJson = read("package.json") as {
  engines: { node: string };
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
const lock = (read("package-lock.json") as { packages: Record<string, Package> }).packages;
const installed = Object.entries(lock).filter(([path]) => path !== "");
const oldestNode = /\d+\.\d+\.\d+/.exec(packageJson.engines.node)?.[0] ?? "";

/** Licences whose terms an MIT program may build on and be handed out with. */
const free = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "0BSD",
  "CC0-1.0",
  "Unlicense",
  "BlueOak-1.0.0",
  "PostgreSQL",
]);

/** What is not on that list, by name, and why it may stay. */
const excepted: readonly (readonly [name: RegExp, licence: string | undefined, why: string])[] = [
  [/^axe-core$|^@axe-core\//, "MPL-2.0", "used by tests only, unchanged; MPL binds changes of its own files"],
  [/^lightningcss(-|$)/, "MPL-2.0", "builds the style sheet, unchanged; nothing of it is in what we hand out"],
  [/^caniuse-lite$/, "CC-BY-4.0", "a table of browsers read at build time; its authors are named in the package"],
  [/^geist$/, "SIL OPEN FONT LICENSE", "a typeface; may be bundled, may not be sold by itself"],
  [/^@img\/sharp-libvips-/, "LGPL-3.0-or-later", "a library of its own beside ours, optional, exchangeable"],
  [/^@img\/sharp-win32-/, "Apache-2.0 AND LGPL-3.0-or-later", "the same library, for Windows"],
  [/^@img\/sharp-wasm32$/, "Apache-2.0 AND LGPL-3.0-or-later AND MIT", "the same library, for the rest"],
  [/^querystring$/, undefined, "names no licence in the lock; MIT in its own text; only a benchmark's rival uses it"],
];

const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

describe("package.json", () => {
  test.each(Object.entries({ ...packageJson.dependencies, ...packageJson.devDependencies }))(
    "%s is pinned exactly (%s), and the lock holds that version",
    (name, wanted) => {
      const version = wanted.replace(/^npm:.*@/, "");
      expect(version).toMatch(/^\d+\.\d+\.\d+(-[0-9a-z.]+)?$/);
      expect(lock[`node_modules/${name}`]?.version).toBe(version);
    },
  );
});

describe("package-lock.json", () => {
  test(`every package runs on Node ${oldestNode}, the oldest we promise`, () => {
    const asked = installed.flatMap(([path, { engines }]) =>
      engines && "node" in engines && engines.node ? [{ path, range: engines.node }] : [],
    );
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter(({ range }) => !admits(range, oldestNode))).toEqual([]);
  });

  test("every package that another asks for is there, those of other platforms too", () => {
    const missing = Object.entries(lock).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !isReachable(path, name))
        .map((name) => `${path} asks for ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test("every licence goes with MIT, or is an exception with a reason", () => {
    const others = installed.filter(([, { license }]) => !isFree(license));
    const unexplained = others.filter(
      ([path, { license }]) =>
        !excepted.some(([name, licence]) => name.test(nameOf(path)) && (license ?? undefined) === licence),
    );
    expect(unexplained.map(([path, { license }]) => `${path}: ${license ?? "none"}`)).toEqual([]);
    const idle = excepted.filter(([name]) => !others.some(([path]) => name.test(nameOf(path))));
    expect(idle.map(([, , why]) => why)).toEqual([]);
  });
});

/** All parts of "A AND B", any part of "(A OR B)". */
function isFree(licence: string | undefined): boolean {
  if (licence === undefined) return false;
  const plain = licence.replaceAll(/[()]/g, "");
  if (plain.includes(" OR ")) return plain.split(" OR ").some((part) => isFree(part));
  return plain.split(" AND ").every((part) => free.has(part));
}

/** Node's own way: beside the one who asks, then in each folder above. */
function isReachable(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    if (lock[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === "") return false;
  }
}

type Version = readonly [number, number, number];

/** Does a range such as "^20.19.0 || >=22.12.0" admit a version? Reads what `engines` fields hold; throws on the rest. */
function admits(range: string, version: string): boolean {
  const wanted = parts(version);
  return range.split("||").some((set) => {
    const comparators = [...set.matchAll(/(>=|<=|>|<|\^|~|=)?\s*v?(\d+(?:\.[\dx*]+){0,2}|\*)/g)];
    if (comparators.length === 0) throw new Error(`Cannot read the range "${range}"`);
    return comparators.every(([, sign, text]) => holds(sign, text ?? "*", wanted));
  });
}

function holds(sign: string | undefined, text: string, version: Version): boolean {
  if (text === "*") return true;
  const bound = parts(text);
  const order = compare(version, bound);
  switch (sign) {
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case "~":
      return order >= 0 && version[0] === bound[0] && version[1] === bound[1];
    case "^":
      return order >= 0 && version[0] === bound[0];
    default:
      // "20" and "20.x" mean any of it.
      return text.split(".").every((part, nth) => /[x*]/.test(part) || Number(part) === version[nth]);
  }
}

function parts(text: string): Version {
  const [major = "0", minor = "0", patch = "0"] = text.split(".");
  const numberOf = (part: string) => Number(part.replace(/[x*]/, "0"));
  return [numberOf(major), numberOf(minor), numberOf(patch)];
}

function compare(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

test.each([
  ["^20.19.0 || >=22.12.0", "20.20.2", true],
  ["^20.19.0 || >=22.12.0", "21.0.0", false],
  [">=20.9.0", "20.20.2", true],
  [">= 20.21", "20.20.2", false],
  ["^18 || ^20.20.3", "20.20.2", false],
  [">=18 <20", "20.20.2", false],
  ["20.x", "20.20.2", true],
  ["22", "20.20.2", false],
  ["*", "20.20.2", true],
])("the range %s and Node %s: %s", (range, version, expected) => {
  expect(admits(range, version)).toBe(expected);
});

// Do the budgets and the lint rules of the house bite? Each is broken once in a small house beside files that keep it.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { buildToyHouse, root, type ToyHouse } from "./toy-house.ts";

const lines = (count: number, line: (nth: number) => string) => Array.from({ length: count }, (_, nth) => line(nth));
/** A function of exactly this many lines. */
const functionOf = (count: number) =>
  ["export function add(sum: number) {", ...lines(count - 3, () => "  sum += 1;"), "  return sum;", "}", ""].join("\n");
const fileOf = (count: number) => lines(count, (nth) => `export const value${nth} = ${nth};`).join("\n") + "\n";

/** Path, text, and the rules it breaks. */
const files: readonly (readonly [path: string, text: string, broken: readonly string[]])[] = [
  ["lib/today/full-file.ts", fileOf(300), []],
  ["lib/today/long-file.ts", fileOf(301), ["max-lines"]],
  ["lib/today/commented-file.ts", fileOf(300) + "// Why this is so.\n".repeat(50), []],
  ["lib/today/full-function.ts", functionOf(70), []],
  ["lib/today/long-function.ts", functionOf(71), ["max-lines-per-function"]],
  ["components/full-component.tsx", functionOf(120), []],
  ["components/long-component.tsx", functionOf(121), ["max-lines-per-function"]],
  ["lib/today/long.test.ts", functionOf(200), []],
  ["lib/today/waits.ts", "export async function go() {\n  await Promise.resolve();\n}\nawait go();\n", []],
  ["lib/today/forgets.ts", "async function go() {\n  await Promise.resolve();\n}\ngo();\n", ["no-floating-promises"]],
  ["lib/documents/reads-clock.ts", "export const at = () => Date.now();\n", ["no-restricted-properties"]],
  ["lib/rules/throws-dice.ts", "export const dice = () => Math.random();\n", ["no-restricted-properties"]],
  ["lib/ledgers/qbo/calls.ts", `export const get = () => fetch("https://x.example");\n`, ["no-restricted-globals"]],
  ["lib/sync/reads-environment.ts", "export const home = () => process.env.HOME;\n", ["no-restricted-globals"]],
  ["lib/money.ts", "export const later = () => setTimeout(() => {}, 1);\n", ["no-restricted-globals"]],
  ["lib/ledgers/qbo/carrier.ts", `export const get = () => fetch("https://x.example");\n`, []],
  ["lib/sync/store.ts", "export const at = () => Date.now();\n", []],
  ["lib/today/says-any.ts", "export const loose = (value: any) => value.x;\n", ["no-explicit-any"]],
  ["lib/today/hushes.ts", `// @ts-ignore\nexport const wrong: string = 1;\n`, ["ban-ts-comment"]],
  ["lib/today/prints.ts", `console.log("here");\n`, ["no-console"]],
  ["lib/today/CamelCase.ts", "export const one = 1;\n", ["filename-case"]],
  ["lib/access/one.ts", `import { b } from "./two.ts";\nexport const a = () => b;\n`, ["no-cycle"]],
  ["lib/access/two.ts", `import { a } from "./one.ts";\nexport const b = () => a;\n`, ["no-cycle"]],
  [
    "lib/today/forgets-a-case.ts",
    `export function word(kind: "invoice" | "payment") {\n  switch (kind) {\n    case "invoice":\n      return 1;\n  }\n  return 0;\n}\n`,
    ["switch-exhaustiveness-check"],
  ],
];

let house: ToyHouse;
let reported: { readonly filename: string; readonly rule: string }[];

beforeAll(() => {
  const texts = Object.fromEntries(files.map(([path, text]) => [path, text]));
  // tsconfig.json asks for the types of Node; the house needs none of them.
  texts["node_modules/@types/node/package.json"] =
    `{ "name": "@types/node", "version": "1.0.0", "types": "index.d.ts" }`;
  texts["node_modules/@types/node/index.d.ts"] = "export {};\n";
  house = buildToyHouse(texts, ["package.json", "tsconfig.json", ".oxlintrc.json"]);
  const tools = join(root, "node_modules");
  const lint = [join(tools, "oxlint", "bin", "oxlint"), "--type-aware", "--deny-warnings", "--format", "json"];
  const env = { ...process.env, OXLINT_TSGOLINT_PATH: join(tools, "oxlint-tsgolint", "bin", "tsgolint.js") };
  const done = spawnSync(process.execPath, lint, { cwd: house.folder, encoding: "utf8", env });
  const { diagnostics } = JSON.parse(done.stdout) as { diagnostics: { filename: string; code: string }[] };
  // "typescript(no-explicit-any)" or "eslint(max-lines)".
  reported = diagnostics.map(({ filename, code }) => ({ filename, rule: /\(([^)]+)\)/.exec(code)?.[1] ?? code }));
}, 30_000);
afterAll(() => house.remove());

test.each(files)("%s", (path, _text, broken) => {
  expect(reported.filter(({ filename }) => filename === path).map(({ rule }) => rule)).toEqual(broken);
});

test("nothing but the files is reported", () => {
  const known = new Set(files.map(([path]) => path));
  expect(reported.filter(({ filename }) => !known.has(filename))).toEqual([]);
});

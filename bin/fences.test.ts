// Do the fences bite? Every rule is broken once in a small house, and every break is reported, and nothing else is.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { buildToyHouse, root, type ToyHouse } from "./toy-house.ts";

type Rule = { readonly name: string };
const { forbidden } = createRequire(import.meta.url)(join(root, ".dependency-cruiser.cjs")) as { forbidden: Rule[] };

const empty = "export const something = 1;\n";
const imports = (...names: string[]) => names.map((name) => `import { something } from "${name}";\n`).join("");

/** What stands in the house and breaks nothing; the planted files lean on it. */
const sound: Readonly<Record<string, string>> = {
  "db/client.ts": empty,
  "db/schema/index.ts": empty,
  "lib/money.ts": empty,
  "lib/log.ts": empty,
  "lib/access/roles.ts": empty,
  "lib/orders/order.ts": imports("#lib/money.ts") + empty,
  "lib/orders/store.ts": imports("#db/client.ts", "#db/schema/index.ts", "./order.ts"),
  "lib/rules/rule.ts": imports("#lib/orders/order.ts") + empty,
  "lib/documents/plan.ts": imports("#lib/rules/rule.ts", "#lib/orders/order.ts") + empty,
  "lib/documents/fingerprint.ts": imports("node:crypto"),
  "lib/sync/push.ts": imports("#lib/documents/plan.ts") + empty,
  "lib/sync/claim/store.ts": imports("#db/schema/index.ts", "../push.ts"),
  "lib/ledgers/ledger.ts": imports("#lib/documents/plan.ts", "#lib/sync/push.ts") + empty,
  "lib/ledgers/qbo/carrier.ts": imports("node:http", "../ledger.ts") + empty,
  "lib/ledgers/desktop/ledger.ts": imports("../ledger.ts") + empty,
  "lib/operations/do-it.ts": imports("#db/client.ts", "#lib/orders/store.ts", "#lib/ledgers/qbo/carrier.ts") + empty,
  "app/page.tsx": imports("#lib/operations/do-it.ts", "#components/button.tsx", "next/navigation"),
  "app/actions.ts": imports("#lib/operations/do-it.ts"),
  "app/_session/auth.ts": imports("#db/schema/index.ts", "#db/client.ts"),
  "components/button.tsx": imports("react", "#lib/money.ts") + empty,
  "worker/main.ts": imports("#lib/operations/do-it.ts", "#lib/access/roles.ts", "#lib/log.ts") + empty,
  "worker/simulation/run.ts": imports("../../simulator/main.ts", "#lib/sync/push.ts") + empty,
  "simulator/main.ts": imports("node:http", "./part.ts") + empty,
  "simulator/part.ts": empty,
  "e2e/journey.ts": imports("../simulator/main.ts") + empty,
  // The way back of a cycle: reported once, at its other end.
  "lib/access/other.ts": imports("./one.ts") + empty,
  "lib/orders/store.db.test.ts": imports("#db/schema/index.ts", "#lib/operations/do-it.ts"),
};

/** One file for each break: rule, path, and what it imports that it may not. */
const planted: readonly (readonly [rule: string, path: string, text: string])[] = [
  ["no-cycles", "lib/access/one.ts", imports("./other.ts") + empty],
  ["pure-stays-pure", "lib/rules/reads-tables.ts", imports("#db/client.ts")],
  ["pure-stays-pure", "lib/documents/asks-store.ts", imports("#lib/orders/store.ts")],
  ["pure-stays-pure", "lib/ledgers/qbo/talks.ts", imports("./carrier.ts")],
  ["pure-stays-pure", "lib/sync/relative.ts", imports("../../db/client.ts")],
  ["pure-has-no-node", "lib/documents/reads-file.ts", imports("node:fs")],
  ["orders-flow-forward", "lib/orders/looks-ahead.ts", imports("#lib/rules/rule.ts")],
  ["orders-flow-forward", "lib/orders/types-ahead.ts", `import type { T } from "#lib/documents/plan.ts";\n`],
  ["rules-flow-forward", "lib/rules/looks-ahead.ts", imports("#lib/documents/plan.ts")],
  ["documents-flow-forward", "lib/documents/looks-ahead.ts", imports("#lib/sync/push.ts")],
  ["sync-flows-forward", "lib/sync/looks-ahead.ts", imports("#lib/ledgers/ledger.ts")],
  ["ledgers-are-strangers", "lib/ledgers/qbo/asks-desktop.ts", imports("../desktop/ledger.ts")],
  ["ledgers-see-documents-only", "lib/ledgers/qbo/reads-order.ts", imports("#lib/orders/order.ts")],
  ["tables-belong-to-stores", "lib/operations/reads-tables.ts", imports("#db/schema/index.ts")],
  ["pages-go-through-operations", "app/orders/page.tsx", imports("#db/client.ts")],
  ["pages-go-through-operations", "components/rows.tsx", imports("#lib/orders/store.ts")],
  ["only-doors-call-operations", "app/orders/order-table.tsx", imports("#lib/operations/do-it.ts")],
  ["lib-knows-no-framework", "lib/operations/redirects.ts", imports("next/navigation")],
  ["lib-knows-no-framework", "lib/access/draws.ts", imports("#components/button.tsx")],
  ["worker-is-a-door", "worker/thinks.ts", imports("#lib/sync/push.ts")],
  ["simulator-shares-nothing", "simulator/borrows.ts", imports("../lib/money.ts")],
  ["product-never-imports-simulator", "lib/operations/plays.ts", imports("../../simulator/main.ts")],
  ["product-never-imports-simulation", "lib/operations/simulates.ts", imports("../../worker/simulation/run.ts")],
  ["resolvable", "lib/access/lost.ts", imports("./not-there.ts")],
];

const frameworks = Object.fromEntries(
  ["next", "react"].flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" })],
    [`node_modules/${name}/index.js`, "exports.something = 1;\n"],
    [`node_modules/${name}/navigation.js`, "exports.something = 1;\n"],
  ]),
);

const ownSettings = ["package.json", "tsconfig.json", ".dependency-cruiser.cjs"];
let house: ToyHouse;
let reported: string[];

beforeAll(() => {
  house = buildToyHouse(
    { ...sound, ...frameworks, ...Object.fromEntries(planted.map(([, path, text]) => [path, text])) },
    ownSettings,
  );
  const rooms = ["app", "components", "db", "lib", "worker", "simulator", "e2e"];
  const fences = [join(root, "bin", "fences.mjs"), ...rooms, "--output-type", "json"];
  const done = spawnSync(process.execPath, fences, { cwd: house.folder, encoding: "utf8" });
  expect(done.stderr).not.toContain("Error");
  const { summary } = JSON.parse(done.stdout) as {
    summary: { violations: { rule: Rule; from: string }[] };
  };
  reported = [...new Set(summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`))];
}, 30_000);
afterAll(() => house.remove());

test.each(forbidden.map(({ name }) => name))("%s is reported where it is broken", (name) => {
  const broken = planted.filter(([rule]) => rule === name).map(([rule, path]) => `${rule}: ${path}`);
  expect(broken.length).toBeGreaterThan(0);
  expect(reported.filter((line) => line.startsWith(`${name}: `)).toSorted()).toEqual(broken.toSorted());
});

test("nothing sound is reported", () => {
  expect(reported.filter((line) => sound[line.split(": ")[1] ?? ""] !== undefined)).toEqual([]);
});

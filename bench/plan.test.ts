// Does the benchmark of planning still plan all orders, and does each variant write what it says?
import { expect, it } from "vitest";

import { richOrders, runPlan, variantNames } from "./harness/planning.ts";

it("npm run bench -- plan: every variant plans the same documents, and only descriptions are written", () => {
  const runs = variantNames.map((variant) => runPlan(richOrders(40), variant));
  expect(new Set(runs.map(({ documents }) => documents)).size).toBe(1);
  const written = Object.fromEntries(runs.map((run) => [run.variant, run.written]));
  expect(written["without descriptions"]).toBe(0);
  expect(written["without rules"]).toBe(written["mapping, descriptions and rules"]);
  expect(written["mapping, descriptions and rules"]).toBeGreaterThan(written["nothing chosen"]!);
});

// Which company file a page is about.
import { expect, test } from "vitest";

import { companyShown } from "./company-shown.ts";

const files = [{ companyFileId: "a" }, { companyFileId: "b" }];

test.each([
  ["the one that the address names", ["b", "a"], "b"],
  ["the one looked at, where the address names none", [null, "b"], "b"],
  ["the one looked at, where the address names a stranger's", ["x", "b"], "b"],
  ["the first, where neither is the tenant's own", ["x", "y"], "a"],
  ["the first, where nothing is wanted", [null, undefined], "a"],
])("%s", (_what, wanted, shown) => {
  expect(companyShown(files, ...wanted)?.companyFileId).toBe(shown);
});

test("none where there is no company file", () => {
  expect(companyShown([], "a")).toBeUndefined();
});

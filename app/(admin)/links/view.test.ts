// Does an address lead back to what was looked at, and is nonsense left out?
import { expect, test } from "vitest";

import { readView, viewHref } from "./view.ts";

const ID = "01a21e5e-1258-7001-8309-5509d33565bf";

test.each([
  ["/links", { show: "unlinked", search: "", after: null }],
  ["/links?show=linked", { show: "linked", search: "", after: null }],
  [`/links?show=linked&search=fox+%26+co&after=${ID}`, { show: "linked", search: "fox & co", after: ID }],
] as const)("%s there and back", (href, view) => {
  expect(viewHref(view)).toBe(href);
  expect(readView(new URL(href, "http://x").searchParams)).toEqual(view);
});

test("nonsense is left out", () => {
  expect(readView(new URLSearchParams("show=all&after=1&search=%20"))).toEqual({
    show: "unlinked",
    search: "",
    after: null,
  });
});

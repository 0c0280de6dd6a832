// Does an address lead back to what was looked at, and is nonsense left out?
import { expect, test } from "vitest";

import { readView, viewHref } from "./view.ts";

const ID = "01a21e5e-1258-7001-8309-5509d33565bf";
const plain = { company: null, kind: "invoice", show: "all", search: "", after: null, open: null } as const;

test.each([
  ["/settings/finance/ids", plain],
  [
    `/settings/finance/ids?company=${ID}&kind=payment&show=gone`,
    { ...plain, company: ID, kind: "payment", show: "gone" },
  ],
  [
    `/settings/finance/ids?search=fox+%26+co&after=${ID}&open=${ID}`,
    { ...plain, search: "fox & co", after: ID, open: ID },
  ],
] as const)("%s there and back", (href, view) => {
  expect(viewHref(view)).toBe(href);
  expect(readView(new URL(href, "http://x").searchParams)).toEqual(view);
});

test("nonsense is left out", () => {
  expect(readView(new URLSearchParams("company=1&kind=dog&show=some&after=2&open=3&search=%20"))).toEqual(plain);
});

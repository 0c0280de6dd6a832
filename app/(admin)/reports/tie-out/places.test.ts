// Does each difference lead to a page that reads its address as it is meant?
import { expect, test } from "vitest";

import { readView as readOrders, viewHref as ordersHref } from "#app/(admin)/orders/view.ts";
import { nowhere, placeHref } from "#app/(admin)/problems/drift/view.ts";
import { readView as readProblems, viewHref as problemsHref } from "#app/(admin)/problems/view.ts";
import { documentKinds } from "#lib/documents/document.ts";
import { placeOf, tieOutReasons } from "#lib/sync/tie-out.ts";

const pages: Readonly<Record<string, (query: URLSearchParams) => string>> = {
  "/orders": (query) => ordersHref(readOrders(query)),
  "/problems": (query) => problemsHref(readProblems(query)),
  "/problems/drift": () => placeHref(nowhere),
};
const withPlaces = tieOutReasons.flatMap((reason) =>
  documentKinds.flatMap((kind) => {
    const place = placeOf(reason, kind);
    return place === null ? [] : [[`${reason}, ${kind}`, place] as const];
  }),
);

test.each(withPlaces)("%s", (_name, place) => {
  const { pathname, search, searchParams } = new URL(place, "https://books.example.com");
  // What the page leaves away is what it shows without being asked.
  const said = pages[pathname]!(searchParams);
  const asked = [...new URLSearchParams(search)].filter(([name, value]) => !(name === "tab" && value === "invoices"));
  expect([...new URL(said, "https://books.example.com").searchParams]).toEqual(asked);
});

test("what a person cleared stands in its lane, under its tab", () => {
  expect(placeOf("cleared", "payment")).toBe("/problems?lane=cleared&tab=payments");
  expect(placeOf("waiting-for-person", "credit-memo")).toBe("/problems?tab=credit-memos");
});

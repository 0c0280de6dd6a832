// Does a button that cannot be used say why, and is the end of a push told apart from its middle?
import { expect, test } from "vitest";

import type { DocumentInBooks } from "#lib/sync/balances.ts";
import type { DocumentShown, OrderShown } from "#lib/sync/orders-shown.ts";

import { pushOutcome, viewOf, whyNotPull, whyNotPush } from "./why-not.ts";

const planned = (state: DocumentShown["state"], title = "Invoice L-1") => ({ state, title }) as DocumentShown;
const posted = (more: Partial<DocumentInBooks> = {}) =>
  ({ kind: "invoice", goneAt: null, ledgerUrl: "https://books.example/130", ...more }) as DocumentInBooks;
const order = (more: Partial<OrderShown> = {}) =>
  ({
    status: "completed",
    standing: "in-books",
    documents: [planned("posted")],
    inBooks: [posted()],
    ...more,
  }) as OrderShown;

test("VSS-01 a viewer reads why; a clerk may", () => {
  expect(whyNotPush(order(), false)).toMatch(/^You may look/);
  expect(whyNotPull(order(), false)).toMatch(/^You may look/);
  expect([whyNotPush(order(), true), whyNotPull(order(), true)]).toEqual([undefined, undefined]);
});

test.each([
  ["open", /not completed/],
  ["cancelled", /cancelled/],
])("VSS-02 an order that is %s is not pushed", (status, why) => {
  expect(whyNotPush(order({ status, documents: [], inBooks: [] }), true)).toMatch(why);
});

test("VSS-18 never pushed: nothing to pull", () => {
  expect(whyNotPull(order({ inBooks: [] }), true)).toMatch(/never pushed/);
  expect(whyNotPull(order({ inBooks: [posted({ kind: "sales-order" })] }), true)).toMatch(/never pushed/);
});

test("VSS-11 VSS-17 opens the invoice that is there; before a push, after a deletion, elsewhere: why not", () => {
  const estimate = posted({ kind: "sales-order", ledgerUrl: "https://books.example/90" });
  expect(viewOf(order({ inBooks: [estimate, posted()] }))).toEqual({ url: "https://books.example/130" });
  expect(viewOf(order({ inBooks: [estimate] }))).toEqual({ url: "https://books.example/90" });
  expect(viewOf(order({ inBooks: [] }))).toEqual({ whyNot: expect.stringContaining("never pushed") as string });
  const gone = posted({ goneAt: "2026-11-20T08:00:00.000Z" });
  expect(viewOf(order({ inBooks: [gone] }))).toEqual({ whyNot: expect.stringContaining("any more") as string });
  const elsewhere = posted({ ledgerUrl: null });
  expect(viewOf(order({ inBooks: [elsewhere] }))).toEqual({
    whyNot: expect.stringContaining("not connected") as string,
  });
});

test("VSS-03 the result of a push waits for what still moves, not for what waits for a problem", () => {
  const after = (...states: DocumentShown["state"][]) =>
    pushOutcome(order({ documents: states.map((state) => planned(state)) }));
  expect(after("posted", "sending")).toEqual({ is: "going", left: 1 });
  expect(after("posted", "waiting")).toEqual({ is: "going", left: 1 });
  expect(after("problem", "sending")).toEqual({ is: "going", left: 1 });
  expect(after("problem", "waiting")).toEqual({ is: "problem", titles: ["Invoice L-1"] });
  expect(after("posted", null)).toEqual({ is: "done" });
  expect(pushOutcome(order({ standing: "planning", documents: [] }))).toEqual({ is: "going", left: 0 });
});

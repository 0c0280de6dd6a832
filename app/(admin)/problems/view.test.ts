// Is a view of Problem Sync a link that can be shared, and does an old or broken one still show the page?
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { documentKinds } from "#lib/documents/document.ts";
import { causePath, driftPath, problemPath, problemsPath } from "#lib/notify/links.ts";
import { problemCodes } from "#lib/problem.ts";
import { ProblemFilter, problemSorts, shownLanes } from "#lib/sync/problem-filter.ts";
import { ProblemQuery } from "#lib/sync/problem-query.ts";
import { problemTabs } from "#lib/sync/triage.ts";

import { nowhere, readPlace } from "./drift/view.ts";
import {
  causeOf,
  feedQuery,
  hasCards,
  isNarrowed,
  listKey,
  placeKey,
  plainView,
  readView,
  viewHref,
  viewLanes,
  viewSorts,
  withCause,
  type ProblemView,
} from "./view.ts";

const ROW = "0193b3c0-0000-7000-8000-000000000001";
const COMPANY = "0193b3c0-0000-7000-8000-000000000003";
const RUN = "0193b3c0-0000-7000-8000-000000000002";

const read = (address: string) => readView(new URL(address, "http://tieout.test").searchParams);

const text = (max: number) =>
  fc.string({ minLength: 1, maxLength: max }).filter((each) => each.trim() === each && each !== "");
const filters: fc.Arbitrary<ProblemFilter> = fc
  .record(
    {
      code: fc.constantFrom(...problemCodes),
      about: fc.string({ maxLength: 60 }),
      notCodes: fc.subarray([...problemCodes], { minLength: 1 }),
      party: text(60),
      notParty: text(60),
      kind: fc.constantFrom(...documentKinds),
      sourceId: fc.uuid(),
      notSourceId: fc.uuid(),
      assignee: fc.oneof(fc.constantFrom("me", "others", "nobody"), fc.uuid()),
      minMinor: fc.nat().map(String),
      maxMinor: fc.nat().map(String),
      olderThanDays: fc.nat(3650),
      newerThanDays: fc.nat(3650),
      search: text(60),
    },
    { requiredKeys: [] },
  )
  // A culprit without a cause says nothing.
  .map((filter) => {
    const { about, ...rest } = filter;
    return filter.code && about !== undefined ? { ...rest, about } : rest;
  });
const views: fc.Arbitrary<ProblemView> = fc.record({
  company: fc.option(fc.uuid()),
  lane: fc.constantFrom(...viewLanes),
  tab: fc.constantFrom(...problemTabs),
  filter: filters,
  sort: fc.constantFrom(...viewSorts),
  open: fc.option(fc.uuid()),
  run: fc.option(fc.uuid()),
});

describe("the address of Problem Sync", () => {
  test("PPR-32 leads back to the very same view, whatever it is", () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(read(viewHref(view))).toEqual(view);
      }),
    );
  });

  test("what it reads is a filter that the server takes", () => {
    fc.assert(
      fc.property(views, ({ filter }) => {
        expect(ProblemFilter.safeParse(filter).error).toBeUndefined();
      }),
    );
  });

  test("PEER-01 the feed is asked for exactly these rows", () => {
    fc.assert(
      fc.property(views, (view) => {
        const query = new URLSearchParams(feedQuery(view, COMPANY, null));
        const asked = ProblemQuery.parse(
          Object.fromEntries(
            [...new Set(query.keys())].map((name) => {
              const values = query.getAll(name);
              return [name, values.length > 1 ? values : values[0]!];
            }),
          ),
        );
        const { lane, tab, filter, sort } = view;
        expect(asked).toEqual({ companyFileId: COMPANY, lane, tab, filter, sort });
      }),
    );
  });

  test("knows the lanes and orders that the server knows", () => {
    expect(viewLanes).toEqual(shownLanes);
    expect(viewSorts).toEqual(problemSorts);
  });

  test("is short for what is shown first", () => {
    expect(viewHref(plainView)).toBe("/problems");
    expect(viewHref({ ...plainView, tab: "payments", open: ROW, run: RUN })).toBe(
      `/problems?tab=payments&open=${ROW}&run=${RUN}`,
    );
  });

  test("a cause about nothing in particular is a cause too, and not the same as all of its code", () => {
    expect(causeOf(read("/problems?code=order-does-not-add-up&about="))).toEqual({
      code: "order-does-not-add-up",
      about: "",
    });
    expect(causeOf(read("/problems?code=order-does-not-add-up"))).toBeNull();
  });

  test("what it does not know is left out", () => {
    expect(
      read(
        "/problems?lane=attic&tab=vendors&code=gremlins&about=x&notCode=gremlins&min=-1&olderThan=9999&open=../a&run=1",
      ),
    ).toEqual(plainView);
  });

  test("the order of rows does not change which rows are meant; the filter does", () => {
    const byAmount: ProblemView = { ...plainView, sort: "amount" };
    expect(placeKey(byAmount)).toBe(placeKey(plainView));
    expect(listKey(byAmount)).not.toBe(listKey(plainView));
    const ofAcme: ProblemView = { ...plainView, filter: { party: "ACME" } };
    expect(placeKey(ofAcme)).not.toBe(placeKey(plainView));
    expect([isNarrowed(ofAcme), isNarrowed(plainView)]).toEqual([true, false]);
  });

  test("causes stand as cards for the whole tab of what is to be solved, and for nothing narrower", () => {
    const cause: ProblemFilter = { code: "item-missing", about: "Detention" };
    expect(hasCards(plainView)).toBe(true);
    expect(hasCards({ ...plainView, filter: cause })).toBe(true);
    expect(hasCards({ ...plainView, filter: { ...cause, party: "ACME" } })).toBe(false);
    expect(hasCards({ ...plainView, filter: { code: "item-missing" } })).toBe(false);
    expect(hasCards({ ...plainView, lane: "waiting" })).toBe(false);
  });

  test("another cause leaves the rest of the filter as it is", () => {
    const filter: ProblemFilter = { party: "ACME", code: "number-used", about: "7" };
    expect(withCause(filter, null)).toEqual({ party: "ACME" });
    expect(withCause(filter, { code: "item-missing", about: "" })).toEqual({
      party: "ACME",
      code: "item-missing",
      about: "",
    });
  });
});

test("where mails and webhooks lead is what they speak of", () => {
  const at = { companyFileId: COMPANY, tab: "customers", code: "customer-gone", about: "Smith & Sons, 100%" } as const;
  const { companyFileId: company, tab, code, about } = at;
  const there = { ...plainView, company };
  expect(read(causePath(at))).toEqual({ ...there, tab, filter: { code, about } });
  expect(read(causePath({ ...at, tab: null, about: "" }))).toEqual({ ...there, filter: { code, about: "" } });
  expect(read(problemPath({ ...at, rowId: ROW }))).toEqual({ ...there, tab, open: ROW });
  expect(read(problemPath({ ...at, lane: "snoozed", rowId: ROW }))).toEqual({
    ...there,
    lane: "snoozed",
    tab,
    open: ROW,
  });
  expect(read(problemsPath(at))).toEqual(there);
  expect(readPlace(new URL(driftPath(at), "https://books.example.com").searchParams)).toEqual({ ...nowhere, company });
});

// Is a view of Problem Sync a link that can be shared, and does an old or broken one still show the page?
import { describe, expect, test } from "vitest";

import { readView, viewHref, type ProblemView } from "./view.ts";

const ROW = "0193b3c0-0000-7000-8000-000000000001";
const RUN = "0193b3c0-0000-7000-8000-000000000002";

const read = (address: string) => readView(new URL(address, "http://tieout.test").searchParams);

describe("the address of Problem Sync", () => {
  test("leads back to the same tab, cause, open row and resync", () => {
    const view: ProblemView = {
      tab: "payments",
      cause: { code: "item-missing", about: "Detention & Layover: 50%" },
      open: ROW,
      run: RUN,
    };
    expect(read(viewHref(view))).toEqual(view);
  });

  test("a cause about nothing in particular is a cause too", () => {
    const view: ProblemView = {
      tab: "invoices",
      cause: { code: "order-does-not-add-up", about: "" },
      open: null,
      run: null,
    };
    expect(read(viewHref(view))).toEqual(view);
  });

  test("what it does not know is left out", () => {
    expect(read("/problems?tab=vendors&code=gremlins&about=x&open=../admin&run=1")).toEqual({
      tab: "invoices",
      cause: null,
      open: null,
      run: null,
    });
  });
});

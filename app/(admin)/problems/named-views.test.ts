// Does the page know which kept view it shows, and that something was changed since?
import { describe, expect, test } from "vitest";

import { builtInViews, currentViewOf } from "./named-views.ts";
import { plainView, readView, type ProblemView } from "./view.ts";

const saved = {
  viewId: "0193b3c0-0000-7000-8000-000000000001",
  name: "ACME",
  query: "tab=invoices&party=ACME",
  isShared: false,
  madeBy: "Anna",
  isMine: true,
};
const acme: ProblemView = { ...plainView, filter: { party: "ACME" } };

describe("kept views", () => {
  test.each(builtInViews)("$name leads to a view of the page and is known again", ({ name, query }) => {
    const view = readView(new URLSearchParams(query));
    expect(query === "" ? null : currentViewOf(view, [])?.name).toBe(query === "" ? null : name);
  });

  test("a kept view is known however its address was written, whatever row is open", () => {
    expect(currentViewOf({ ...acme, open: saved.viewId }, [saved])).toMatchObject({ name: "ACME", isChanged: false });
  });

  test("a further filter or another order changes it", () => {
    expect(currentViewOf({ ...acme, filter: { party: "ACME", kind: "invoice" } }, [saved])).toMatchObject({
      name: "ACME",
      isChanged: true,
    });
    expect(currentViewOf({ ...acme, sort: "amount" }, [saved])).toMatchObject({ isChanged: true });
  });

  test("another filter or another lane is another view", () => {
    expect(currentViewOf(plainView, [saved])).toBeNull();
    expect(currentViewOf({ ...acme, lane: "cleared" }, [saved])).toBeNull();
  });
});

// Does each fix say before what changes for the future, and after what was set going?
import { describe, expect, test } from "vitest";

import type { Chosen } from "#lib/ledgers/choices.ts";
import { whyNotFix } from "./fix-props.ts";
import { choiceWords, consequenceOf, releasedText, releaseLabel, returnedText } from "./fix-words.ts";

const at = "2026-11-28T01:00:00.000Z";
const held = { countText: "37 invoices", count: 37 };

describe("PEER-09 before a choice", () => {
  test("a name says what it means from now on, to how many, and what stays", () => {
    const { title, fromNowOn } = choiceWords("terms", "Net 21");
    expect(title("Net 30")).toBe("Book “Net 21” as “Net 30”?");
    expect(consequenceOf(fromNowOn("Net 30"), held)).toBe(
      "From now on, orders with the terms “Net 21” go with the terms “Net 30”. 37 invoices held up by it are sent to QuickBooks. What is already in the books stays as it is.",
    );
    expect(releaseLabel("Choose", held)).toBe("Choose and release 37");
  });

  test.each<Chosen>(["taxCode", "depositAccount"])("%s says that it is for everything of the company", (sets) => {
    expect(choiceWords(sets, "Old").fromNowOn("New")).toMatch(/“New”, also what is not red here$/);
  });

  test("one is spoken of as one", () => {
    const words = choiceWords("incomeAccount", "Sales");
    expect(consequenceOf(words.fromNowOn("Services"), { countText: "1 item", count: 1 })).toContain(
      "1 item held up by it is sent",
    );
  });
});

test("after it, what is planned again and what goes as it is are told apart", () => {
  expect(releasedText({ orders: 1, documents: 0, at })).toBe("1 order planned again; what was held up goes by itself.");
  expect(releasedText({ orders: 1284, documents: 2, at })).toBe(
    "1,284 orders planned again, 2 documents on the way again; what was held up goes by itself.",
  );
});

test("once all is planned again, what came back is said, and what did not", () => {
  expect(returnedText({ orders: 37 }, { returned: 0 })).toBe("37 orders planned again; all of it is on its way.");
  expect(returnedText({ orders: 37 }, { returned: 1 })).toBe(
    "37 orders planned again; 1 came back with another cause and stands in the list, the rest is on its way.",
  );
});

test("who may not is told why: a viewer always, a clerk where a setting changes", () => {
  const clerk = { mayAct: true, mayChangeSettings: false };
  expect(whyNotFix({ mayAct: false, mayChangeSettings: false }, false)).toBe("Your role may look, but not act.");
  expect(whyNotFix(clerk, false)).toBeUndefined();
  expect(whyNotFix(clerk, true)).toMatch(/accountant or an owner/);
});

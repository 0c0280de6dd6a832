// Is a day written as people read it, whoever's machine it is?
import { expect, test } from "vitest";

import { dateText, longDateText, monthText } from "./dates.ts";

test.each([
  ["2026-08-05", "5 Aug 2026", "5 August 2026", "August 2026"],
  ["2026-12-31T23:59:59.999Z", "31 Dec 2026", "31 December 2026", "December 2026"],
])("%s", (date, short, long, month) => {
  expect([dateText(date), longDateText(date), monthText(date)]).toEqual([short, long, month]);
});

test("what is no date has no month", () => {
  expect([monthText(""), monthText("soon")]).toEqual(["", "soon"]);
});

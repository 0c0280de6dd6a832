// Does every problem say in plain words what is wrong and what to do about it?
import { describe, expect, test } from "vitest";

import { fixerNames, fixers, problemCatalogue, problemCodes, problemTitle } from "./problem.ts";

describe.each(problemCodes)("%s", (code) => {
  const { title, fix } = problemCatalogue[code];

  test("has a title that starts like a sentence and ends like a heading", () => {
    expect(title).toMatch(/^[A-Z{]/);
    expect(title).not.toMatch(/[.!?]$/);
    expect(title.length).toBeLessThanOrEqual(80);
  });

  test("has a fix of whole sentences", () => {
    expect(fix).toMatch(/^[A-Z].*\.$/);
    expect(fix).not.toContain("{about}");
  });

  test("speaks to a bookkeeper, not to a programmer", () => {
    const words = `${title} ${fix}`;
    expect(words).not.toMatch(/\b(error|exception|null|undefined|invalid|entity|payload|retry|sync token|fault)\b/i);
    expect(words).not.toMatch(/\bQBO\b/);
  });

  test("names its culprit at most once, and leaves no gap without one", () => {
    expect(title.split("{about}").length).toBeLessThanOrEqual(2);
    expect(problemTitle(code, "")).not.toMatch(/\{|\}| {2}|^ | $/);
  });
});

test("a title names the culprit as it is written, odd characters too", () => {
  expect(problemTitle("item-missing", "Detention")).toBe("QuickBooks has no item Detention");
  expect(problemTitle("number-used", "A$$-1 $&")).toBe("Number A$$-1 $& is already used in QuickBooks");
});

test("who is only told to wait may expect it to pass", () => {
  const waiting = problemCodes.filter((code) => problemCatalogue[code].where === "wait");
  expect(waiting.length).toBeGreaterThan(0);
  expect(waiting.filter((code) => !problemCatalogue[code].mayPass)).toEqual([]);
});

test("only what passes by itself is for nobody, and everything else says who can", () => {
  const forNobody = problemCodes.filter((code) => problemCatalogue[code].who === "nobody");
  expect(forNobody).toEqual(problemCodes.filter((code) => problemCatalogue[code].where === "wait"));
  expect(fixers.map((who) => fixerNames[who]).filter((name) => !/^[a-z]/.test(name))).toEqual([]);
});

test("what a person must decide about the books themselves is not left to whoever keeps the orders", () => {
  for (const code of ["period-closed", "deposited", "posted-twice", "total-differs"] as const) {
    expect(problemCatalogue[code].who).toBe("accountant");
  }
});

test("the catalogue knows exactly the codes", () => {
  expect(Object.keys(problemCatalogue).toSorted()).toEqual([...problemCodes].toSorted());
});

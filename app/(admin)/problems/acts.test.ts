// Does the page offer an act exactly where it makes sense, and say why where it does not?
import { describe, expect, test } from "vitest";

import { shownLanes } from "#lib/sync/problem-filter.ts";

import { actNames, actWords, mainActOf, movedOnText, whyNotAct } from "./acts.ts";

const chosen = { lane: "needs-you", tab: "invoices" } as const;

describe("what may be done with what is chosen", () => {
  test("PPR-14 PPR-15 PPR-16 an invoice that needs a person: everything but restore", () => {
    expect(actNames.filter((act) => whyNotAct(act, chosen) === undefined)).toEqual([
      "resync",
      "clear",
      "mark-paid",
      "snooze",
      "assign",
    ]);
  });

  test("PPR-15 only invoices can be marked paid", () => {
    expect(whyNotAct("mark-paid", { ...chosen, tab: "payments" })).toBe("Only invoices can be marked paid");
    expect(whyNotAct("mark-paid", { ...chosen, tab: "sales-orders" })).toBeUndefined();
  });

  test("what may be in QuickBooks without our knowing is not taken off the list", () => {
    const unheard = { ...chosen, isUnheard: true };
    expect(whyNotAct("clear", unheard)).toMatch("It may be in QuickBooks");
    expect(whyNotAct("mark-paid", unheard)).toMatch("It may be in QuickBooks");
    expect(whyNotAct("resync", unheard)).toBeUndefined();
  });

  test("what waits for payments that QuickBooks has goes with them, and not by a resync", () => {
    const behind = { ...chosen, code: "payments-not-imported" } as const;
    expect(whyNotAct("resync", behind)).toMatch("Import the payments");
    expect(actNames.filter((act) => whyNotAct(act, behind) === undefined)).toEqual([
      "clear",
      "mark-paid",
      "snooze",
      "assign",
    ]);
  });

  test("what is cleared or snoozed is restored first of all; what is done is left alone", () => {
    expect(mainActOf("cleared")).toBe("restore");
    expect(whyNotAct("resync", { ...chosen, lane: "cleared" })).toBe("Restore it first");
    expect(actNames.every((act) => whyNotAct(act, { ...chosen, lane: "done" }) !== undefined)).toBe(true);
  });

  test("a lane's main act can be done there, except where nothing can", () => {
    const lanes = shownLanes.filter((lane) => whyNotAct(mainActOf(lane), { ...chosen, lane }) === undefined);
    expect(lanes).toEqual(["needs-you", "snoozed", "cleared"]);
  });
});

describe("the words", () => {
  test("a button says what it does and to how many", () => {
    expect(actWords.resync.button("37 invoices")).toBe("Resync 37 invoices");
    expect(actWords.clear.done("37 invoices")).toBe("37 invoices cleared");
    expect(actWords.clear.going("37,000 invoices")).toBe("Clearing 37,000 invoices…");
    expect(actWords["mark-paid"].button("1 invoice")).toBe("Mark 1 invoice paid");
  });

  test("rows that moved on are named, the first of many", () => {
    const noun = { one: "invoice", many: "invoices" };
    expect(movedOnText([], noun)).toBeNull();
    expect(movedOnText(["Invoice 7"], noun)).toContain("this invoice: Invoice 7.");
    expect(movedOnText(["a", "b", "c", "d", "e"], noun)).toContain("a, b, c and 2 more.");
  });
});

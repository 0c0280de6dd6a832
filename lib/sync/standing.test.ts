// In which of the five states is an order?
import { describe, expect, test } from "vitest";

import {
  bitsWhere,
  factBits,
  facts,
  factsOf,
  isExportable,
  leastClues,
  orderStates,
  standingOf,
  type Clue,
  type Fact,
  type FactDetails,
  type OrderStanding,
} from "./standing.ts";

const NONE = factsOf(0);
const known = (...yes: readonly Fact[]) => ({ ...NONE, ...Object.fromEntries(yes.map((fact) => [fact, true])) });
const completed = { status: "completed", problemCode: null } as const;
const open = { status: "open", problemCode: null } as const;

/** What is known, and the state it comes to; a reason after a slash, "…" when it is under way. */
const cases: readonly (readonly [string, readonly Fact[], FactDetails, string])[] = [
  ["came in just now", ["isToPlan", "isCompleted"], completed, "ready…"],
  ["planned, not sent", ["isCompleted", "hasDocuments", "hasNew"], completed, "ready"],
  ["its first documents on their way", ["isCompleted", "hasDocuments", "hasGoing"], completed, "ready…"],
  ["a sales order of an open order", ["hasDocuments", "hasNew"], open, "ready"],
  ["everything in the books", ["isCompleted", "hasDocuments", "hasExported"], completed, "up-to-date"],
  ["came in again", ["isToPlan", "isCompleted", "hasDocuments", "hasExported"], completed, "up-to-date…"],
  ["lines changed", ["isCompleted", "hasDocuments", "hasExported", "hasChanged"], completed, "changed"],
  ["a new payment", ["isCompleted", "hasDocuments", "hasExported", "hasNew"], completed, "changed"],
  ["the change on its way", ["isCompleted", "hasDocuments", "hasExported", "hasGoing"], completed, "changed…"],
  ["deleted over there", ["isCompleted", "hasDocuments", "hasExported", "hasGone"], completed, "missing"],
  [
    "deleted over there, and changed, and its payment refused",
    ["isCompleted", "hasDocuments", "hasExported", "hasGone", "hasChanged", "hasProblem"],
    completed,
    "missing",
  ],
  ["open", [], open, "blocked/not-completed"],
  ["open and just changed", ["isToPlan"], open, "blocked/not-completed…"],
  ["cancelled", [], { status: "cancelled", problemCode: null }, "blocked/cancelled"],
  ["no documents", ["isCompleted"], completed, "blocked/nothing-to-bill"],
  [
    "only zeros",
    ["isCompleted", "hasOrderProblem"],
    { status: "completed", problemCode: "nothing-to-bill" },
    "blocked/nothing-to-bill",
  ],
  [
    "stopped by a rule",
    ["isCompleted", "hasOrderProblem"],
    { status: "completed", problemCode: "rule-broken" },
    "blocked/held-by-rule",
  ],
  [
    "does not add up",
    ["isCompleted", "hasOrderProblem"],
    { status: "completed", problemCode: "order-does-not-add-up" },
    "blocked/problem",
  ],
  ["not linked", ["isCompleted", "hasDocuments", "hasNew", "isUnlinked"], completed, "blocked/not-linked"],
  [
    "not linked, and deleted over there",
    ["isCompleted", "hasDocuments", "hasExported", "hasGone", "isUnlinked"],
    completed,
    "blocked/not-linked",
  ],
  [
    "refused by the books",
    ["isCompleted", "hasDocuments", "hasProblem", "hasNew"],
    { status: "completed", problemCode: "item-missing" },
    "blocked/problem",
  ],
  [
    "an unknown payment method",
    ["isCompleted", "hasDocuments", "hasExported", "hasProblem"],
    { status: "completed", problemCode: "payment-method-unknown" },
    "blocked/payment-method",
  ],
  [
    "a refund that waits for a person after the sale is booked",
    ["isCompleted", "hasDocuments", "hasExported", "hasOrderProblem"],
    { status: "completed", problemCode: "credit-by-hand" },
    "blocked/problem",
  ],
  [
    "a refund that waits for a person before the sale is booked",
    ["isCompleted", "hasDocuments", "hasNew", "hasOrderProblem"],
    { status: "completed", problemCode: "credit-by-hand" },
    "ready",
  ],
];

const word = ({ state, because, isUnderWay }: OrderStanding) =>
  `${state}${because ? `/${because}` : ""}${isUnderWay ? "…" : ""}`;

describe("PSC-21 five states", () => {
  test.each(cases)("%s", (_what, yes, details, expected) => {
    expect(word(standingOf(known(...yes), details))).toBe(expected);
  });

  test("every combination of facts has exactly one of the five", () => {
    const counts = orderStates.map((state) => bitsWhere((standing) => standing.state === state).length);
    expect(counts.every((count) => count > 0)).toBe(true);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1 << facts.length);
  });

  test("facts become a number and come back", () => {
    for (const bits of [0, 1, 1234, (1 << facts.length) - 1]) expect(factBits(factsOf(bits))).toBe(bits);
  });

  test("clues to a state are as few as can be, and none of its combinations is without", () => {
    const dear = [
      "hasNew",
      "hasChanged",
      "isUnlinked",
      "hasGoing",
      "isToPlan",
      "hasOrderProblem",
      "hasProblem",
      "hasGone",
    ] as const;
    const clues: Clue[] = [{ fact: "hasDocuments", is: false }, ...dear.map((fact) => ({ fact, is: true }))];
    const named = orderStates.map((wanted) => {
      const bits = bitsWhere(({ state }) => state === wanted);
      const least = leastClues(bits, clues);
      for (const each of least === null ? [] : bits) {
        expect(least?.some(({ fact, is }) => factsOf(each)[fact] === is)).toBe(true);
      }
      return [wanted, least?.map(({ fact }) => fact) ?? null] as const;
    });
    expect(Object.fromEntries(named)).toEqual({
      ready: ["hasNew", "hasGoing", "isToPlan"],
      changed: ["hasNew", "hasChanged", "hasGoing"],
      missing: ["hasGone"],
      blocked: ["hasDocuments", "isUnlinked", "hasOrderProblem", "hasProblem"],
      "up-to-date": null,
    });
  });

  test("a reason is given when it is blocked, and only then", () => {
    for (let bits = 0; bits < 1 << facts.length; bits++) {
      const { state, because } = standingOf(factsOf(bits), completed);
      expect(because !== null).toBe(state === "blocked");
    }
  });
});

describe("PSC-22 which rows are selectable", () => {
  test.each(cases)("%s", (_what, yes, details, expected) => {
    const may = isExportable(standingOf(known(...yes), details));
    expect(may).toBe(["ready", "changed", "missing"].includes(expected));
  });

  test("PSC-01 PSC-02 nothing is exportable while customer or job is not linked", () => {
    const mayGo = bitsWhere(isExportable).map(factsOf);
    expect(mayGo.length).toBeGreaterThan(0);
    expect(mayGo.filter((each) => each.isUnlinked && each.hasDocuments)).toEqual([]);
  });
});

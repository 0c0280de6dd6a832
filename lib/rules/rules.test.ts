// Do rules change what they say and nothing else, in their order, and never in silence?
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { Order } from "#lib/orders/order.ts";
import { applyRules } from "./apply.ts";
import { matches, type FieldValues } from "./match.ts";
import { RuleBody, operators, ruleFields, type Rule } from "./rule.ts";

const load = Order.parse({
  externalId: "load-1",
  number: "HL-10001",
  updatedAt: "2026-11-20T10:00:00Z",
  orderDate: "2026-11-18",
  customer: { name: "Acme Imports", email: "ap@acme.example" },
  terms: "Net 21",
  chargeSets: [
    {
      charges: [
        { code: "DET", description: "Detention at pier 400", amount: "150.00" },
        { code: "Line Haul", amount: "425.00" },
      ],
    },
    { number: "HL-C-1", charges: [{ code: "det", amount: "75.00" }] },
  ],
});

const rule = (body: unknown, name = "a rule", version = 1): Rule => ({ ruleId: `id of ${name}`, name, version, body });
const when = (field: string, operator: string, value = "") => ({ field, operator, value });
const then = (field: string, value: string) => ({ field, value });

const fields: FieldValues = {
  customer: "Acme Imports",
  terms: "Net 30",
  class: "",
  status: "completed",
  notes: "  ",
  number: "HL-10001",
  "charge.code": "DET",
  "charge.description": "Detention at pier 400",
};

describe("conditions", () => {
  test.each([
    ["customer", "is", " acme imports ", true],
    ["customer", "is", "acme", false],
    ["customer", "is-not", "acme", true],
    ["customer", "is-not", "ACME IMPORTS", false],
    ["charge.description", "contains", "PIER", true],
    ["charge.description", "contains", "rail", false],
    ["charge.description", "contains", " ", false],
    ["number", "starts-with", "hl-", true],
    ["number", "starts-with", "10001", false],
    ["number", "starts-with", "", false],
    ["class", "is-empty", "", true],
    ["notes", "is-empty", "", true],
    ["terms", "is-empty", "", false],
  ])("%s %s %j: %s", (field, operator, value, expected) => {
    const body = RuleBody.parse({ conditions: [when(field, operator, value)], effects: [then("notes", "x")] });
    expect(matches(body, fields)).toBe(expected);
  });

  test("all means every one, any means at least one", () => {
    const conditions = [when("customer", "is", "Acme Imports"), when("terms", "is", "Net 60")];
    const body = { conditions, effects: [then("notes", "x")] };
    expect(matches(RuleBody.parse({ ...body, match: "all" }), fields)).toBe(false);
    expect(matches(RuleBody.parse({ ...body, match: "any" }), fields)).toBe(true);
  });

  test("is and is-not never agree", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ruleFields), fc.string({ maxLength: 40 }), (field, value) => {
        const holds = (operator: string) =>
          matches(
            RuleBody.parse({ conditions: [when(field, operator, value)], effects: [then("notes", "x")] }),
            fields,
          );
        expect(holds("is")).toBe(!holds("is-not"));
      }),
    );
  });
});

describe("effects", () => {
  test("fields of the order change and the trace says what they were", () => {
    const { order, trace, problem } = applyRules(load, [
      rule({
        conditions: [when("terms", "is", "Net 21")],
        effects: [then("terms", "Net 30"), then("class", "Long Beach"), then("customer", "Acme Imports LLC")],
      }),
    ]);
    expect(problem).toBeUndefined();
    expect(order).toEqual({
      ...load,
      terms: "Net 30",
      class: "Long Beach",
      customer: { ...load.customer, name: "Acme Imports LLC" },
    });
    expect(trace.map(({ field, before, after }) => [field, before, after])).toEqual([
      ["terms", "Net 21", "Net 30"],
      ["class", "", "Long Beach"],
      ["customer", "Acme Imports", "Acme Imports LLC"],
    ]);
    expect(trace[0]).toMatchObject({ rule: "a rule", version: 1, ruleId: "id of a rule" });
  });

  test("a charge's code changes where its own charge matches, and nowhere else", () => {
    const { order, trace } = applyRules(load, [
      rule({ conditions: [when("charge.code", "is", "DET")], effects: [then("charge.code", "Detention")] }),
    ]);
    const codes = order.chargeSets.flatMap((set) => set.charges.map((charge) => charge.code));
    expect(codes).toEqual(["Detention", "Line Haul", "Detention"]);
    expect(trace.map(({ before, after }) => `${before} → ${after}`)).toEqual(["DET → Detention", "det → Detention"]);
  });

  test("a later rule sees what an earlier one did", () => {
    const first = rule({ conditions: [when("terms", "is", "Net 21")], effects: [then("terms", "Net 30")] }, "first");
    const second = rule({ conditions: [when("terms", "is", "Net 30")], effects: [then("notes", "was 21")] }, "second");
    expect(applyRules(load, [first, second]).order.notes).toBe("was 21");
    expect(applyRules(load, [second, first]).order.notes).toBeUndefined();
  });

  test("a rule that changes nothing leaves no trace", () => {
    const same = rule({ conditions: [when("terms", "is", "net 21")], effects: [then("terms", "Net 21")] });
    const other = rule({ conditions: [when("customer", "is", "Redwood Foods")], effects: [then("terms", "Net 60")] });
    expect(applyRules(load, [same, other])).toEqual({ order: load, trace: [] });
  });
});

describe("rules that cannot be read", () => {
  test.each([
    ["no body at all", null],
    ["no conditions", { conditions: [], effects: [then("terms", "Net 30")] }],
    ["an unknown field", { conditions: [when("weather", "is", "rain")], effects: [then("terms", "Net 30")] }],
    ["an unknown operator", { conditions: [when("terms", "rhymes-with")], effects: [then("terms", "Net 30")] }],
    ["an empty value to write", { conditions: [when("terms", "is", "x")], effects: [then("terms", "  ")] }],
    ["a field no rule may write", { conditions: [when("terms", "is", "x")], effects: [then("number", "1")] }],
  ])("%s: the order stops unchanged, with the rule's name", (_, body) => {
    const before = rule({ conditions: [when("terms", "is", "Net 21")], effects: [then("terms", "Net 30")] });
    const applied = applyRules(load, [before, rule(body, "Spring cleaning", 3)]);
    expect(applied.order).toEqual(load);
    expect(applied.problem).toMatchObject({ code: "rule-broken", about: "Spring cleaning" });
    expect(applied.problem?.detail).toContain("version 3");
  });
});

test("rules never touch an amount, a date, a number, or the order they were given", () => {
  const effect = fc.record({
    field: fc.constantFrom("customer", "terms", "class", "notes", "charge.code"),
    value: fc.constantFrom("Net 30", "Detention", "x"),
  });
  const condition = fc.record({
    field: fc.constantFrom(...ruleFields),
    operator: fc.constantFrom(...operators),
    value: fc.constantFrom("", "det", "net 21", "acme"),
  });
  const body = fc.record({
    match: fc.constantFrom("all", "any"),
    conditions: fc.array(condition, { minLength: 1, maxLength: 3 }),
    effects: fc.array(effect, { minLength: 1, maxLength: 3 }),
  });
  const untouched = (order: Order) => [
    order.externalId,
    order.number,
    order.orderDate,
    order.chargeSets.map((set) => [set.number, set.charges.map(({ amount, quantity }) => [amount, quantity])]),
  ];
  const before = structuredClone(load);
  fc.assert(
    fc.property(fc.array(body, { maxLength: 4 }), (bodies) => {
      const applied = applyRules(
        load,
        bodies.map((each, nth) => rule(each, `rule ${nth}`)),
      );
      expect(applied.problem).toBeUndefined();
      expect(untouched(applied.order)).toEqual(untouched(load));
      expect(load).toEqual(before);
    }),
  );
});

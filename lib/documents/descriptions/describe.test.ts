// Is a description within its limit, whole in every character, and the same each time, whatever the order and the template?
import fc from "fast-check";
import { describe as group, expect, test } from "vitest";

import { Order } from "#lib/orders/order.ts";
import { planDocuments } from "../plan.ts";
import { CompanySettings } from "../settings.ts";
import { cents, invoicesOf, planned } from "../testing.ts";
import { templateFaults } from "./check.ts";
import { describe, type Described } from "./describe.ts";
import { fieldGroups, fieldLists, places, safeFilters, type Place } from "./fields.ts";
import { textLengths } from "./limits.ts";
import { documentValues, creditValues, OrderValues, payerValues } from "./values.ts";

/** Texts as sources tell them: astral letters, half characters, control characters, words of the language, long runs. */
const wild = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom("{{ order.number }}", "{% raw %}", "\u0000\u0007\u0085", "\ud83d", "x\udc00y", "a\r\nb\rc", "👩‍👩‍👧"),
  fc
    .tuple(fc.constantFrom("Drayage ", "漢", "👍", "\t"), fc.integer({ min: 1, max: 1_500 }))
    .map(([word, times]) => word.repeat(times)),
);
const line = wild.map((text) => text.slice(0, 4_000));
const short = wild.map((text) => text.slice(0, 90));
const names = fc.constantFrom("Container", "PO Number", "size", "constructor", "first", "toLiquid", "Seal #");

const orders = fc
  .record({
    charges: fc.array(fc.record({ code: short, description: line, minor: fc.integer({ min: 1, max: 99_999 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
    sets: fc.integer({ min: 1, max: 3 }),
    notes: line,
    job: short,
    references: fc.dictionary(
      names,
      line.map((text) => text.slice(0, 500)),
      { maxKeys: 4, noNullPrototype: true },
    ),
    city: short,
  })
  .map(({ charges, sets, notes, job, references, city }) => {
    const { order } = planned();
    const [set] = order.chargeSets;
    const chargeSets = Array.from({ length: sets }, () => ({
      ...set!,
      charges: charges.map(({ code, description, minor }) => ({
        ...set!.charges[0]!,
        code: code || "A",
        description,
        amount: cents(minor),
      })),
    }));
    const stops: Order["stops"] = [
      { kind: "pickup", city },
      { kind: "delivery", name: job },
    ];
    return { ...order, notes, job: { externalId: "j", name: job || "J" }, references, stops, chargeSets };
  });

const fieldsOf = (roots: readonly string[]) =>
  fieldGroups.filter(({ root }) => roots.includes(root)).flatMap(({ fields }) => fields.map(({ path }) => path));
const filters = fc.constantFrom(
  "",
  ...safeFilters.map((name) => {
    const argument = {
      append: ': "…"',
      prepend: ": order.notes",
      remove: ': "a"',
      default: ': "none"',
      date: ': "%m/%d"',
    };
    const given = { ...argument, truncate: ": 7", truncatewords: ": 2" } as Readonly<Record<string, string>>;
    return ` | ${name}${given[name] ?? ""}`;
  }),
);
const words = fc.constantFrom(" ", ", ", "\n", "Load ", "{ ", "}}", "👍", "\u0007", "é");

/** Any template of the catalogue: fields with filters, what is shown only where it is there, loops with separators. */
function templates(place: Place): fc.Arbitrary<string> {
  const roots: readonly string[] = place === "combined" ? [...places.combined] : places[place];
  const fields = fc.constantFrom(...fieldsOf(roots));
  const output = fc
    .tuple(fields, filters)
    .map(([path, filter]) => `{{ ${path}${place === "combined" ? "" : filter} }}`);
  const present = fc.tuple(fields, output).map(([path, shown]) => `{% if ${path} %}${shown}{% else %}-{% endif %}`);
  const all = Object.entries(fieldLists).filter(([list]) => roots.includes(list.split(".")[0]!));
  const over = place === "combined" ? ([["orders", "order"]] as [string, string][]) : all;
  const loop = fc.constantFrom(...over).chain(([list, root]) =>
    fc
      .array(fc.constantFrom(...fieldsOf([root])), { minLength: 1, maxLength: 3 })
      .map((paths) => paths.map((path) => `{{ ${path} }}`).join(" "))
      .map((inside) => `{% for ${root} in ${list} %}${inside}{% unless forloop.last %}; {% endunless %}{% endfor %}`),
  );
  return fc.array(fc.oneof(output, present, loop, words), { maxLength: 8 }).map((pieces) => pieces.join(""));
}

function valuesOf(order: Order, place: Place): object {
  const values = new OrderValues(order, order.chargeSets);
  const [set] = values.charge_sets;
  const sale = invoicesOf(planDocuments(planned(), CompanySettings.parse({}), []).documents)[0]!;
  const common = { document: documentValues(sale), bill_to: payerValues(order.customer) };
  if (place === "combined") return { ...common, orders: [values, values] };
  const credit = place === "credit" ? { credit: creditValues(sale, "Damaged") } : {};
  return {
    ...common,
    ...credit,
    order: values,
    ...(place === "line" ? { charge_set: set, charge: set!.charges[0] } : {}),
  };
}

function expectSound({ text, length, isCut }: Described, max: number): void {
  expect(text.length).toBeLessThanOrEqual(max);
  expect(text.isWellFormed()).toBe(true);
  expect(text).not.toMatch(/[^\P{Cc}\n]/u);
  if (!isCut) expect(text.length).toBe(length);
  else expect(text.endsWith("…")).toBe(true);
}

group.each(Object.keys(places) as Place[])(
  "PPR-11: whatever the order, and whatever the template of a %s,",
  (place) => {
    test("the text keeps the limit and is whole in every character, and the same orders give the same text", () => {
      fc.assert(
        fc.property(orders, templates(place), fc.integer({ min: 2, max: 4_000 }), (order, template, max) => {
          expect(templateFaults(template, place)).toEqual([]);
          const first = describe(template, valuesOf(order, place), max);
          expectSound(first, max);
          expect(describe(template, valuesOf(structuredClone(order), place), max)).toEqual(first);
        }),
        { numRuns: 200 },
      );
    });
  },
);

group("a description", () => {
  const { order } = planned({
    references: { Container: "MSCU1234567", "P.O. Number": "77" },
    chargeSets: [
      {
        number: "A-1",
        charges: [
          { code: "Line Haul", amount: "425" },
          { code: "Detention", amount: "100.00" },
        ],
      },
      { number: "A-2", charges: [{ code: "Tolls", amount: "12.50" }] },
    ],
    stops: [{ kind: "pickup", city: "Long Beach" }, { city: "Ontario" }],
  });
  const values = { order: new OrderValues(order, order.chargeSets) };

  test.each([
    ["{{ order.container }} {{ order.po }} {{ order.booking }}", "MSCU1234567 77"],
    ["{% if order.job %}Job {{ order.job }}, {% endif %}Load {{ order.number }}", "Load HL-10001"],
    [
      "{% for charge_set in order.charge_sets %}{{ charge_set.number }}: {{ charge_set.amount }}{% unless forloop.last %}; {% endunless %}{% endfor %}",
      "A-1: 525.00; A-2: 12.50",
    ],
    [
      "{% for s in order.stops %}{{ s.city }}{% unless forloop.last %} to {% endunless %}{% endfor %}",
      "Long Beach to Ontario",
    ],
    ["{% for c in order.charges %}{{ c.line }} {{ c.amount }} {% endfor %}", "1 425.00 2 100.00 3 12.50"],
    ['{{ order.date | date: "%-m/%d/%y" }} {{ order.notes | default: "none" }}', "11/18/26 none"],
  ])("%s", (template, expected) => {
    expect(templateFaults(template, "text")).toEqual([]);
    expect(describe(template, values, 1_000)).toEqual({ text: expected, length: expected.length, isCut: false });
  });

  test("that adds nothing, or several texts, is written all the same: it must not stop planning", () => {
    expect(describe('{{ "A" | append }}{{ "B" | append: "c", "d" }}{{ "E" | prepend: "f", "g" }}', {}, 20).text).toBe(
      "ABcdfgE",
    );
  });

  test("that is too long is cut at a word, says so, and how long it would have been", () => {
    expect(describe("Drayage from Long Beach to Ontario", {}, 20)).toEqual({
      text: "Drayage from Long…",
      length: 34,
      isCut: true,
    });
  });

  test("whose loops would never end is cut as well", () => {
    const many = Order.parse({
      ...order,
      chargeSets: [{ charges: Array(1_000).fill(order.chargeSets[0]!.charges[0]) }],
    });
    const template = "{% for a in order.charges %}{% for b in order.charges %}{% endfor %}{% endfor %}x";
    const wide = { order: new OrderValues(many, many.chargeSets) };
    expect(describe(template, wide, textLengths.line)).toMatchObject({ text: "x …", isCut: true });
  });
});

// Is what is wrong with a template said at its place, with the word that was meant?
import { describe as group, expect, test } from "vitest";

import { templateFaults } from "./check.ts";
import { fieldGroups, fieldLists, places, type Place } from "./fields.ts";

const sentences = (template: string, place: Place = "line") =>
  templateFaults(template, place).map(({ sentence }) => sentence);

group("PPR-12: a template", () => {
  test.each(Object.keys(places) as Place[])("may name every field of its place: %s", (place) => {
    const roots: readonly string[] = places[place];
    const fields = fieldGroups.filter(({ root }) => roots.includes(root)).flatMap((each) => each.fields);
    expect(fields.length).toBeGreaterThan(10);
    expect(templateFaults(fields.map(({ path }) => `{{ ${path} }}`).join(" "), place)).toEqual([]);
  });

  test("may go over every list, and name in it what each is", () => {
    for (const [list, root] of Object.entries(fieldLists)) {
      if (list === "orders" || list.startsWith("charge_set.")) continue;
      const fields = fieldGroups.filter((each) => each.root === root).flatMap((each) => each.fields);
      const inside = fields.map(({ path }) => `{{ ${path} }}`).join(" ");
      expect(sentences(`{% for ${root} in ${list} %}${inside}{{ forloop.index }}{% endfor %}`, "text")).toEqual([]);
    }
  });

  test.each<[string, string[], Place?]>([
    ["{{ order.nubmer }}", ["There is no field order.nubmer. Did you mean order.number?"]],
    ["{{ number }}", ["There is no field number. Did you mean order.number?"]],
    ["{{ order.containr }}", ["There is no field order.containr. Did you mean order.container?"]],
    ["{{ zebra_crossing_xyz }}", ["There is no field zebra_crossing_xyz."]],
    ["{{ charge.code | upcse }}", ["There is no filter upcse. Did you mean upcase?"]],
    ["{{ charge.code | append: order.jobb }}", ["There is no field order.jobb. Did you mean order.job?"]],
    ["{% assign x = 1 %}", ["There is no assign in a description."]],
    ["{% iff order.job %}{% endif %}", ["There is no iff in a description. Did you mean if?"]],
    ["{% if order.job %}x", ["{% if order.job %} is not closed."]],
    ["{{ order.reference }}", ['There is no field order.reference. Did you mean order.reference["…"]?']],
    ["{{ order.charges }}", ["order.charges is a list: it needs a loop."]],
    ["{% for a in order.stop %}{% endfor %}", ["order.stop is no list here. Did you mean order.stops?"]],
    ["{% for a in (1..9) %}{% endfor %}", ["A loop goes over a list of the order, such as order.charge_sets."]],
    ["{% for a in order.stops limit: 2 %}{% endfor %}", ["A loop goes over its whole list, without limit."]],
    ["{{ (1..1000000) }}", ["(1..1000000) cannot be used in a description."]],
    ["{{ charge.code }}", ["There is no single charge here: charge.code needs a loop over order.charges."], "text"],
    ["{{ order.number }}", ["There is no single order here: order.number needs a loop over orders."], "combined"],
    [
      "{% for one in orders %}{{ one.number }}{{ order.number }}{% endfor %}",
      [expect.any(String) as string],
      "combined",
    ],
    ["{% for one in orders %}{% for s in one.charge_sets %}{{ s.amount }}{% endfor %}{% endfor %}", [], "combined"],
    ['{{ order.reference["PO"] }}{% if order.stops %}x{% endif %}', []],
    ["{{ order.constructor }}", ["There is no field order.constructor."]],
    ["{{ order[charge.code] }}", [expect.stringContaining("There is no field") as string]],
  ])("%j", (template, expected, place = "line") => {
    expect(sentences(template, place)).toEqual(expected);
  });

  test("is told where it is wrong", () => {
    expect(templateFaults("Load\n  {{ order.nubmer }} {{ ordr.number }}", "line")).toMatchObject([
      { line: 2, character: 6 },
      { line: 2, character: 25 },
    ]);
    expect(templateFaults("ab {% if", "line")).toMatchObject([{ line: 1, character: 4 }]);
  });
});

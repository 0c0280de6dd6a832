// Does a click on a field give a template that can be saved, wherever the cursor is?
import { describe, expect, test } from "vitest";

import { templateFaults } from "./check.ts";
import { fieldGroups, places, type Place } from "./fields.ts";
import { inserted, type Inserting } from "./inserting.ts";

const wanted: Inserting = {
  path: "order.number",
  label: "Order",
  place: "text",
  template: "",
  at: 0,
  isOptional: false,
  separator: ", ",
};

describe("PPR-12: a field that is inserted", () => {
  test.each<[string, Partial<Inserting>, string]>([
    ["stands where the cursor is", { template: "Load  today", at: 5 }, "Load {{ order.number }} today"],
    [
      "may be shown only where there is one",
      { isOptional: true },
      "{% if order.number %}Order {{ order.number }}{% endif %}",
    ],
    [
      "of what there are several of comes in a loop",
      { path: "charge_set.amount" },
      "{% for charge_set in order.charge_sets %}{{ charge_set.amount }}{% unless forloop.last %}, {% endunless %}{% endfor %}",
    ],
    [
      "goes into the loop the cursor is in",
      { path: "stop.city", template: "{% for stop in order.stops %}{{ stop.name }} {% endfor %}", at: 45 },
      "{% for stop in order.stops %}{{ stop.name }} {{ stop.city }}{% endfor %}",
    ],
    [
      "of one of several orders comes in two",
      { path: "stop.city", place: "combined", separator: "" },
      "{% for order in orders %}{% for stop in order.stops %}{{ stop.city }}{% endfor %}{% endfor %}",
    ],
  ])("%s", (_, changes, template) => {
    expect(inserted({ ...wanted, ...changes }).template).toBe(template);
  });

  test.each(Object.keys(places) as Place[])("of the whole catalogue can be saved: %s", (place) => {
    const roots: readonly string[] = places[place];
    const all = fieldGroups
      .filter(({ root }) => root !== "credit" || roots.includes("credit"))
      .flatMap(({ fields }) => fields);
    for (const { path, label } of all) {
      for (const isOptional of [true, false]) {
        const { template, at } = inserted({ ...wanted, path, label, place, isOptional });
        expect(templateFaults(template, place)).toEqual([]);
        expect(at).toBe(template.length);
      }
    }
  });
});

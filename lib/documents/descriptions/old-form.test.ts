// Does a template that was saved before Liquid say of every order what it said then?
import fc from "fast-check";
import { describe as group, expect, test } from "vitest";

import { Charge, Order } from "#lib/orders/order.ts";
import { CompanySettings, SettingsShape } from "../settings.ts";
import { planned } from "../testing.ts";
import { templateFaults } from "./check.ts";
import { cutText } from "./cut-text.ts";
import { describe } from "./describe.ts";
import { fromOldForm } from "./old-form.ts";
import { OrderValues } from "./values.ts";

const MAX = 4_000;

/** What the first release wrote, kept to compare with; a charge only on lines. */
function saidThen(template: string, order: Order, charge?: Charge): string {
  const fieldOf = (name: string) => {
    if (name.startsWith("ref:")) return order.references[name.slice(4)] ?? "";
    if (name.startsWith("custom:")) return order.customFields[name.slice(7)] ?? "";
    if (name === "description") return charge?.description ?? charge?.code ?? "";
    if (name === "code") return charge?.code ?? "";
    if (name === "number") return order.number;
    if (name === "job") return order.job?.name ?? "";
    if (name === "notes") return order.notes ?? "";
    const all = Object.entries(order.references).map(([key, value]) => `${key} ${value}`);
    return name === "references" ? all.join(", ") : "";
  };
  const text = template
    .replace(/\{([^{}]+)\}/g, (_, name: string) => fieldOf(name.trim()))
    .replace(/[ \t]+/g, " ")
    .replace(/ +([,.;])/g, "$1")
    .trim();
  // And so it was sent.
  return cutText(text, MAX);
}

function saidNow(template: string, order: Order, charge?: Charge): string {
  const values = new OrderValues(order, charge ? [{ charges: [charge] }] : order.chargeSets);
  const now = fromOldForm(template, charge ? "line" : "message");
  return describe(now, charge ? { order: values, charge: values.charges[0] } : { order: values }, MAX).text;
}

const order = planned({
  references: { Container: "MSCU1", PO: "77", 'Odd "name"\\': "both" },
  customFields: { Driver: "Ann" },
  notes: "Gate {number} {{ order.number }}",
  job: { externalId: "j", name: "Album 3" },
}).order;
const charge = Charge.parse({ code: "DET", description: "Detention, 2 h", amount: "100.00" });

group("a template of the old form", () => {
  test.each([
    ["{description}", "Detention, 2 h"],
    ["{code}: {description}", "DET: Detention, 2 h"],
    ["Order {number}", "Order HL-10001"],
    ["{ref:Container} / {ref:PO}", "MSCU1 / 77"],
    ["{ref:Seal} , {custom:Driver}", ", Ann"],
    ['{ref:Odd "name"\\}', "both"],
    ["{job}; {notes}", "Album 3; Gate {number} {{ order.number }}"],
    ["{nonsense}", ""],
    ["{constructor}{ref:constructor}", ""],
    ["{{number}} and {% if %}", "{HL-10001} and"],
    ["a { b } {{ c {{}} }}", "a {{ c {{}} }}"],
    ["plain words", "plain words"],
  ])("%j says %j", (template, expected) => {
    expect(saidNow(template, order, charge)).toBe(expected);
  });

  const piece = fc.oneof(
    fc.constantFrom("{description}", "{code}", "{ number }", "{ref:Container}", "{ref:None}", "{custom:Driver}"),
    fc.constantFrom("{job}", "{notes}", "{references}", "{nonsense}", "{{", "}}", "{%", "%}", "{#", " ", "  , ", "\n"),
    fc.string({ maxLength: 8 }),
  );
  const templates = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

  test("PPR-11: says on a line and in a message what it said before", () => {
    fc.assert(
      fc.property(templates, (template) => {
        expect(saidNow(template, order, charge)).toBe(saidThen(template, order, charge));
        expect(saidNow(template, order)).toBe(saidThen(template, order));
      }),
    );
  });

  test("is one that can be saved again", () => {
    fc.assert(
      fc.property(templates, (template) => {
        expect(templateFaults(fromOldForm(template, "line"), "line")).toEqual([]);
        expect(templateFaults(fromOldForm(template, "message"), "text")).toEqual([]);
      }),
    );
  });
});

group("settings that were saved before", () => {
  test("keep their templates", () => {
    const { descriptions } = CompanySettings.parse({ lineTemplate: "{code} {number}", memoTemplate: "{ref:PO}" });
    expect(descriptions).toMatchObject({
      line: "{{ charge.code }} {{ order.number }}",
      message: '{{ order.reference["PO"] }}',
      note: "",
    });
  });

  test("are left alone once they are saved again", () => {
    const saved = CompanySettings.parse({ lineTemplate: "{code}" });
    expect(CompanySettings.parse({ ...saved, lineTemplate: "{number}" })).toEqual(SettingsShape.parse(saved));
    expect(CompanySettings.parse(JSON.parse(JSON.stringify(saved)))).toEqual(saved);
  });

  test("without any say what new ones say", () => {
    const before = CompanySettings.parse({ lineTemplate: "{description}", memoTemplate: "{references}" });
    expect(before).toEqual(CompanySettings.parse({}));
  });
});

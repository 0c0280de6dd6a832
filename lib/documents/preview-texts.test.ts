// Is a template shown on orders that are in its situation, and is it said where none is?
import { describe, expect, test } from "vitest";

import type { SituationName, TextName } from "./descriptions/templates.ts";
import { withTemplate } from "./descriptions/templates.ts";
import { previewTexts } from "./preview-texts.ts";
import { defaultSettings } from "./settings.ts";
import { planned } from "./testing.ts";

const charges = [
  { code: "Line Haul", amount: "425.00" },
  { code: "Tolls", amount: "9.00" },
];
const plain = planned({ number: "L-1" }, "a");
const shared = ["L-2", "L-3"].map((number) => planned({ number, chargeSets: [{ number: "C-1", charges }] }, number));
const split = planned({ number: "L-4", chargeSets: ["S-1", "S-1"].map((number) => ({ number, charges })) }, "d");
const credits = [{ externalId: "c", date: "2026-11-25", amount: "50.00", reason: "Damaged pallet" }];
const credited = planned({ number: "L-5", credits }, "e");
const tooFine = planned({ number: "L-6", chargeSets: [{ charges: [{ code: "A", amount: "1.001" }] }] }, "f");

function shown(
  situation: SituationName,
  text: TextName,
  template: string,
  orders = [plain, ...shared, split, credited],
) {
  const descriptions = withTemplate(defaultSettings.descriptions, situation, text, template);
  const { rows, isFitting } = previewTexts(situation, text, orders, { ...defaultSettings, descriptions });
  return { rows: rows.map((row) => [row.title, row.text]), isFitting };
}

describe("PPR-11 a template is shown", () => {
  test("on the newest orders, five of them at most, and never on one whose amounts cannot be booked", () => {
    const seven = [tooFine, ...Array.from({ length: 6 }, (_, at) => planned({ number: `L-${at}` }, `o-${at}`))];
    const { rows, isFitting } = shown("everywhere", "message", "Load {{ order.number }}", seven);
    expect(rows.map(([, text]) => text)).toEqual(["Load L-0", "Load L-1", "Load L-2", "Load L-3", "Load L-4"]);
    expect(isFitting).toBe(true);
  });

  test("on each of the first lines", () => {
    expect(shown("sales-order", "line", "{{ charge.line }} {{ charge.code }}", [shared[0]!]).rows).toEqual([
      ["Sales order C-1", "1 Line Haul"],
      ["Sales order C-1", "2 Tolls"],
    ]);
  });

  test.each<[SituationName, string, string[]]>([
    ["combined", "{% for order in orders %}{{ order.number }} {% endfor %}", ["Invoice C-1", "L-2 L-3"]],
    ["sets", "{{ order.number }}", ["Invoice S-1", "L-4"]],
    ["credit-memo", "{{ credit.reason }} {{ credit.amount }}", ["Credit memo L-5", "Damaged pallet 50.00"]],
    ["refund-receipt", "{{ order.number }}", ["Refund receipt L-5", "L-5"]],
  ])("on orders that are in its situation: %s", (situation, template, row) => {
    expect(shown(situation, "message", template)).toEqual({ rows: [row], isFitting: true });
  });

  test("on others where none is, and says so; on none where there is no credit", () => {
    expect(shown("sets", "note", "{{ order.number }}", [plain])).toEqual({
      rows: [["Invoice L-1", "L-1"]],
      isFitting: false,
    });
    expect(shown("credit-memo", "note", "x", [plain])).toEqual({ rows: [], isFitting: false });
  });
});

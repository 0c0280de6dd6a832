// Does each document say what the template of its kind and situation says?
import { describe, expect, test } from "vitest";

import type { OrderInput } from "#lib/orders/order.ts";
import { qboLimits } from "#lib/ledgers/qbo/limits.ts";
import { textLengths } from "./descriptions/limits.ts";
import type { Descriptions } from "./descriptions/templates.ts";
import type { SaleDocument } from "./document.ts";
import { planDocuments } from "./plan.ts";
import { CompanySettings } from "./settings.ts";
import { planned } from "./testing.ts";

const line = (code: string, amount: string) => ({ code, amount });

function salesOf(
  descriptions: Partial<Descriptions>,
  orders: readonly Partial<OrderInput>[],
  settings: Partial<CompanySettings> = {},
): SaleDocument[] {
  const [first, ...others] = orders.map((order, at) => planned(order, `order-${at}`));
  const wanted = CompanySettings.parse({ ...settings, descriptions });
  const { documents, problem } = planDocuments(first!, wanted, others);
  expect(problem).toBeUndefined();
  return documents.filter((one): one is SaleDocument => "lines" in one);
}

const said = ({ kind, memo, note, lines }: SaleDocument) => ({
  kind,
  memo,
  note,
  lines: lines.map(({ description }) => description),
});

describe("PPR-11: what a document says", () => {
  test("without templates is the charge's description, and the references", () => {
    const charges = [{ ...line("Line Haul", "425.00"), description: "Long Beach to Ontario" }, line("Tolls", "9.00")];
    const [invoice] = salesOf({}, [{ chargeSets: [{ charges }], references: { Container: "MSCU1", PO: "7" } }]);
    expect(said(invoice!)).toEqual({
      kind: "invoice",
      memo: "Container MSCU1, PO 7",
      note: undefined,
      lines: ["Long Beach to Ontario", "Tolls"],
    });
  });

  test("is what its kind's own templates say, and what everywhere else is said where the kind has none", () => {
    const descriptions = {
      line: "{{ charge.code }} of {{ document.kind }} {{ document.number }}",
      message: "Due {{ document.total }} {{ bill_to.name }}",
      kinds: { invoice: { message: "Invoice {{ document.number }}, {{ order.po }}", note: "By {{ order.class }}" } },
    };
    const order = { references: { "PO #": "7", "P.O.": "8" }, class: "Oakland" };
    const both = salesOf(descriptions, [order], { mode: "sales-order-then-invoice" });
    expect(both.map(said)).toEqual([
      {
        kind: "sales-order",
        memo: "Due 425.00 Acme Imports",
        note: undefined,
        lines: ["Line Haul of Sales order HL-10001"],
      },
      { kind: "invoice", memo: "Invoice HL-10001, 8", note: "By Oakland", lines: ["Line Haul of Invoice HL-10001"] },
    ]);
  });

  test("with several charge sets on it repeats what is there for each, with what stands between", () => {
    const sets = {
      line: "{{ charge_set.position }}.{{ charge.line }} {{ charge.code }}",
      message:
        "{% for charge_set in order.charge_sets %}Set {{ charge_set.position }}: {{ charge_set.amount }}{% unless forloop.last %}; {% endunless %}{% endfor %}",
    };
    const one = { number: "HL-C-1", charges: [line("Line Haul", "425.00"), line("Tolls", "9.00")] };
    const two = { number: "HL-C-1", charges: [line("Detention", "75.50")] };
    const [invoice] = salesOf({ sets }, [{ chargeSets: [one, two] }]);
    expect(said(invoice!)).toMatchObject({
      memo: "Set 1: 434.00; Set 2: 75.50",
      lines: ["1.1 Line Haul", "1.2 Tolls", "2.3 Detention"],
    });
    expect(said(salesOf({ sets }, [{ chargeSets: [one] }])[0]!)).toMatchObject({ lines: ["Line Haul", "Tolls"] });
  });

  const load = (number: string, amount: string) => ({
    number,
    references: { Container: `C-${number}` },
    chargeSets: [{ number: "HL-C-1", charges: [line("Line Haul", amount)] }],
  });
  const loads = [load("HL-10002", "75.50"), load("HL-10001", "425.00")];

  test("of several orders is what each says, or its own template over all of them", () => {
    const [plain] = salesOf({ note: "{{ order.number }}" }, loads);
    expect(said(plain!)).toEqual({
      kind: "invoice",
      memo: "Container C-HL-10001; Container C-HL-10002",
      note: "HL-10001; HL-10002",
      lines: ["Line Haul", "Line Haul"],
    });
    const combined = {
      line: "{{ order.number }} {{ charge.code }}",
      message:
        "{{ document.total }}: {% for order in orders %}{{ order.number }}{% if order.container %} ({{ order.container }}){% endif %}{% unless forloop.last %}, {% endunless %}{% endfor %}",
    };
    const [own] = salesOf({ combined }, loads);
    expect(said(own!)).toMatchObject({
      memo: "500.50: HL-10001 (C-HL-10001), HL-10002 (C-HL-10002)",
      lines: ["HL-10001 Line Haul", "HL-10002 Line Haul"],
    });
    expect(salesOf({ combined }, loads.toReversed())).toEqual([own]);
    expect(said(salesOf({ combined }, [loads[0]!])[0]!)).toMatchObject({ lines: ["Line Haul"] });
  });

  test("of a credit is its reason, or what its kind's own template says", () => {
    const credits = [{ externalId: "c", date: "2026-11-25", amount: "50.00", reason: "Damaged  pallet" }];
    const memoOf = (descriptions: Partial<Descriptions>) =>
      salesOf(descriptions, [{ credits }]).find(({ kind }) => kind === "credit-memo")?.memo;
    expect(memoOf({ message: "never" })).toBe("Damaged  pallet");
    const message = "{{ credit.number }}: {{ credit.amount }} for {{ order.number }}, {{ credit.reason }}";
    expect(memoOf({ kinds: { "credit-memo": { message } } })).toBe("HL-10001: 50.00 for HL-10001, Damaged pallet");
  });

  test("keeps what the ledger holds", () => {
    const notes = "Gate code and dock. ".repeat(200);
    const all = "{{ order.notes }} {{ order.notes }}";
    const [invoice] = salesOf({ line: all, message: all, note: all }, [{ notes }]);
    expect(invoice!.memo!.length).toBeLessThanOrEqual(qboLimits.memoLength);
    expect(invoice!.note!.length).toBeLessThanOrEqual(qboLimits.noteLength);
    expect(invoice!.lines[0]!.description!.length).toBeLessThanOrEqual(qboLimits.descriptionLength);
    expect([invoice!.memo, invoice!.note, invoice!.lines[0]!.description].every((text) => text?.endsWith("…"))).toBe(
      true,
    );
    expect(textLengths).toEqual({
      line: qboLimits.descriptionLength,
      message: qboLimits.memoLength,
      note: qboLimits.noteLength,
    });
  });

  test("stops an order where a template cannot be read, rather than saying half of it", () => {
    const settings = CompanySettings.parse({ descriptions: { kinds: { invoice: { message: "{{ order.nubmer }}" } } } });
    expect(planDocuments(planned(), settings, [])).toEqual({
      documents: [],
      problem: {
        code: "description-broken",
        about: "Invoices, message to the customer",
        detail: "There is no field order.nubmer. Did you mean order.number?",
      },
    });
  });
});

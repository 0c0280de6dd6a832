// Orders, rules, mapping and templates of a carrier, and how long planning takes with all of it or with a part.
import { fingerprint } from "#lib/documents/fingerprint.ts";
import { planDocuments } from "#lib/documents/plan.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { Order, type OrderInput } from "#lib/orders/order.ts";
import { applyRules } from "#lib/rules/apply.ts";
import type { Rule } from "#lib/rules/rule.ts";

import { decimal, makeLoads, orderOf, type Load } from "./loads.ts";

const MAPPINGS = 60;
const RULES = 20;

/** A load with two charge sets for two payers, four references and two stops. */
export function richOrder(load: Load): Order {
  const { number } = load;
  const [first, ...others] = load.charges.map(({ code, description, cents }) => ({
    code,
    description,
    amount: decimal(cents),
  }));
  const input: OrderInput = {
    ...orderOf(load),
    terms: "Net 30",
    notes: "Call the dock before arrival",
    references: {
      Container: `MSKU${number}`,
      "PO number": `PO-${number}`,
      Booking: `BK-${number}`,
      Seal: `S-${number}`,
    },
    stops: [
      { kind: "pickup", name: "Pier J", city: "Long Beach", region: "CA", date: "2026-11-01" },
      { kind: "delivery", name: "Dock 4", city: "Ontario", region: "CA", date: "2026-11-02" },
    ],
    chargeSets: [{ charges: [first!] }, { billTo: { name: "Redwood Foods" }, charges: others }],
    payments: [{ externalId: `${number}-p`, date: "2026-11-20", amount: "100.00", reference: "4411" }],
  };
  return Order.parse(input);
}

/** Rules of which a few match each order. */
function rules(): Rule[] {
  return Array.from({ length: RULES }, (_, at) => ({
    ruleId: `rule-${at}`,
    name: `Rule ${at + 1}`,
    version: 1,
    body: {
      match: "all",
      conditions: [
        { field: "number", operator: "contains", value: String(at % 10) },
        { field: "charge.code", operator: "is", value: at % 2 === 0 ? "Fuel Surcharge" : `Code ${at}` },
      ],
      effects: [{ field: "class", value: `Class ${at}` }],
    },
  }));
}

const chargeMappings = Object.fromEntries([
  ...Array.from({ length: MAPPINGS }, (_, at) => [`code ${at}`, { item: `Item ${at}`, class: "Freight" }] as const),
  ["line haul", { item: "Drayage", class: "Freight" }],
  ["fuel surcharge", { itemId: "58", taxable: false }],
]);

const descriptions = {
  line: "{{ charge.description }}{% if order.container %}, container {{ order.container }}{% endif %}{% if charge.service_date %} on {{ charge.service_date | date: '%m/%d/%Y' }}{% endif %}",
  message:
    "Load {{ order.number }}{% if order.po %}, PO {{ order.po }}{% endif %}: {% for stop in order.stops %}{{ stop.city }}{% unless forloop.last %} to {% endunless %}{% endfor %}",
  note: "{% for charge_set in order.charge_sets %}{{ charge_set.bill_to }} {{ charge_set.amount }}{% unless forloop.last %}; {% endunless %}{% endfor %}",
};
const nothing = { line: "", message: "", note: "" };

/** What is on in each run. The last is what a company has that chose nothing. */
export const variants = {
  "mapping, descriptions and rules": {
    rules: rules(),
    settings: CompanySettings.parse({ chargeMappings, descriptions }),
  },
  "without descriptions": {
    rules: rules(),
    settings: CompanySettings.parse({ chargeMappings, descriptions: nothing }),
  },
  "without rules": { rules: [], settings: CompanySettings.parse({ chargeMappings, descriptions }) },
  "nothing chosen": { rules: [], settings: CompanySettings.parse({}) },
} as const;
export type Variant = keyof typeof variants;
export const variantNames = Object.keys(variants) as Variant[];

export type PlanRun = {
  readonly variant: Variant;
  readonly orders: number;
  readonly seconds: number;
  /** Of all threads of the process, the collector's too: what it costs, whoever else is on the machine. */
  readonly cpuSeconds: number;
  readonly documents: number;
  /** Characters written on documents. */
  readonly written: number;
};

/** The orders of a run, made before it begins. */
export function richOrders(count: number): Order[] {
  return makeLoads(count).map(richOrder);
}

/** Rules, documents, fingerprints: everything of planning but the database, one order after the other. */
export function runPlan(orders: readonly Order[], variant: Variant): PlanRun {
  const { rules: own, settings } = variants[variant];
  let documents = 0;
  let written = 0;
  const cpu = process.cpuUsage();
  const from = performance.now();
  for (const order of orders) {
    const applied = applyRules(order, own);
    const plan = planDocuments({ orderId: order.externalId, order: applied.order }, settings, []);
    if (applied.problem ?? plan.problem) throw new Error(`Order ${order.number} could not be planned`);
    for (const document of plan.documents) {
      fingerprint(document);
      documents += 1;
      if (!("lines" in document)) continue;
      written += (document.memo ?? "").length + (document.note ?? "").length;
      for (const { description } of document.lines) written += (description ?? "").length;
    }
  }
  const seconds = (performance.now() - from) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { variant, orders: orders.length, seconds, cpuSeconds: (user + system) / 1_000_000, documents, written };
}

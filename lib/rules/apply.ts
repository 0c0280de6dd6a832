// Rules in order → a changed copy of the order, and which rule changed what.
import type { Charge, Order } from "#lib/orders/order.ts";
import type { Problem } from "#lib/problem.ts";
import { matches, type FieldValues } from "./match.ts";
import { RuleBody, type Effect, type Rule, type TraceEntry } from "./rule.ts";

export type Applied = {
  readonly order: Order;
  readonly trace: readonly TraceEntry[];
  readonly problem?: Problem;
};

/**
 * Applies rules in their order. A rule that cannot be read stops the order with a problem: it never counts as "did not
 * match". Conditions and effects on charges work charge by charge.
 */
export function applyRules(order: Order, rules: readonly Rule[]): Applied {
  let changed = order;
  const trace: TraceEntry[] = [];
  for (const rule of rules) {
    const body = RuleBody.safeParse(rule.body);
    if (!body.success) {
      const problem: Problem = {
        code: "rule-broken",
        about: rule.name,
        detail: `Rule "${rule.name}" (version ${rule.version}) could not be read.`,
      };
      return { order, trace, problem };
    }
    changed = applyOne(changed, rule, body.data, trace);
  }
  return { order: changed, trace };
}

function applyOne(order: Order, rule: Rule, body: RuleBody, trace: TraceEntry[]): Order {
  const onOrder = body.effects.filter((effect) => effect.field !== "charge.code");
  const onCharge = body.effects.filter((effect) => effect.field === "charge.code");
  const note = (field: string, before: string, after: string) => {
    if (before !== after)
      trace.push({
        ruleId: rule.ruleId,
        rule: rule.name,
        version: rule.version,
        field,
        before,
        after,
      });
  };
  const anyCharge = order.chargeSets.some((set) => set.charges.some((charge) => matches(body, values(order, charge))));
  if (!anyCharge) return order;
  const chargeSets = order.chargeSets.map((set) => ({
    ...set,
    charges: set.charges.map((charge) => {
      if (onCharge.length === 0 || !matches(body, values(order, charge))) return charge;
      const code = onCharge.at(-1)!.value;
      note("charge.code", charge.code, code);
      return { ...charge, code };
    }),
  }));
  return onOrder.reduce((current, effect) => setField(current, effect, note), {
    ...order,
    chargeSets,
  });
}

function setField(order: Order, effect: Effect, note: (field: string, before: string, after: string) => void): Order {
  switch (effect.field) {
    case "customer":
      note("customer", order.customer.name, effect.value);
      return { ...order, customer: { ...order.customer, name: effect.value } };
    case "terms":
      note("terms", order.terms ?? "", effect.value);
      return { ...order, terms: effect.value };
    case "class":
      note("class", order.class ?? "", effect.value);
      return { ...order, class: effect.value };
    case "notes":
      note("notes", order.notes ?? "", effect.value);
      return { ...order, notes: effect.value };
    case "charge.code":
      return order;
    default:
      return effect.field satisfies never;
  }
}

function values(order: Order, charge: Charge): FieldValues {
  return {
    customer: order.customer.name,
    terms: order.terms ?? "",
    class: order.class ?? "",
    status: order.status,
    notes: order.notes ?? "",
    number: order.number,
    "charge.code": charge.code,
    "charge.description": charge.description ?? "",
  };
}

// Does this condition group hold for a set of field values?
import type { Condition, RuleBody, RuleField } from "./rule.ts";

export type FieldValues = Readonly<Record<RuleField, string>>;

/** True when the rule's conditions hold: all of them or any of them, as the rule says. Case does not matter. */
export function matches(body: RuleBody, values: FieldValues): boolean {
  return body.match === "all"
    ? body.conditions.every((condition) => holds(condition, values))
    : body.conditions.some((condition) => holds(condition, values));
}

function holds(condition: Condition, values: FieldValues): boolean {
  const left = values[condition.field].trim().toLowerCase();
  const right = condition.value.trim().toLowerCase();
  switch (condition.operator) {
    case "is":
      return left === right;
    case "is-not":
      return left !== right;
    case "contains":
      return right !== "" && left.includes(right);
    case "starts-with":
      return right !== "" && left.startsWith(right);
    case "is-empty":
      return left === "";
    default:
      return condition.operator satisfies never;
  }
}

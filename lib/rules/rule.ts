// What a rule is: when … then … on a copy of the order, before it is planned.
import { z } from "zod";

/** Fields a rule may look at or change. */
export const ruleFields = [
  "customer",
  "terms",
  "class",
  "status",
  "notes",
  "number",
  "charge.code",
  "charge.description",
] as const;
export type RuleField = (typeof ruleFields)[number];

export const operators = ["is", "is-not", "contains", "starts-with", "is-empty"] as const;
export type Operator = (typeof operators)[number];

export const Condition = z.object({
  field: z.enum(ruleFields),
  operator: z.enum(operators),
  value: z.string().max(500).default(""),
});
export type Condition = z.infer<typeof Condition>;

export const Effect = z.object({
  field: z.enum(["customer", "terms", "class", "notes", "charge.code"]),
  /** An empty value is refused here: it would wipe the field without anyone having asked for it. */
  value: z.string().trim().min(1).max(500),
});
export type Effect = z.infer<typeof Effect>;

export const RuleBody = z.object({
  match: z.enum(["all", "any"]).default("all"),
  conditions: z.array(Condition).min(1).max(50),
  effects: z.array(Effect).min(1).max(20),
});
export type RuleBody = z.infer<typeof RuleBody>;

/** A rule as stored; its body is read with RuleBody when it is applied, so that a broken one stops the order. */
export type Rule = {
  readonly ruleId: string;
  readonly name: string;
  readonly version: number;
  readonly body: unknown;
};

/** One change of one field by one rule. */
export type TraceEntry = {
  readonly ruleId: string;
  readonly rule: string;
  readonly version: number;
  readonly field: string;
  readonly before: string;
  readonly after: string;
};

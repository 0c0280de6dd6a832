// What is each decision about a problem called? Buttons, menu, dialogs and files say the same words.
import type { ProblemAct } from "./problem-acts.ts";

/** A decision as a file of decided rows names it: what can be done to rows, or tying one to a record of the books. */
export type DecisionName = ProblemAct["act"] | "link";

export const decisionLabels: Readonly<Record<DecisionName, string>> = {
  resync: "Resync",
  clear: "Clear",
  "mark-paid": "Mark paid",
  snooze: "Snooze",
  assign: "Assign",
  restore: "Restore",
  link: "Link to existing",
};

// Why a person is needed: the closed catalogue of problems, each with a plain sentence and the fix.
import { bookProblems } from "./problem-books.ts";
import { type ProblemCode, type ProblemKnowledge } from "./problem-code.ts";
import { orderProblems } from "./problem-orders.ts";

export {
  fixerNames,
  fixers,
  problemCodes,
  type Fixer,
  type FixPlace,
  type ProblemCode,
  type ProblemKnowledge,
} from "./problem-code.ts";

/**
 * A problem as data, kept on the push or the order.
 * `about` names the culprit ("Detention", "Acme Imports"): rows with the same code and about share one cause.
 */
export type Problem = {
  readonly code: ProblemCode;
  readonly about?: string;
  /** One plain sentence about this very row. */
  readonly detail: string;
  /** What the ledger said, word for word, without secrets. */
  readonly raw?: string;
  /** What QuickBooks' own sum of the document came to, in minor units, where that is the problem. */
  readonly theirs?: { readonly totalMinor: string; readonly taxMinor?: string };
};

/** A code without its sentence does not compile. */
export const problemCatalogue: Readonly<Record<ProblemCode, ProblemKnowledge>> = { ...orderProblems, ...bookProblems };

/** The title of a cause with its culprit named: "QuickBooks has no item Detention". */
export function problemTitle(code: ProblemCode, about: string): string {
  return problemCatalogue[code].title.replace("{about}", () => about || "something");
}

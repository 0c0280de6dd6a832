// One problem as a list shows it: in any lane, with who has it and what was decided.
import type { DocumentKind } from "#lib/documents/document.ts";
import type { MoneyJson } from "#lib/money.ts";
import type { ProblemCode } from "#lib/problem.ts";
import type { Clearing, ProblemLane, ProblemTab, Snooze } from "./triage.ts";

/** A row is a push that came into problem, or an order that cannot be planned as a whole. */
export type ProblemRow = {
  readonly rowId: string;
  readonly is: "push" | "order";
  readonly lane: ProblemLane;
  readonly tab: ProblemTab;
  readonly title: string;
  readonly party: string;
  readonly kind: DocumentKind;
  readonly code: ProblemCode;
  readonly about: string;
  /** One sentence about this very row; empty once nothing is wrong with it any more. */
  readonly detail: string;
  readonly money: MoneyJson;
  readonly date: string | null;
  /** When its cause came up, ISO. */
  readonly since: string;
  /** When it went to its lane, ISO. */
  readonly movedAt: string;
  /** How often it came back after it had been let go, cleared or done. */
  readonly cameBack: number;
  readonly orderIds: readonly string[];
  /** The name is empty when the person left the tenant. */
  readonly assignee: { readonly userId: string; readonly name: string } | null;
  readonly snooze: { readonly is: Snooze; readonly until: string | null; readonly rows: number | null } | null;
  /** It was sent and no answer came: the books may hold it. */
  readonly isUnheard: boolean;
  readonly clearing: Clearing | null;
  readonly decidedBy: string | null;
  readonly decidedBecause: string | null;
  readonly decidedAt: string | null;
  readonly sourceId: string | null;
  readonly sourceName: string | null;
};

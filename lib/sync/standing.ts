// How does an order stand between us and the books? Five states, out of a handful of facts. One function for every place.
import type { ProblemCode } from "#lib/problem.ts";

/**
 * ready: not exported yet, and can be. changed: exported, and changed since. missing: exported, and deleted over there.
 * blocked: cannot be exported. up-to-date: exported, and nothing is left to say.
 */
export const orderStates = ["ready", "changed", "missing", "blocked", "up-to-date"] as const;
export type OrderState = (typeof orderStates)[number];

/** What is asked of the database; each is yes or no, so that all their combinations can be counted out. */
export const facts = [
  /** The order, a rule or a mapping changed, and it was not planned again yet. */
  "isToPlan",
  /** It is completed: a sale that is to be booked. */
  "isCompleted",
  /** Something is wrong with the order as a whole. */
  "hasOrderProblem",
  /** Documents were planned of it: not counting customers and items, which belong to many orders. */
  "hasDocuments",
  /** Its customer or its job is not linked, and the company wants that first. */
  "isUnlinked",
  /** A document of it was deleted or voided over there. */
  "hasGone",
  /** A document of it needs a person. */
  "hasProblem",
  /** A document of it is on its way. */
  "hasGoing",
  /** A document of it differs from the version the books hold. */
  "hasChanged",
  /** A document of it is not in the books, and nobody is carrying it there. */
  "hasNew",
  /** A document of it is in the books. */
  "hasExported",
] as const;
export type Fact = (typeof facts)[number];
export type Facts = Readonly<Record<Fact, boolean>>;

/** Why an order cannot be exported. */
export const blockedReasons = [
  "cancelled",
  "not-completed",
  "nothing-to-bill",
  "held-by-rule",
  "not-linked",
  "payment-method",
  "problem",
] as const;
export type BlockedReason = (typeof blockedReasons)[number];

export type OrderStanding = {
  readonly state: OrderState;
  /** Being planned, or on its way: shown beside the state, which may be another one in a moment. */
  readonly isUnderWay: boolean;
  readonly because: BlockedReason | null;
};

/** What words a reason takes; the state does not depend on it. */
export type FactDetails = { readonly status: string; readonly problemCode: ProblemCode | null };

/** The state of an order. */
export function standingOf(known: Facts, details: FactDetails): OrderStanding {
  const state = stateOf(known);
  const isUnderWay = known.hasGoing || known.isToPlan;
  return { state, isUnderWay, because: state === "blocked" ? reasonOf(known, details) : null };
}

/** The state of an order whose facts came as a number. */
export function standingOfBits(
  bits: number,
  status: string,
  problem: { readonly code: ProblemCode } | null,
): OrderStanding {
  return standingOf(factsOf(bits), { status, problemCode: problem?.code ?? null });
}

function stateOf(known: Facts): OrderState {
  if (!known.hasDocuments) {
    const isNotPlanned = known.isToPlan && known.isCompleted && !known.hasOrderProblem;
    return isNotPlanned ? "ready" : "blocked";
  }
  if (known.isUnlinked) return "blocked";
  if (known.hasGone) return "missing";
  if (known.hasProblem) return "blocked";
  if (known.hasChanged) return "changed";
  // A payment that came after the invoice was exported changes the order; so does the rest of what is half way there.
  if (known.hasNew || known.hasGoing) return known.hasExported ? "changed" : "ready";
  // Everything that can be said is said; what is wrong with the order as a whole is left.
  return known.hasOrderProblem ? "blocked" : "up-to-date";
}

function reasonOf(known: Facts, { status, problemCode }: FactDetails): BlockedReason {
  if (known.hasDocuments && known.isUnlinked) return "not-linked";
  if (problemCode === "nothing-to-bill") return "nothing-to-bill";
  if (problemCode === "rule-broken") return "held-by-rule";
  if (problemCode === "payment-method-unknown") return "payment-method";
  if (known.hasOrderProblem || known.hasProblem) return "problem";
  if (status === "cancelled") return "cancelled";
  return known.isCompleted ? "nothing-to-bill" : "not-completed";
}

/** May it be exported now? Only what is ready, changed or missing, and not under way already. */
export function isExportable({ state, isUnderWay }: Pick<OrderStanding, "state" | "isUnderWay">): boolean {
  return !isUnderWay && (state === "ready" || state === "changed" || state === "missing");
}

/** The facts as one number: the nth fact is its nth bit. */
export function factBits(known: Facts): number {
  return facts.reduce((bits, fact, place) => bits | (known[fact] ? 1 << place : 0), 0);
}

/** The facts a number stands for. */
export function factsOf(bits: number): Facts {
  const known = facts.map((fact, place) => [fact, (bits & (1 << place)) !== 0]);
  return Object.fromEntries(known) as Facts;
}

const NO_DETAILS: FactDetails = { status: "", problemCode: null };

/** Every combination of facts for which `standingOf` answers as wanted: so the database filters and decides nothing. */
export function bitsWhere(isWanted: (standing: OrderStanding) => boolean): number[] {
  const all = Array.from({ length: 1 << facts.length }, (_none, bits) => bits);
  return all.filter((bits) => isWanted(standingOf(factsOf(bits), NO_DETAILS)));
}

/** A fact, and whether it holds: something by which orders can be found. */
export type Clue = { readonly fact: Fact; readonly is: boolean };

/**
 * The fewest of these clues of which every one of the combinations has at least one: what has none of them need not be looked at.
 * The first are given up first. Null: some combinations have none.
 */
export function leastClues<C extends Clue>(bits: readonly number[], clues: readonly C[]): readonly C[] | null {
  const has = (each: number, { fact, is }: Clue) => ((each & (1 << facts.indexOf(fact))) !== 0) === is;
  const isCovered = (some: readonly C[]) => bits.every((each) => some.some((clue) => has(each, clue)));
  if (!isCovered(clues)) return null;
  return clues.reduce<readonly C[]>((kept, clue) => {
    const rest = kept.filter((one) => one !== clue);
    return isCovered(rest) ? rest : kept;
  }, clues);
}

// What is to be known about an order's state, in a few words beside its mark.
import { problemTitle, type Problem } from "#lib/problem.ts";
import type { BlockedReason, OrderStanding } from "./standing.ts";

type Counted = { readonly documents: number; readonly posted: number; readonly problem: Problem | null };

const SENTENCES: Readonly<Record<Exclude<BlockedReason, "problem" | "payment-method">, string>> = {
  cancelled: "Cancelled: nothing more is sent, what QuickBooks holds stays",
  "not-completed": "Not completed: nothing is sent until it is",
  "nothing-to-bill": "Nothing to bill",
  "held-by-rule": "A rule holds it",
  "not-linked": "Its customer or job is not linked to QuickBooks",
};

/** "Not completed: nothing is sent until it is", "QuickBooks has no item Detention", "3 of 4 documents in the books". */
export function standingNote(order: Counted, { state, isUnderWay, because }: OrderStanding): string {
  const { documents, posted } = order;
  switch (state) {
    case "blocked":
      return reasonNote(order.problem, because);
    case "missing":
      return "Deleted or voided in QuickBooks: export it again";
    case "ready":
    case "changed":
      if (isUnderWay)
        return documents === 0 ? "Waits to be planned" : `${posted} of ${documents} documents in the books`;
      return state === "ready" ? "Not exported yet" : "Differs from what QuickBooks holds";
    case "up-to-date":
      return documents === 0
        ? "Nothing of it is sent"
        : `${posted} ${posted === 1 ? "document" : "documents"} in the books`;
    default:
      return state satisfies never;
  }
}

function reasonNote(problem: Problem | null, because: BlockedReason | null): string {
  if (because !== null && because !== "problem" && because !== "payment-method") return SENTENCES[because];
  return problem ? problemTitle(problem.code, problem.about ?? "") : "A document has a problem";
}

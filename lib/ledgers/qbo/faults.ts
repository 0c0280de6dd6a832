// What does a refusal mean for the push that was refused? The table's row, and of several faults the most decisive.
import type { Push } from "#lib/sync/push.ts";
import type { QboFault } from "./rows.ts";
import { faultTable } from "./fault-table.ts";
import type { Meaning, Row } from "./fault-rows.ts";
import { sentence } from "./fault-words.ts";

export { faultTable } from "./fault-table.ts";
export { sentence } from "./fault-words.ts";
export type { Asking, Meaning } from "./fault-rows.ts";

export type Decided = { readonly fault: QboFault; readonly meaning: Meaning };

/** Does a row speak of this fault? Its code or its range of codes, and then its text. */
export function fits({ code, to, text }: Row, fault: QboFault): boolean {
  const isCode = to === undefined ? code === fault.code : isWithin(fault.code, code, to);
  return isCode && (!text || text.test(fault.detail));
}

/** What a fault means for this push; a code the table does not know is a problem of its own. */
export function meaningOf(fault: QboFault, push: Push): Meaning {
  return faultTable.find((row) => fits(row, fault))?.means(fault, push) ?? unknown(fault);
}

/**
 * Of several faults the one that decides: what stopped the call as a whole, then what a person must solve, then what can
 * be asked for; that something is busy comes last, because waiting would not help the others. Null when there is none.
 * The status speaks where the code says nothing.
 */
export function decisive(faults: readonly QboFault[], status: number, push: Push): Decided | null {
  const decided = faults.map((fault): Decided => {
    const meaning = meaningOf(fault, push);
    const isUnknown = meaning.is === "problem" && meaning.code === "unknown";
    return { fault, meaning: isUnknown ? (byStatus(status) ?? meaning) : meaning };
  });
  return decided.toSorted((left, right) => rank(left.meaning) - rank(right.meaning))[0] ?? null;
}

function rank(meaning: Meaning): number {
  switch (meaning.is) {
    case "throttled":
      return 0;
    case "unauthorized":
      return 1;
    case "problem":
      return meaning.code === "unknown" ? 5 : 2;
    case "doubt":
      return 3;
    case "stale":
    case "gone":
    case "name-taken":
    case "number-taken":
    case "ask":
      return 4;
    case "busy":
      return 6;
    default:
      return meaning satisfies never;
  }
}

function byStatus(status: number): Meaning | null {
  if (status === 401) return { is: "unauthorized" };
  return status >= 500 ? { is: "busy" } : null;
}

function unknown(fault: QboFault): Meaning {
  const about = `QuickBooks error ${fault.code || "without a number"}`;
  return { is: "problem", code: "unknown", about, detail: sentence(fault) };
}

function isWithin(code: string, from: string, to: string): boolean {
  const number = Number(code);
  return /^\d+$/.test(code) && number >= Number(from) && number <= Number(to);
}

// Which columns are there, and what is said of those that are not?
import type { ComparedColumn } from "#components/compared-fields.tsx";
import type { BooksStand, ProblemCompared, SentShownAs, VersionCompared } from "#lib/sync/problem-compared.ts";

export const becameText: Readonly<Record<SentShownAs["became"], string>> = {
  posted: "QuickBooks took it",
  refused: "QuickBooks refused it",
  unheard: "no answer came",
  "under-way": "the answer is awaited",
};

export const booksText: Readonly<Record<BooksStand, string>> = {
  none: "holds nothing of it",
  unheard: "may hold it: the answer was lost, and a resync looks before it sends",
  unread: "holds it; what it says now was not read",
  there: "holds it",
  deleted: "does not hold it any more: it was deleted there",
  voided: "holds it voided",
  merged: "merged it into another record",
  inactive: "has it, but made inactive",
};

/** Nothing was sent, and nothing is linked. */
export const NOTHING_TO_COMPARE: Readonly<Partial<Record<BooksStand, string>>> = {
  none: "Nothing was sent yet, and QuickBooks holds nothing of it: there is nothing to compare.",
  unheard: "Whether it reached QuickBooks is not known, and what was said is not kept any more.",
};

/** Only columns that exist: an empty one would say that nothing is there. */
export function columnsOf({ sent, fields, isEnding }: Pick<ProblemCompared, "sent" | "fields" | "isEnding">) {
  const hasBooks = fields.some(({ books }) => books !== null);
  const columns: ComparedColumn[] = [];
  if (!isEnding) columns.push({ is: "now", name: "Would be sent now", none: "nothing" });
  if (sent) columns.push({ is: "sent", name: "Last sent", none: "nothing" });
  if (hasBooks) columns.push({ is: "books", name: "In QuickBooks now", none: "nothing" });
  return columns;
}

/** "3 fields are the same"; of everything: "All 8 fields are the same". */
export function sameText(count: number, isAll: boolean): string {
  const fields = count === 1 ? "1 field is" : `${count} fields are`;
  return isAll && count > 1 ? `All ${fields} the same` : `${fields} the same`;
}

/** Does a column say something else than another? Of what is to be taken out only what was done there matters. */
export function isDifferent({ isOurs, isTheirs, isApart }: VersionCompared, isEnding: boolean): boolean {
  return isTheirs || (!isEnding && (isOurs || isApart));
}

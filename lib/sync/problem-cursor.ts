// After which row does a page of problems go on? The place of the last row in its order, as one opaque text.
import { z } from "zod";

export const problemSorts = ["oldest", "newest", "amount"] as const;
export type ProblemSort = (typeof problemSorts)[number];

/** Where a row stands in a sorted list: a moment or an amount, and its id where those are equal. */
export type ProblemKey = { readonly value: string; readonly rowId: string };

const letters = { oldest: "o", newest: "n", amount: "a" } as const satisfies Record<ProblemSort, string>;

export const ProblemCursor = z
  .string()
  .regex(
    /^[ona]-?\d{1,18}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    "This list has changed. Start at its beginning.",
  );

/** The key as text. Moments are kept to the millisecond, as the column is, so that no row is skipped or comes twice. */
export function writeCursor(sort: ProblemSort, { value, rowId }: ProblemKey): string {
  const figure = sort === "amount" ? value : String(new Date(value).getTime());
  return `${letters[sort]}${figure}.${rowId}`;
}

/** The key a cursor names; null when it belongs to a list of another order. */
export function readCursor(sort: ProblemSort, cursor: string): ProblemKey | null {
  if (!cursor.startsWith(letters[sort])) return null;
  const dot = cursor.indexOf(".");
  const figure = cursor.slice(1, dot);
  const rowId = cursor.slice(dot + 1);
  if (sort === "amount") return { value: figure, rowId };
  const at = new Date(Number(figure));
  return Number.isNaN(at.getTime()) ? null : { value: at.toISOString(), rowId };
}

// Which rows of several lists belong together? What is alike stands beside each other, what became of it too, the rest alone.

export type AlignedRow<T> = { readonly base: T | null; readonly others: readonly (T | null)[] };

/** So many comparisons; longer lists are put side by side by their places. */
const COMPARISONS_MAX = 250_000;

export type Likeness<T> = (left: T, right: T) => boolean;

/**
 * Puts lists beside a base. What is alike by the first likeness stands together; of what lies between, what is alike by
 * the next; what is left then stands beside each other in its order. A column that is null has nothing in any row.
 */
export function alignRows<T>(
  base: readonly T[],
  columns: readonly (readonly T[] | null)[],
  likenesses: readonly Likeness<T>[],
): AlignedRow<T>[] {
  const aligned = columns.map((column) => (column === null ? null : alignOne(base, column, likenesses)));
  const rows: AlignedRow<T>[] = [];
  for (let place = 0; place <= base.length; place++) {
    const added = aligned.map((column) => column?.before[place] ?? []);
    const addedMax = Math.max(0, ...added.map(({ length }) => length));
    for (let nth = 0; nth < addedMax; nth++)
      rows.push({ base: null, others: added.map((column) => column[nth] ?? null) });
    if (place < base.length)
      rows.push({ base: base[place]!, others: aligned.map((column) => column?.beside[place] ?? null) });
  }
  return rows;
}

/** What stands beside each row of the base, and what stands alone before it. */
type Aligned<T> = { readonly beside: readonly (T | null)[]; readonly before: readonly (readonly T[])[] };

function alignOne<T>(base: readonly T[], other: readonly T[], [like, ...weaker]: readonly Likeness<T>[]): Aligned<T> {
  const beside: (T | null)[] = base.map(() => null);
  const before: T[][] = Array.from({ length: base.length + 1 }, () => []);
  if (!like) {
    for (let place = 0; place < Math.min(base.length, other.length); place++) beside[place] = other[place]!;
    before[base.length]!.push(...other.slice(base.length));
    return { beside, before };
  }
  let [from, otherFrom] = [0, 0];
  for (const [to, otherTo] of [...anchorsOf(base, other, like), [base.length, other.length] as const]) {
    const between = alignOne(base.slice(from, to), other.slice(otherFrom, otherTo), weaker);
    for (const [nth, row] of between.beside.entries()) beside[from + nth] = row;
    for (const [nth, alone] of between.before.entries()) before[from + nth]!.push(...alone);
    if (to < base.length) beside[to] = other[otherTo]!;
    [from, otherFrom] = [to + 1, otherTo + 1];
  }
  return { beside, before };
}

/** Places of rows that are alike, in order and as many as possible. */
function anchorsOf<T>(base: readonly T[], other: readonly T[], isAlike: Likeness<T>): (readonly [number, number])[] {
  if (base.length * other.length > COMPARISONS_MAX) return [];
  const width = other.length + 1;
  // The longest common run of what is left from each pair of places on.
  const longest = new Uint32Array((base.length + 1) * width);
  const alike = base.map((left) => other.map((right) => isAlike(left, right)));
  for (let at = base.length - 1; at >= 0; at--) {
    for (let there = other.length - 1; there >= 0; there--) {
      longest[at * width + there] = alike[at]![there]!
        ? longest[(at + 1) * width + there + 1]! + 1
        : Math.max(longest[(at + 1) * width + there]!, longest[at * width + there + 1]!);
    }
  }
  const anchors: (readonly [number, number])[] = [];
  let [at, there] = [0, 0];
  while (at < base.length && there < other.length) {
    if (alike[at]![there]!) anchors.push([at++, there++]);
    else if (longest[(at + 1) * width + there]! >= longest[at * width + there + 1]!) at++;
    else there++;
  }
  return anchors;
}

// Lists of values as parts of a statement.
import { sql, type SQL } from "drizzle-orm";

/** For `in (…)`: each value a parameter of its own. For few values, the same number each time. */
export function listOf(values: readonly string[]): SQL {
  return sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
}

/**
 * For `= any (…)`: ids, however many, as one value. So the planner knows how many they are and Postgres looks them up; a list
 * that a query makes is searched through for each row.
 */
export function idsOf(ids: readonly string[]): SQL {
  return sql`${`{${ids.join(",")}}`}::uuid[]`;
}

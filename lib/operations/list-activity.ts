// Who did what, newest first?
import { inTransaction } from "#db/client.ts";
import type { ActivityLine, ListActivity } from "#lib/access/people.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { findAuditLines } from "#lib/access/store.ts";
import { readSubjectNames } from "#lib/access/trail/store.ts";

const ROWS_MAX = 50;

export type Activity = {
  readonly lines: readonly ActivityLine[];
  /** Key of the next page; null on the last. */
  readonly olderThan: string | null;
};

/** One page of the trail; `olderThan` of the answer leads to the next. */
export async function listActivity(scope: Scope, input: ListActivity): Promise<Activity> {
  allow(scope, "activity:read");
  // One more than shown tells whether there is a next page.
  return await inTransaction(scope, async (tx) => {
    const found = await findAuditLines(tx, scope, { olderThan: input.olderThan, rows: ROWS_MAX + 1 });
    const shown = found.slice(0, ROWS_MAX);
    const names = await readSubjectNames(tx, scope, shown);
    const lines = shown.map((line) => ({
      ...line,
      subject: names.get(`${line.subjectKind}/${line.subjectId}`) ?? null,
    }));
    return { lines, olderThan: found.length > ROWS_MAX ? (lines.at(-1)?.auditEventId ?? null) : null };
  });
}

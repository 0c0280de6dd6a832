// Who has been given what of a lane and tab? Counted by cause, as far as it is worth reading.
import { sql } from "drizzle-orm";

import { runNamed, type Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { ProblemPlace } from "#lib/sync/problem-filter.ts";
import type { ProblemCode } from "#lib/problem.ts";

/** So many rows of one person are looked at. */
const ASSIGNED_LOOKED = 1_000;

export type AssignedCount = {
  readonly code: ProblemCode;
  readonly about: string;
  readonly assigneeId: string;
  readonly rows: number;
  /** The person has more than were looked at. */
  readonly isCut: boolean;
};

type Place = Pick<ProblemPlace, "companyFileId" | "lane" | "tab">;

/**
 * Rows that somebody has, by cause and person. From one person to the next by the index: what it costs depends on how many
 * people have any, not on how many rows there are.
 */
export async function readAssigned(tx: Transaction, scope: Scope, place: Place): Promise<readonly AssignedCount[]> {
  const { companyFileId, lane, tab } = place;
  const ours = sql`tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`;
  const result = await runNamed<AssignedCount>(
    tx,
    sql`
    with recursive people(id) as (
      (select assignee_id from problems where ${ours} and assignee_id is not null order by assignee_id limit 1)
      union all
      select (select assignee_id from problems where ${ours} and assignee_id > people.id order by assignee_id limit 1)
        from people where people.id is not null)
    select had.code, had.about, people.id as "assigneeId", count(*)::int as rows,
           sum(count(*)) over (partition by people.id) >= ${ASSIGNED_LOOKED} as "isCut"
      from people cross join lateral (
        select code, about from problems
         where ${ours} and assignee_id = people.id and lane = ${lane} and tab = ${tab} order by since, row_id limit ${ASSIGNED_LOOKED}) as had
     where people.id is not null group by 1, 2, 3`,
  );
  return result.rows;
}

// How many rows does a filter find? Answered from counters, where they know it.
import { sql } from "drizzle-orm";

import { runNamed, type Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { ProblemFilter, ProblemPlace } from "#lib/sync/problem-filter.ts";

type Place = Pick<ProblemPlace, "companyFileId" | "lane" | "tab">;

/** How many rows a filter finds when counters know it: nothing, causes or one customer are filtered. Otherwise null. */
export async function readFound(tx: Transaction, scope: Scope, place: ProblemPlace): Promise<number | null> {
  const { code, about, notCodes, party, notParty, ...others } = place.filter;
  if (Object.values(others).some((value) => value !== undefined)) return null;
  const isOfCause = code !== undefined || (notCodes?.length ?? 0) > 0;
  const isOfParty = party !== undefined || notParty !== undefined;
  if (!isOfCause && !isOfParty) return await rowsOf(tx, scope, place);
  if (!isOfParty) return await sumOfCauses(tx, scope, place, { code, about, notCodes });
  if (isOfCause || (party !== undefined && notParty !== undefined)) return null;
  if (party !== undefined) return await rowsOfParty(tx, scope, place, party);
  return (await rowsOf(tx, scope, place)) - (await rowsOfParty(tx, scope, place, notParty ?? ""));
}

async function rowsOf(tx: Transaction, scope: Scope, { companyFileId, lane, tab }: Place): Promise<number> {
  const result = await runNamed<{ rows: number }>(
    tx,
    sql`
    select coalesce(sum(rows), 0)::int as rows from lane_counts
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane = ${lane} and tab = ${tab}`,
  );
  return result.rows[0]?.rows ?? 0;
}

async function sumOfCauses(
  tx: Transaction,
  scope: Scope,
  { companyFileId, lane, tab }: Place,
  { code, about, notCodes }: Pick<ProblemFilter, "code" | "about" | "notCodes">,
): Promise<number> {
  const result = await runNamed<{ rows: number }>(
    tx,
    sql`
    select coalesce(sum(rows::int), 0)::int as rows from problem_counts
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane = ${lane} and tab = ${tab}
       and code = coalesce(${code ?? null}, code) and about = coalesce(${code === undefined ? null : (about ?? null)}, about)
       and code <> all(array(select jsonb_array_elements_text(${JSON.stringify(notCodes ?? [])}::jsonb)))`,
  );
  return result.rows[0]?.rows ?? 0;
}

async function rowsOfParty(
  tx: Transaction,
  scope: Scope,
  { companyFileId, lane, tab }: Place,
  party: string,
): Promise<number> {
  const result = await runNamed<{ rows: number }>(
    tx,
    sql`
    select rows::int as rows from problem_parties
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and lane = ${lane} and tab = ${tab} and party = ${party}`,
  );
  return result.rows[0]?.rows ?? 0;
}

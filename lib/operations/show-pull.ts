// How far is the pull of balances that somebody started, and what could not be pulled?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import type { LatestPull, ShowPull } from "#lib/sync/balances.ts";
import { readLatestPull } from "#lib/sync/pulls/store.ts";

/** An ended one is shown for so long; one that was stopped and can go on, too. */
const SHOWN_MS = 3_600_000;

/** The company's latest pull of a found set, if there was one of late. */
export async function showPull(scope: Scope, input: ShowPull): Promise<LatestPull> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, input.companyFileId))) throw notFound("This company file");
    const since = new Date(scope.now().getTime() - SHOWN_MS);
    return { pull: await readLatestPull(tx, scope, input.companyFileId, since) };
  });
}

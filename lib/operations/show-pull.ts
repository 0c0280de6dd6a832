// How far is the pull of balances that somebody started, and what could not be pulled?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import type { PullShown, ShowPull } from "#lib/sync/balances.ts";
import { readLatestPull } from "#lib/sync/pulls/store.ts";

/** An ended one is shown for so long. */
const SHOWN_MS = 86_400_000;

/** The company's latest pull of a found set; null when there was none of late. */
export async function showPull(scope: Scope, input: ShowPull): Promise<PullShown | null> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, input.companyFileId))) throw notFound("This company file");
    return await readLatestPull(tx, scope, input.companyFileId, new Date(scope.now().getTime() - SHOWN_MS));
  });
}

// What needs a person now, how does everything else stand, and how do we know?
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { goneMappings } from "#lib/ledgers/gone-mappings.ts";
import { readBooks, readLastAnswer } from "#lib/ledgers/store.ts";
import { countDriftedByCompany } from "#lib/sync/drift/store.ts";
import { figuresPerDay, firstDay, medianOf } from "#lib/today/days.ts";
import { isWorkerSilent, proofOf } from "#lib/today/freshness.ts";
import {
  findCompanyFileStandings,
  findOldestProblem,
  findRecentOrders,
  readDayCounts,
  readNeedCounts,
  readStandingCounts,
  readTopCauses,
  readWorkerSign,
} from "#lib/today/store.ts";
import {
  countOnTheWay,
  countPosted,
  countWaiting,
  moneyIn,
  needsByCompany,
  problemsIn,
  standingByTab,
  type CompanyFileProof,
  type CompanyFileStanding,
  type GoneMappingShown,
  type ReadToday,
  type Today,
} from "#lib/today/today.ts";

const ORDERS_SHOWN = 8;
const CAUSES_SHOWN = 6;

/** Counters, proofs, figures per day and the last orders of the tenant, in one transaction. */
export async function readToday(scope: Scope, _input: ReadToday): Promise<Today> {
  allow(scope, "orders:read");
  return await inTransaction(scope, async (tx) => {
    const now = scope.now();
    const needCounts = await readNeedCounts(tx, scope);
    const tabs = standingByTab(needCounts);
    const drifted = await countDriftedByCompany(tx, scope);
    const counts = await readStandingCounts(tx, scope);
    const companyFiles = await findProofs(tx, scope);
    const dayCounts = await readDayCounts(tx, scope, firstDay(now));
    const aliveAt = await readWorkerSign(tx);
    return {
      now: now.toISOString(),
      tabs,
      problems: problemsIn(tabs),
      stuck: moneyIn(needCounts),
      needs: needsByCompany(companyFiles, needCounts, drifted),
      oldest: await findOldestProblem(tx, scope),
      causes: await readTopCauses(tx, scope, CAUSES_SHOWN),
      drifted: [...drifted.values()].reduce((sum, documents) => sum + documents, 0),
      onTheWay: countOnTheWay(counts),
      waiting: countWaiting(counts),
      posted: countPosted(counts),
      companyFiles,
      worker: { aliveAt, isSilent: isWorkerSilent(aliveAt, now) },
      days: figuresPerDay(dayCounts, now),
      medianMinutes: medianOf(dayCounts.filter((count) => count.counts === "resolved")),
      goneMappings: await findGoneMappings(tx, scope, companyFiles),
      orders: await findRecentOrders(tx, scope, ORDERS_SHOWN),
    };
  });
}

async function findProofs(tx: Transaction, scope: Scope): Promise<readonly CompanyFileProof[]> {
  const proofs: CompanyFileProof[] = [];
  for (const file of await findCompanyFileStandings(tx, scope)) {
    const lastAnswerAt = (await readLastAnswer(tx, scope, file.companyFileId))?.toISOString() ?? null;
    proofs.push({ ...file, proof: proofOf({ ...file, lastAnswerAt }, scope.now()) });
  }
  return proofs;
}

/** Only of connected companies: of others nobody knows what they have now. */
async function findGoneMappings(
  tx: Transaction,
  scope: Scope,
  companyFiles: readonly CompanyFileStanding[],
): Promise<readonly GoneMappingShown[]> {
  const found: GoneMappingShown[] = [];
  for (const { companyFileId, name, connection } of companyFiles) {
    if (connection !== "connected") continue;
    const books = await readBooks(tx, scope, companyFileId);
    found.push(...goneMappings(books).map((gone) => ({ companyFileId, company: name, ...gone })));
  }
  return found;
}

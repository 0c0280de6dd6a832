// One measured pull: balances of a company's invoices by a real worker, beside one question per invoice and one statement per row.
import { setTimeout as pause } from "node:timers/promises";

import { pace } from "#lib/sync/pace.ts";
import { inTransaction } from "#db/client.ts";
import { askBalances, keepBalances, RECORDS_A_CALL, type AnsweredBalances } from "#lib/operations/ask-balances.ts";
import { balanceTypes } from "#lib/operations/count-balances.ts";
import { pullBalances } from "#lib/operations/pull-balances.ts";
import { showPull } from "#lib/operations/show-pull.ts";
import { defaultTiming, type World } from "#lib/operations/world.ts";
import { newId } from "#lib/access/scope.ts";
import { findRecords, readRecords } from "#lib/sync/balances/store.ts";
import { analyze, closeLane, newCompany, openLane, takeInAndPlan, type Company } from "./company.ts";
import { decimal, makeLoads, orderOf, totalOf, type Load } from "./loads.ts";
import { median } from "./figures.ts";
import { emptyLane } from "./ours.ts";
import { stopProgram } from "./programs.ts";
import type { Rig } from "./run.ts";
import { records, setMode, statsOf, resetStats, tokensOf } from "./simulator.ts";
import { startWorker } from "./worker.ts";

const LOOK_MS = 10;
const STALL_MS = 120_000;
const REAL = { batchMs: pace.batchGapMs, callMs: pace.callGapMs };

export type PullOptions = {
  readonly invoices: number;
  readonly scale: number;
  readonly sample: number;
  readonly upserts: number;
  readonly rounds: number;
};

/** Rows a second. `firstRead`: every version is judged, as if none had been read before; `readAgain`: as it is, read again. */
type Turn = {
  readonly firstRead: number;
  readonly readAgain: number;
  readonly rowByRow: number;
  readonly firstRatio: number;
  readonly againRatio: number;
};

export type Pulled = {
  readonly invoices: number;
  /** From the moment a person asked to the end of the run, of this machine's clock. */
  readonly seconds: number;
  readonly meteredReads: number;
  readonly calls: number;
  readonly throttled429: number;
  /** One GET after the other: how many were made, and how long the whole would take at that speed. */
  readonly gets: { readonly sample: number; readonly seconds: number; readonly secondsForAll: number };
  /** Rows a second into Postgres: the middle of all turns, and each. */
  readonly keeping: Turn & { readonly turns: readonly Turn[] };
  readonly faults: readonly string[];
};

/** Every second load was paid in part, by a payment of ours. */
function paidOrder(load: Load) {
  const isPaid = Number(load.number.slice(2)) % 2 === 0;
  const amount = decimal(Math.floor(totalOf(load) / 2));
  const payments = isPaid ? [{ externalId: `${load.number}-p`, amount, date: "2026-11-09" }] : [];
  return { ...orderOf(load), payments };
}

/** Pushes invoices unmeasured, then pulls their balances at the ledger's limits, and keeps the same answers in a row. */
export async function runPull(rig: Rig, options: PullOptions): Promise<Pulled> {
  const company = await newCompany(rig);
  const loads = makeLoads(options.invoices);
  await setMode(rig.simulator, "unthrottled", options.scale);
  await takeInAndPlan(company, loads, paidOrder);
  await analyze(rig);
  await emptyLane(rig, company, options.invoices);
  await analyze(rig);
  await setMode(rig.simulator, "throttled", options.scale);
  await pause((pace.minuteMs + pace.marginMs) / options.scale);
  const pulled = await measurePull(rig, company, options.scale);
  const faults = await faultsOf(rig, company);
  const gets = await measureGets(rig, company, options);
  await setMode(rig.simulator, "unthrottled", options.scale);
  const keeping = await measureKeeping(rig, company, options);
  return { invoices: options.invoices, ...pulled, gets, keeping, faults };
}

async function measurePull(rig: Rig, company: Company, scale: number) {
  const { owner, companyFileId } = company;
  const worker = await startWorker(rig, { client: "batches", scale });
  try {
    await openLane(rig, company, REAL);
    await looked(rig, company);
    await resetStats(rig.simulator, company.realmId);
    const readsBefore = await readsOf(rig, company);
    const from = performance.now();
    await pullBalances(owner, { companyFileId });
    for (;;) {
      const { pull: run } = await showPull(owner, { companyFileId });
      if (run?.state === "done" && run.failed === 0) break;
      if (run?.state !== "running") throw new Error(`The pull ended otherwise: ${JSON.stringify(run)}`);
      if (performance.now() - from > STALL_MS) throw new Error(`The pull does not end: ${JSON.stringify(run)}`);
      await pause(LOOK_MS);
    }
    const seconds = (performance.now() - from) / 1000;
    const { requests, throttled429 } = await statsOf(rig.simulator, company.realmId);
    return { seconds, meteredReads: (await readsOf(rig, company)) - readsBefore, calls: requests, throttled429 };
  } finally {
    await stopProgram(worker);
    await closeLane(rig, company);
  }
}

/** A worker that just began looks for what it may have missed: that is over before anything is measured. */
async function looked({ test }: Rig, { tenantId }: Company): Promise<void> {
  for (;;) {
    const found = await test.admin.query<{ rests: boolean }>(
      "select changes_at > now() + interval '1 hour' as rests from lanes where tenant_id = $1",
      [tenantId],
    );
    if (found.rows[0]?.rests) return;
    await pause(LOOK_MS);
  }
}

async function readsOf({ test }: Rig, { tenantId }: Company): Promise<number> {
  const found = await test.admin.query<{ reads: string }>(
    "select coalesce(sum(reads), 0) as reads from read_counts where tenant_id = $1",
    [tenantId],
  );
  return Number(found.rows[0]!.reads);
}

type Kept = { id: string; balance: string | null; total: string | null; paid: string | null };

/** What was kept must be what the books say, of every invoice. */
async function faultsOf(rig: Rig, company: Company): Promise<string[]> {
  const found = await rig.test.admin.query<Kept>(
    `select ledger_id as id, balance_minor as balance, total_minor as total, paid_on::text as paid from ledger_links
      where tenant_id = $1 and ledger_type = 'Invoice'`,
    [company.tenantId],
  );
  const kept = new Map(found.rows.map((row) => [row.id, row]));
  const faults: string[] = [];
  for (const invoice of await records(rig.simulator, company.realmId, "Invoice")) {
    const ours = kept.get(String(invoice.Id));
    const cents = (value: unknown) => String(Math.round(Number(value) * 100));
    const paid = Number(invoice.Balance) < Number(invoice.TotalAmt) ? "2026-11-09" : null;
    const isRight = ours?.balance === cents(invoice.Balance) && ours.total === cents(invoice.TotalAmt);
    if (!isRight || ours.paid !== paid) faults.push(`${String(invoice.DocNumber)} is kept as ${JSON.stringify(ours)}`);
    kept.delete(String(invoice.Id));
  }
  for (const id of kept.keys()) faults.push(`Invoice ${id} is linked and not in the books`);
  return faults;
}

/** One GET after the other, as most integrations read balances. */
async function measureGets(rig: Rig, company: Company, { sample, invoices }: PullOptions) {
  const { simulator } = rig;
  const { access_token: token } = await tokensOf(simulator, company.realmId);
  const all = await records(simulator, company.realmId, "Invoice");
  const chosen = all.slice(0, sample);
  const from = performance.now();
  for (const { Id } of chosen) {
    const address = `${simulator.url}/v3/company/${company.realmId}/invoice/${String(Id)}?minorversion=75`;
    const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
    for (;;) {
      const reply = await fetch(address, { headers });
      await reply.text();
      if (reply.ok) break;
      if (reply.status !== 429) throw new Error(`A GET was answered with ${reply.status}`);
      await pause(1_000);
    }
  }
  const seconds = (performance.now() - from) / 1000;
  return { sample: chosen.length, seconds, secondsForAll: (seconds / chosen.length) * invoices };
}

/** The same answers kept by our own code, a thousand a statement, and row by row: by turns, so that what else the machine does meets all. */
async function measureKeeping(
  rig: Rig,
  company: Company,
  { upserts, rounds }: PullOptions,
): Promise<Pulled["keeping"]> {
  const { owner, companyFileId, tenantId } = company;
  const lane = { tenantId, companyFileId };
  const world: World = { ...owner, owner: newId(owner), timing: defaultTiming, wait: (ms) => pause(ms) };
  await openLane(rig, company, { batchMs: 0, callMs: 0 });
  const answers: Extract<AnsweredBalances, { is: "answered" }>[] = [];
  const { documentIds } = await inTransaction(owner, (tx) =>
    findRecords(tx, owner, companyFileId, balanceTypes, "all"),
  );
  for (let from = 0; from < documentIds.length; from += RECORDS_A_CALL) {
    const ids = documentIds.slice(from, from + RECORDS_A_CALL);
    const linked = await inTransaction(owner, (tx) => readRecords(tx, owner, companyFileId, ids));
    const answered = await askBalances(world, lane, linked);
    if (answered.is === "later") throw new Error(`The simulator was not to be reached: ${answered.because}`);
    answers.push(answered);
  }
  await closeLane(rig, company);
  const turns: Turn[] = [];
  const keptPerSecond = async () => {
    const from = performance.now();
    for (const answered of answers) await keepBalances(world, lane, answered);
    return documentIds.length / ((performance.now() - from) / 1000);
  };
  for (let nth = 0; nth < rounds; nth += 1) {
    await rig.test.admin.query("update ledger_links set explained_version = null where tenant_id = $1", [tenantId]);
    const firstRead = await keptPerSecond();
    const readAgain = await keptPerSecond();
    const rowByRow = await rowsPerSecond(rig, company, answers, upserts);
    turns.push({ firstRead, readAgain, rowByRow, firstRatio: firstRead / rowByRow, againRatio: readAgain / rowByRow });
  }
  const middle = (key: keyof Turn) => median(turns.map((turn) => turn[key]));
  return {
    firstRead: middle("firstRead"),
    readAgain: middle("readAgain"),
    rowByRow: middle("rowByRow"),
    firstRatio: middle("firstRatio"),
    againRatio: middle("againRatio"),
    turns,
  };
}

/** One upsert after the other, each its own transaction; nothing is judged. */
async function rowsPerSecond(
  { test }: Rig,
  { tenantId, companyFileId }: Company,
  answers: readonly Extract<AnsweredBalances, { is: "answered" }>[],
  max: number,
): Promise<number> {
  const documents = new Map(answers.flatMap((one) => one.records.map((each) => [each.ledgerId, each.documentId])));
  const rows = answers.flatMap((one) => one.reads.flatMap((read) => [...read.rows])).slice(0, max);
  const cents = (value: unknown) => String(Math.round(Number(value) * 100));
  const from = performance.now();
  for (const row of rows) {
    await test.admin.query({
      name: "row-by-row",
      text: `insert into ledger_links (tenant_id, company_file_id, document_id, ledger_type, ledger_id, version_token, linked_at,
                                       ledger_number, total_minor, balance_minor, checked_at)
             values ($1, $2, $3, 'Invoice', $4, '0', now(), $5, $6, $7, now())
             on conflict (tenant_id, document_id) do update
                set ledger_number = excluded.ledger_number, total_minor = excluded.total_minor,
                    balance_minor = excluded.balance_minor, checked_at = excluded.checked_at`,
      values: [
        tenantId,
        companyFileId,
        documents.get(String(row.Id)),
        String(row.Id),
        String(row.DocNumber),
        cents(row.TotalAmt),
        cents(row.Balance),
      ],
    });
  }
  return rows.length / ((performance.now() - from) / 1000);
}

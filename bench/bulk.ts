// How fast are decisions about all problems of a company, beside updates row by row through the ORM? `npm run bench -- bulk`.
import { loadavg } from "node:os";
import { parseArgs } from "node:util";

import { and, eq } from "drizzle-orm";

import { inTransaction } from "#db/client.ts";
import { newStuckCompany } from "#db/testing-bulk.ts";
import type { TestFile } from "#db/testing-problems.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { newPerson, scopeOf } from "#lib/access/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { doAct } from "#lib/operations/do-act.ts";
import { mapItem } from "#lib/operations/map-item.ts";
import { previewAct } from "#lib/operations/preview-act.ts";
import { undoRun } from "#lib/operations/undo-run.ts";
import { workActs } from "#lib/operations/work-acts.ts";
import { defaultTiming, machineChance, type World } from "#lib/operations/world.ts";
import { rounded, table } from "./harness/figures.ts";
import { describeServer, machineOf } from "./harness/machine.ts";
import { count } from "./harness/rounds.ts";

/** What is promised; the run fails below it only where it is said so on the command line. */
const WANTED = { acceptedMs: 1_000, rowsPerSecond: 20_000, releasedMs: 1_000 };

type Company = { readonly file: TestFile; readonly scope: Scope };

function readOptions() {
  const { values } = parseArgs({
    options: {
      rows: { type: "string", default: "100000" },
      released: { type: "string", default: "10000" },
      orm: { type: "string", default: "2000" },
    },
  });
  return {
    rows: count("rows", values.rows),
    released: count("released", values.released),
    orm: count("orm", values.orm),
  };
}

async function stuck(test: TestDatabase, rows: number, causes: number): Promise<Company> {
  const file = await newStuckCompany(test, { rows, causes });
  await test.admin.query("vacuum analyze problems, pushes, documents, orders, document_orders");
  const person = await newPerson(test, { [file.tenantId]: "clerk" });
  return { file, scope: scopeOf(test, file.tenantId, person, "clerk") };
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const from = performance.now();
  const value = await work();
  return { ms: performance.now() - from, value };
}

async function lanesOf(test: TestDatabase, { file }: Company): Promise<Record<string, number>> {
  const counted = await test.admin.query<{ lane: string; n: number; kept: number }>(
    `select lane, count(*)::int as n, (select coalesce(sum(c.rows), 0)::int from problem_counts c where c.tenant_id = $1 and c.lane = p.lane) as kept
       from problems p where tenant_id = $1 group by 1`,
    [file.tenantId],
  );
  const wrong = counted.rows.find(({ n, kept }) => n !== kept);
  if (wrong) throw new Error(`${wrong.n} rows are ${wrong.lane}, and the counter says ${wrong.kept}`);
  return Object.fromEntries(counted.rows.map(({ lane, n }) => [lane, n]));
}

async function clearAll(test: TestDatabase, world: World, rows: number) {
  const company = await stuck(test, rows, 10);
  const { scope, file } = company;
  const { companyFileId } = file;
  const asOf = new Date().toISOString();
  const select = { is: "matching" as const, lane: "needs-you" as const, tab: "invoices" as const, filter: {}, asOf };
  const preview = await timed(() => previewAct(scope, { companyFileId, act: "clear", select }));
  const act = { act: "clear" as const, because: "Never to be billed.", withFollowers: false };
  const accepted = await timed(() => doAct(scope, { companyFileId, act, select }));
  const toTheEnd = async () => {
    while ((await workActs(world)) > 0);
  };
  const applied = await timed(toTheEnd);
  if ((await lanesOf(test, company)).cleared !== rows) throw new Error("Not all were cleared");
  const undoing = await timed(() => undoRun(scope, accepted.value));
  const undone = await timed(toTheEnd);
  if ((await lanesOf(test, company))["needs-you"] !== rows) throw new Error("Not all were taken back");
  return { preview: preview.ms, accepted: accepted.ms, applied: applied.ms, undoing: undoing.ms, undone: undone.ms };
}

/** The usual way: for each row its push, its row and one transaction. Triggers count as they do for ours. */
async function clearByOrm(test: TestDatabase, rows: number): Promise<number> {
  const { scope, file } = await stuck(test, rows, 10);
  const { tenantId } = file;
  const { problems, pushes } = test.db._.fullSchema;
  const open = await inTransaction(scope, (tx) =>
    tx.select({ rowId: problems.rowId }).from(problems).where(eq(problems.tenantId, tenantId)),
  );
  const { ms } = await timed(async () => {
    for (const { rowId } of open) {
      await inTransaction(scope, async (tx) => {
        const now = new Date();
        const cleared = { state: "cleared", clearedBecause: "Never to be billed.", problemCode: "", problemAbout: "" };
        await tx
          .update(pushes)
          .set({ ...cleared, changedAt: now })
          .where(and(eq(pushes.tenantId, tenantId), eq(pushes.pushId, rowId), eq(pushes.state, "problem")));
        await tx
          .update(problems)
          .set({ decidedBecause: "Never to be billed.", decidedBy: "Ada", decidedAt: now })
          .where(and(eq(problems.tenantId, tenantId), eq(problems.rowId, rowId)));
      });
    }
  });
  return ms;
}

/** One item chosen for a charge code that stops them all: their orders are to be planned again. */
async function release(test: TestDatabase, rows: number) {
  const company = await stuck(test, rows, 1);
  const { scope, file } = company;
  await test.admin.query(
    `insert into ledger_lists (tenant_id, company_file_id, list, ledger_id, name, is_active) values ($1, $2, 'item', '7', 'Freight', true)`,
    [file.tenantId, file.companyFileId],
  );
  const input = { companyFileId: file.companyFileId, about: "Item 0", itemId: "7" };
  const mapped = await timed(() => mapItem(scope, input));
  if (mapped.value.orders !== rows) throw new Error(`${mapped.value.orders} orders were released`);
  const again = await stuck(test, rows, 1);
  const asOf = new Date().toISOString();
  const rowsOf = { code: "item-missing" as const, about: "Item 0" };
  const select = {
    is: "matching" as const,
    lane: "needs-you" as const,
    tab: "invoices" as const,
    filter: rowsOf,
    asOf,
  };
  const resync = { companyFileId: again.file.companyFileId, act: { act: "resync" as const }, select };
  const accepted = await timed(() => doAct(again.scope, resync));
  return { mapped: mapped.ms, resyncAccepted: accepted.ms, again };
}

async function main(): Promise<number> {
  const options = readOptions();
  const loadBefore = loadavg()[0]!;
  const test = await openTestDatabase();
  try {
    const world: World = {
      db: test.db,
      now: () => new Date(),
      chance: machineChance,
      owner: crypto.randomUUID(),
      timing: defaultTiming,
    };
    const all = await clearAll(test, world, options.rows);
    const orm = await clearByOrm(test, options.orm);
    const { again, ...released } = await release(test, options.released);
    const requeued = await timed(async () => {
      while ((await workActs(world)) > 0);
    });
    if ((await lanesOf(test, again)).waiting !== options.released) throw new Error("Not all were let go");
    const perSecond = (rows: number, ms: number) => Math.round((rows * 1000) / ms);
    const figures = {
      ...all,
      appliedPerSecond: perSecond(options.rows, all.applied),
      undonePerSecond: perSecond(options.rows, all.undone),
      ormPerSecond: perSecond(options.orm, orm),
      ...released,
      resyncApplied: requeued.ms,
    };
    const ms = (value: number) => `${Math.round(value).toLocaleString("en")} ms`;
    const rate = (value: number) => `${value.toLocaleString("en")} rows/s`;
    const lines = [
      [`Clear all ${options.rows.toLocaleString("en")}: looked at before`, ms(all.preview), ""],
      ["  accepted", ms(all.accepted), `below ${ms(WANTED.acceptedMs)}`],
      ["  applied", rate(figures.appliedPerSecond), `${rate(WANTED.rowsPerSecond)} or more`],
      ["  taken back: accepted", ms(all.undoing), `below ${ms(WANTED.acceptedMs)}`],
      ["  taken back: applied", rate(figures.undonePerSecond), `${rate(WANTED.rowsPerSecond)} or more`],
      ["  row by row through the ORM", rate(figures.ormPerSecond), ""],
      [
        `One item for ${options.released.toLocaleString("en")}: re-queued`,
        ms(released.mapped),
        `below ${ms(WANTED.releasedMs)}`,
      ],
      ["  resync of all: accepted", ms(released.resyncAccepted), ""],
      ["  resync of all: applied", ms(requeued.ms), ""],
    ];
    console.log(`\n${table(["", "measured", "wanted"], lines)}`);
    const machine = machineOf(await describeServer(test), loadBefore);
    console.log(JSON.stringify({ bench: "bulk", machine, options, figures }, rounded));
    return 0;
  } finally {
    await test.drop();
  }
}

process.exitCode = await main();

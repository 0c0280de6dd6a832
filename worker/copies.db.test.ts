// A document is in the books twice: is it noticed, and is only the second one taken away?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { acme, copyInvoice, paid, openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import {
  carryToRest,
  orderOf,
  planned,
  pushesOf,
  wrongCounters,
  type BookRow,
  type TestCompany,
} from "#db/testing-world.ts";
import { inTransaction } from "#db/client.ts";
import { clearId } from "#lib/operations/clear-id.ts";
import { linkManyByPerson } from "#lib/sync/payments/store.ts";
import { dropTies } from "#lib/sync/relink/store.ts";
import { takeTurn } from "#lib/operations/deliver-pushes.ts";
import { endTurn } from "#lib/operations/end-turn.ts";
import { listProblems } from "#lib/operations/list-problems.ts";
import { resyncProblems } from "#db/testing-resync.ts";
import { showProblem } from "#lib/operations/show-problem.ts";
import { RESYNC_WAIT_MS } from "#lib/sync/problem-acts.ts";
import { showRun } from "#lib/operations/show-run.ts";
import { readDueLists } from "#lib/operations/tend-lanes.ts";
import { limits } from "#lib/sync/push.ts";

let reading: ReadingWorld;
let world: ReadingWorld["world"];
let worker: ReadingWorld["worker"];
let event: ReadingWorld["event"];
let told: ReadingWorld["told"];
let pass: ReadingWorld["pass"];
let nextDay: ReadingWorld["nextDay"];
let clerk: ReadingWorld["clerk"];
let booksOf: ReadingWorld["booksOf"];
let rowsOf: ReadingWorld["rowsOf"];
let linksOf: ReadingWorld["linksOf"];
let companyWithInvoice: ReadingWorld["companyWithInvoice"];
let invoiceOf: ReadingWorld["invoiceOf"];

beforeAll(async () => {
  reading = await openReadingWorld();
  ({ event, told, pass, nextDay, clerk, booksOf, rowsOf, linksOf, companyWithInvoice, invoiceOf, world, worker } =
    reading);
});
afterAll(() => reading.world.close());
afterEach(async () => {
  expect(await wrongCounters(reading.world)).toEqual([]);
  await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

describe("a second copy of a document", () => {
  const copied = (company: TestCompany) => copyInvoice(reading, company);
  const invoiceIdOf = async ({ tenantId }: TestCompany) => {
    const found = await world.test.admin.query<{ id: string }>(
      "select document_id as id from documents where tenant_id = $1 and kind = 'invoice'",
      [tenantId],
    );
    return found.rows[0]!.id;
  };
  const extrasOf = async (company: TestCompany) =>
    (await pushesOf(world, company)).filter((push) => push.operation === "void-extra");

  const ready = async (company: TestCompany) => {
    const [extra] = await extrasOf(company);
    const select = { is: "rows" as const, rowIds: [extra!.pushId] };
    await resyncProblems(company.scope, { companyFileId: company.companyFileId, select });
    world.clock.advance(RESYNC_WAIT_MS);
    await readDueLists(worker);
  };
  const totalsOf = async (company: TestCompany) =>
    Object.fromEntries((await booksOf(company)).map((row) => [row.Id, row.TotalAmt]));

  it("is a problem of its own, opened once; resync voids the copy, and only the copy", async () => {
    const company = await companyWithInvoice();
    const { original, copyId } = await copied(company);
    await told(event(company, "Invoice", copyId, "created"));
    await nextDay();
    const [extra, ...others] = await extrasOf(company);
    expect([extra, others]).toEqual([
      expect.objectContaining({ state: "problem", code: "posted-twice", kind: "invoice" }),
      [],
    ]);

    const { rows, causes } = await listProblems(company.scope, {
      companyFileId: company.companyFileId,
      lane: "needs-you",
      tab: "invoices",
      filter: {},
      sort: "oldest",
    });
    expect(causes).toMatchObject([{ code: "posted-twice", rows: 1 }]);
    expect(rows).toMatchObject([{ rowId: extra!.pushId, money: { minor: "11832", currency: "USD" } }]);
    const shown = await showProblem(company.scope, { rowId: extra!.pushId });
    expect(shown.problem.detail).toContain(`QuickBooks ID ${copyId}, number L-1`);
    expect(shown.ledgerUrl).toContain(`txnId=${copyId}`);

    const { bulkRunId } = await resyncProblems(company.scope, {
      companyFileId: company.companyFileId,
      select: { is: "rows", rowIds: [extra!.pushId] },
    });
    await readDueLists(worker);
    await carryToRest(world, worker);
    expect(await extrasOf(company)).toMatchObject([{ state: "posted" }]);
    expect(await showRun(company.scope, { bulkRunId })).toMatchObject({ posted: 1, problems: 0, isDone: true });
    const books = Object.fromEntries((await booksOf(company)).map((row) => [row.Id, row.TotalAmt]));
    expect(books).toEqual({ [String(original.Id)]: original.TotalAmt, [copyId]: 0 });
    const [link] = await rowsOf(
      `select l.ledger_id, l.version_token, d.fingerprint = l.posted_fingerprint as same
         from ledger_links l join documents d using (tenant_id, document_id) where l.tenant_id = $1 and d.kind = 'invoice'`,
      company,
    );
    expect(link).toEqual({ ledger_id: original.Id, version_token: original.SyncToken, same: true });
    await nextDay();
    expect(await extrasOf(company)).toHaveLength(1);
    expect(await linksOf(company)).toMatchObject({ invoice: "there" });
  });

  it("whose void went unheard is looked at before anything is said again", async () => {
    const company = await companyWithInvoice();
    const { original, copyId } = await copied(company);
    await told(event(company, "Invoice", copyId, "created"));
    const resync = async () => {
      const select = { is: "cause", tab: "invoices", code: "posted-twice", about: "Invoice L-1" } as const;
      await resyncProblems(company.scope, { companyFileId: company.companyFileId, select });
      await readDueLists(worker);
    };
    await world.simulator.control(`companies/${company.realmId}/faults`, { kind: "drop-after-write" });
    await resync();
    await carryToRest(world, worker);
    expect(await extrasOf(company)).toMatchObject([{ state: "posted" }]);
    const books = Object.fromEntries((await booksOf(company)).map((row) => [row.Id, row.TotalAmt]));
    expect(books).toEqual({ [String(original.Id)]: original.TotalAmt, [copyId]: 0 });
  });

  it("whose void is answered with a doubt is looked at, and its company goes on", async () => {
    const company = await companyWithInvoice();
    const { original, copyId } = await copied(company);
    await told(event(company, "Invoice", copyId, "created"));
    await ready(company);
    await pass(1_000);
    const read = await takeTurn(worker);
    if (read.is !== "turn") throw new Error(`Expected a turn, was ${read.is}.`);
    const text = JSON.stringify({
      Fault: { Error: [{ Message: "Duplicate request id", Detail: "It is being executed.", code: "600" }] },
    });
    await endTurn(worker, read.turn, { is: "answered", status: 400, text, traceId: null });
    expect(
      await rowsOf("select memory from pushes where tenant_id = $1 and operation = 'void-extra'", company),
    ).toEqual([{ memory: { unsure: true, ledgerType: "Invoice" } }]);
    await planned(company, [orderOf(2, acme)]);
    await carryToRest(world, worker);
    expect(await extrasOf(company)).toMatchObject([{ state: "posted" }]);
    expect(await totalsOf(company)).toMatchObject({ [String(original.Id)]: original.TotalAmt, [copyId]: 0 });
    expect(await booksOf(company)).toHaveLength(3);
  });

  it("whose void took too many turns is taken away by the next resync", async () => {
    const company = await companyWithInvoice();
    const { original, copyId } = await copied(company);
    await told(event(company, "Invoice", copyId, "created"));
    await ready(company);
    await world.test.admin.query("update pushes set turns = $2 where tenant_id = $1 and operation = 'void-extra'", [
      company.tenantId,
      limits.turnsMax,
    ]);
    await carryToRest(world, worker);
    expect(await extrasOf(company)).toMatchObject([{ state: "problem", code: "ledger-trouble" }]);
    await ready(company);
    await carryToRest(world, worker);
    expect(await extrasOf(company)).toMatchObject([{ state: "posted" }]);
    expect(await totalsOf(company)).toEqual({ [String(original.Id)]: original.TotalAmt, [copyId]: 0 });
  });

  it.each([
    ["whose kind was forgotten is taken away all the same", "memory = '{}'", "posted", ""],
    ["whose ID was lost is a problem, and its company goes on", "extra_ledger_id = null", "problem", "unknown"],
  ])("%s", async (_name, change, state, code) => {
    const company = await companyWithInvoice();
    const { copyId } = await copied(company);
    await told(event(company, "Invoice", copyId, "created"));
    await ready(company);
    await world.test.admin.query(`update pushes set ${change} where tenant_id = $1 and operation = 'void-extra'`, [
      company.tenantId,
    ]);
    await planned(company, [orderOf(2, acme)]);
    await carryToRest(world, worker);
    expect(await extrasOf(company)).toMatchObject([{ state, code }]);
    expect(await booksOf(company)).toHaveLength(3);
  });

  it("whose mark was taken out before we heard of it stays in the books", async () => {
    const company = await companyWithInvoice();
    const { original, copyId } = await copied(company);
    await told(event(company, "Invoice", copyId, "created"));
    await clerk(company, { do: "update", entity: "Invoice", id: copyId, body: { PrivateNote: "Second delivery" } });
    const before = await totalsOf(company);
    await ready(company);
    await carryToRest(world, worker);
    expect(await extrasOf(company)).toMatchObject([{ state: "posted" }]);
    expect(await totalsOf(company)).toEqual(before);
    expect(before[copyId]).toBe(original.TotalAmt);
  });

  it("that was paid over there cannot be voided: a problem again, of the copy alone, until the payment is gone", async () => {
    const company = await companyWithInvoice();
    const { original, copyId } = await copied(company);
    await told(event(company, "Invoice", copyId, "created"));
    const { CustomerRef, TotalAmt } = original;
    const Line = [{ Amount: TotalAmt, LinkedTxn: [{ TxnId: copyId, TxnType: "Invoice" }] }];
    const payment = await clerk(company, { do: "create", entity: "Payment", body: { CustomerRef, TotalAmt, Line } });
    const resync = async () => {
      const [extra] = await extrasOf(company);
      const select = { is: "rows" as const, rowIds: [extra!.pushId] };
      await resyncProblems(company.scope, { companyFileId: company.companyFileId, select });
      await readDueLists(worker);
      await carryToRest(world, worker);
    };
    await resync();
    expect(await extrasOf(company)).toMatchObject([{ state: "problem", operation: "void-extra" }]);
    await clerk(company, { do: "delete", entity: "Payment", id: String((payment.Payment as BookRow).Id) });
    await resync();
    expect(await extrasOf(company)).toMatchObject([{ state: "posted" }]);
    expect((await invoiceOf(company)).TotalAmt).toBe(original.TotalAmt);
  });

  it("of a payment is taken away the same way", async () => {
    const company = await companyWithInvoice(paid);
    const [original] = await booksOf(company, "Payment");
    const { CustomerRef, TotalAmt, TxnDate, PrivateNote } = original!;
    const body = { CustomerRef, TotalAmt, TxnDate, PrivateNote };
    const made = await clerk(company, { do: "create", entity: "Payment", body });
    const copyId = String((made.Payment as BookRow).Id);
    await nextDay();
    const [extra] = await extrasOf(company);
    expect(extra).toMatchObject({ kind: "payment", code: "posted-twice" });
    const select = { is: "rows" as const, rowIds: [extra!.pushId] };
    await resyncProblems(company.scope, { companyFileId: company.companyFileId, select });
    await readDueLists(worker);
    await carryToRest(world, worker);
    const books = Object.fromEntries((await booksOf(company, "Payment")).map((row) => [row.Id, row.TotalAmt]));
    expect(books).toEqual({ [String(original!.Id)]: TotalAmt, [copyId]: 0 });
  });

  it("does not hold its document up: an update goes its own way", async () => {
    const company = await companyWithInvoice();
    const { original, copyId } = await copied(company);
    await told(event(company, "Invoice", copyId, "created"));
    await planned(company, [orderOf(1, { ...acme, updatedAt: "2026-11-09T08:00:00Z", orderDate: "2026-11-08" })]);
    await carryToRest(world, worker);
    expect((await pushesOf(world, company)).filter((push) => push.kind === "invoice")).toMatchObject([
      { operation: "create", state: "posted" },
      { operation: "void-extra", state: "problem" },
      { operation: "update", state: "posted" },
    ]);
    const dates = Object.fromEntries((await booksOf(company)).map((row) => [row.Id, row.TxnDate]));
    expect(dates).toEqual({ [String(original.Id)]: "2026-11-08", [copyId]: "2026-11-01" });
  });

  it("is none any more once its mark was taken out, or it was voided by hand", async () => {
    const company = await companyWithInvoice();
    const { copyId } = await copied(company);
    await told(event(company, "Invoice", copyId, "created"));
    await clerk(company, { do: "update", entity: "Invoice", id: copyId, body: { PrivateNote: "Second delivery" } });
    await told(event(company, "Invoice", copyId, "updated"));
    expect(await extrasOf(company)).toMatchObject([{ state: "superseded" }]);
  });

  it("made after our answer was lost and never found is linked, not made again", async () => {
    const company = await companyWithInvoice();
    const original = await invoiceOf(company);
    await world.test.admin.query(
      "delete from ledger_links l using documents d where l.tenant_id = $1 and d.document_id = l.document_id and d.kind = 'invoice'",
      [company.tenantId],
    );
    await told(event(company, "Invoice", original.Id, "updated"));
    expect(await linksOf(company)).toMatchObject({ invoice: "there" });
    expect(await extrasOf(company)).toEqual([]);
  });

  it("whose link a person took away is not linked by itself again", async () => {
    const company = await companyWithInvoice();
    const original = await invoiceOf(company);
    await clearId(company.scope, { documentId: await invoiceIdOf(company), because: "It is another load." });
    await told(event(company, "Invoice", original.Id, "updated"));
    expect(await linksOf(company)).not.toHaveProperty("invoice");
    expect(await extrasOf(company)).toEqual([]);
  });

  it("that a person linked meanwhile is a copy no more: its row goes, and nothing is voided", async () => {
    const company = await companyWithInvoice();
    const { copyId } = await copied(company);
    await told(event(company, "Invoice", copyId, "created"));
    expect(await extrasOf(company)).toMatchObject([{ state: "problem" }]);
    const documentId = await invoiceIdOf(company);
    const of = { documentId, ledgerType: "Invoice", ledgerId: copyId, versionToken: "0" };
    const record = { ...of, number: "", totalMinor: "100", balanceMinor: "100" };
    await inTransaction(company.scope, async (tx) => {
      await dropTies(tx, company.scope, [documentId]);
      await linkManyByPerson(tx, company.scope, company.companyFileId, [record]);
    });
    expect(await extrasOf(company)).toMatchObject([{ state: "superseded" }]);
  });

  it("of another company's document is a stranger's note", async () => {
    const [ours, theirs] = [await companyWithInvoice(), await companyWithInvoice()];
    const { PrivateNote } = await invoiceOf(theirs);
    const mine = await invoiceOf(ours);
    const { CustomerRef, Line } = mine;
    const made = await clerk(ours, {
      do: "create",
      entity: "Invoice",
      body: { CustomerRef, Line: [(Line as BookRow[])[0]], PrivateNote },
    });
    await told(event(ours, "Invoice", String((made.Invoice as BookRow).Id), "created"));
    expect(await extrasOf(ours)).toEqual([]);
    expect(await extrasOf(theirs)).toEqual([]);
  });
});

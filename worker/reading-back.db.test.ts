// What is noticed when somebody works inside QuickBooks: edits, voids, deletions, merges, copies; by webhook and without?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import {
  carryToRest,
  laneOf,
  newCompany,
  newWorker,
  openTestWorld,
  orderOf,
  planned,
  pushesOf,
  wrongCounters,
  type BookRow,
  type TestCompany,
  type TestWorld,
} from "#db/testing-world.ts";
import type { EventOperation, LedgerEvent } from "#lib/ledgers/qbo/back/webhook.ts";
import { followChanges } from "#lib/operations/follow-changes.ts";
import { listProblems } from "#lib/operations/list-problems.ts";
import { resyncProblems } from "#lib/operations/resync-problems.ts";
import { showOrder } from "#lib/operations/show-order.ts";
import { showProblem } from "#lib/operations/show-problem.ts";
import { showRun } from "#lib/operations/show-run.ts";
import { takeInEvents } from "#lib/operations/take-in-events.ts";
import { followDueChanges, readDueLists } from "#lib/operations/tend-lanes.ts";
import type { World } from "#lib/operations/world.ts";

const DAY_MS = 86_400_000;

let world: TestWorld;
let worker: World;
let nthEvent = 0;

beforeAll(async () => {
  world = await openTestWorld();
  worker = await newWorker(world);
  await pass(0);
});
afterAll(() => world.close());
afterEach(async () => {
  expect(await wrongCounters(world)).toEqual([]);
  await world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

const acme = { customer: { name: "Acme Imports" } };
const paid = { payments: [{ externalId: "p1", amount: "50.00", date: "2026-11-02" }] };

function event(company: TestCompany, entity: string, ledgerId: string, operation: EventOperation): LedgerEvent {
  const eventId = `event-${++nthEvent}`;
  const happenedAt = world.clock.now();
  return { eventId, realmId: company.realmId, entity, ledgerId, operation, endedLedgerId: null, happenedAt };
}

/** QuickBooks tells of changes, and the worker looks when it is due. */
async function told(...events: LedgerEvent[]): Promise<void> {
  await takeInEvents(worker, events);
  await soon();
}

/** Time passes here and in QuickBooks. */
async function pass(ms: number): Promise<void> {
  world.clock.advance(ms);
  const clockOffsetMs = world.clock.now().getTime() - Date.now();
  await world.simulator.control("settings", { clockOffsetMs });
}

async function soon(): Promise<void> {
  await pass(61_000);
  await followDueChanges(worker);
}

/** The daily look, without any webhook. */
async function nextDay(days = 1): Promise<void> {
  await pass(days * DAY_MS + 60_000);
  await followDueChanges(worker);
}

const clerk = (company: TestCompany, action: Record<string, unknown>) =>
  world.simulator.control(`companies/${company.realmId}/bookkeeper`, action);
const booksOf = (company: TestCompany, entity = "Invoice") => world.simulator.books(company.realmId, entity);

async function queryRows(text: string, company: TestCompany): Promise<readonly BookRow[]> {
  return (await world.test.admin.query<BookRow>(text, [company.tenantId])).rows;
}

/** How each linked document stands: its kind, and what was found over there. */
async function linksOf(company: TestCompany): Promise<Record<string, string>> {
  const rows = await queryRows(
    `select d.kind, l.edited_at is not null as edited, l.gone_at is not null as gone
       from ledger_links l join documents d using (tenant_id, document_id) where l.tenant_id = $1`,
    company,
  );
  return Object.fromEntries(rows.map(({ kind, edited, gone }) => [kind, gone ? "gone" : edited ? "edited" : "there"]));
}

/** A company with one invoice (and what `more` adds) in the books, followed for the first time. */
async function companyWithInvoice(more: Parameters<typeof orderOf>[1] = {}): Promise<TestCompany> {
  const company = await newCompany(world);
  // Access tokens live an hour, over there too.
  await world.test.admin.query("update company_files set access_expires_at = $2 where tenant_id = $1", [
    company.tenantId,
    new Date(world.clock.now().getTime() + 3_600_000),
  ]);
  await followDueChanges(worker);
  await planned(company, [orderOf(1, { ...acme, ...more })]);
  await carryToRest(world, worker);
  await pass(1_000);
  return company;
}

async function invoiceOf(company: TestCompany): Promise<{ Id: string; SyncToken: string } & BookRow> {
  const [invoice] = await booksOf(company);
  return invoice as { Id: string; SyncToken: string } & BookRow;
}

async function readsOf(company: TestCompany): Promise<number> {
  const [row] = await queryRows(
    "select coalesce(sum(reads), 0)::int as reads from read_counts where tenant_id = $1",
    company,
  );
  return Number(row?.reads);
}

async function openEvents(company: TestCompany): Promise<number> {
  const [row] = await queryRows(
    "select count(*)::int as n from ledger_events where tenant_id = $1 and done_at is null",
    company,
  );
  return Number(row?.n);
}

describe("our own doing", () => {
  it("is nobody's edit: created, paid by us, changed by us", async () => {
    const company = await companyWithInvoice(paid);
    const invoice = await invoiceOf(company);
    const [payment] = await booksOf(company, "Payment");
    expect(invoice.SyncToken).toBe("1");
    await told(
      event(company, "Invoice", invoice.Id, "updated"),
      event(company, "Payment", String(payment?.Id), "updated"),
    );
    expect(await linksOf(company)).toMatchObject({ invoice: "there", payment: "there", customer: "there" });
    expect(await openEvents(company)).toBe(0);
  });

  it("told back to us as created is not even read", async () => {
    const company = await companyWithInvoice();
    const invoice = await invoiceOf(company);
    const before = await readsOf(company);
    await told(event(company, "Invoice", invoice.Id, "created"));
    expect([await openEvents(company), await readsOf(company)]).toEqual([0, before]);
  });

  it("is waited for while its answer is out", async () => {
    const company = await companyWithInvoice();
    const invoice = await invoiceOf(company);
    await clerk(company, { do: "update", entity: "Invoice", id: invoice.Id, body: { TxnDate: "2026-10-30" } });
    await world.test.admin.query(
      "update pushes set state = 'unsure' where tenant_id = $1 and document_kind = 'invoice'",
      [company.tenantId],
    );
    await told(event(company, "Invoice", invoice.Id, "updated"));
    expect(await linksOf(company)).toMatchObject({ invoice: "there" });
    expect(await openEvents(company)).toBe(1);
    await world.test.admin.query("update pushes set state = 'posted' where tenant_id = $1 and state = 'unsure'", [
      company.tenantId,
    ]);
    await soon();
    expect([await openEvents(company), await linksOf(company)]).toEqual([
      0,
      expect.objectContaining({ invoice: "edited" }),
    ]);
  });
});

describe("somebody's doing", () => {
  it.each([
    ["edits the date", { do: "update", body: { TxnDate: "2026-10-30" } }, "edited"],
    ["renumbers", { do: "renumber", to: "L-1b" }, "edited"],
    ["voids", { do: "void" }, "gone"],
    ["deletes", { do: "delete" }, "gone"],
  ] as const)("%s: noticed by webhook, and by the daily look without one", async (_name, action, expected) => {
    const byWebhook = await companyWithInvoice();
    const invoice = await invoiceOf(byWebhook);
    await clerk(byWebhook, { entity: "Invoice", id: invoice.Id, ...action });
    await told(event(byWebhook, "Invoice", invoice.Id, action.do === "delete" ? "deleted" : "updated"));
    expect(await linksOf(byWebhook)).toMatchObject({ invoice: expected });

    const byLook = await companyWithInvoice();
    const other = await invoiceOf(byLook);
    await clerk(byLook, { entity: "Invoice", id: other.Id, ...action });
    await soon();
    expect(await linksOf(byLook)).toMatchObject({ invoice: "there" });
    const before = await readsOf(byLook);
    await nextDay();
    expect(await linksOf(byLook)).toMatchObject({ invoice: expected });
    expect((await readsOf(byLook)) - before).toBe(1);
  });

  it("stands on the order's page, and our next change ends it", async () => {
    const company = await companyWithInvoice();
    const invoice = await invoiceOf(company);
    await clerk(company, { do: "update", entity: "Invoice", id: invoice.Id, body: { TxnDate: "2026-10-30" } });
    await told(event(company, "Invoice", invoice.Id, "updated"));
    const [order] = await queryRows("select order_id from orders where tenant_id = $1", company);
    const shown = async () => {
      const { documents } = await showOrder(company.scope, { orderId: String(order?.order_id) });
      return documents.find((document) => document.kind === "invoice");
    };
    expect(await shown()).toMatchObject({ editedAt: world.clock.now().toISOString(), goneAt: null });
    const changed = orderOf(1, { ...acme, updatedAt: "2026-11-09T08:00:00Z", orderDate: "2026-11-08" });
    await planned(company, [changed]);
    await carryToRest(world, worker);
    expect(await shown()).toMatchObject({ state: "posted", operation: "update", editedAt: null });
    await nextDay();
    expect(await shown()).toMatchObject({ editedAt: null, goneAt: null });
  });

  it("a payment recorded over there is no edit of the invoice", async () => {
    const company = await companyWithInvoice();
    const invoice = await invoiceOf(company);
    const { CustomerRef, TotalAmt, Id } = invoice;
    const body = {
      CustomerRef,
      TotalAmt,
      Line: [{ Amount: TotalAmt, LinkedTxn: [{ TxnId: Id, TxnType: "Invoice" }] }],
    };
    await clerk(company, { do: "create", entity: "Payment", body });
    await told(event(company, "Invoice", Id, "updated"));
    expect(await linksOf(company)).toMatchObject({ invoice: "there" });
  });

  it("a merged customer: our link follows, the list too, and the next invoice goes to who stayed", async () => {
    const company = await companyWithInvoice();
    const stays = await clerk(company, { do: "create-customer", name: "Acme International" });
    const [acmeRow] = await booksOf(company, "Customer");
    const to = String((stays.Customer as BookRow).Id);
    const merge = { ...event(company, "Customer", to, "merged"), endedLedgerId: String(acmeRow?.Id) };
    await told(merge);
    const rows = await queryRows(
      "select l.ledger_id from ledger_links l where l.tenant_id = $1 and ledger_type = 'Customer'",
      company,
    );
    expect(rows).toEqual([{ ledger_id: to }]);
    const listed = await queryRows(
      "select ledger_id from ledger_lists where tenant_id = $1 and list = 'customer'",
      company,
    );
    expect(listed).toEqual([{ ledger_id: to }]);
    await planned(company, [orderOf(2, acme)]);
    await carryToRest(world, worker);
    const second = (await booksOf(company)).find((row) => row.DocNumber === "L-2");
    expect(second).toMatchObject({ CustomerRef: { value: to } });
  });

  it("merged into another customer of ours: the ended one is gone, the other is left alone", async () => {
    const company = await newCompany(world);
    await followDueChanges(worker);
    await planned(company, [orderOf(1, acme), orderOf(2, { customer: { name: "Beta Goods" } })]);
    await carryToRest(world, worker);
    const ids = Object.fromEntries(
      (await booksOf(company, "Customer")).map((row) => [row.DisplayName, String(row.Id)]),
    );
    await told({ ...event(company, "Customer", ids["Acme Imports"]!, "merged"), endedLedgerId: ids["Beta Goods"]! });
    const rows = await queryRows(
      `select d.title, l.ledger_id, l.gone_at is not null as gone from ledger_links l join documents d using (tenant_id, document_id)
        where l.tenant_id = $1 and l.ledger_type = 'Customer' order by 1`,
      company,
    );
    expect(rows).toMatchObject([
      { ledger_id: ids["Acme Imports"], gone: false },
      { ledger_id: ids["Beta Goods"], gone: true },
    ]);
  });
});

describe("lists", () => {
  const listed = async (company: TestCompany, list: string, name: string) => {
    const rows = await queryRows(
      `select name, is_active, detail->>'email' as email from ledger_lists where tenant_id = $1 and list = '${list}'`,
      company,
    );
    return rows.filter((row) => row.name === name);
  };

  it("learn of an item by webhook and by the daily look, with what changed in it", async () => {
    const company = await companyWithInvoice();
    const made = await clerk(company, { do: "create-item", name: "Layover" });
    await told(event(company, "Item", String((made.Item as BookRow).Id), "created"));
    expect(await listed(company, "item", "Layover")).toMatchObject([{ is_active: true }]);
    await clerk(company, { do: "deactivate", entity: "Item", name: "Layover" });
    await nextDay();
    expect(await listed(company, "item", "Layover")).toMatchObject([{ is_active: false }]);
  });

  it("learn that the books were closed", async () => {
    const company = await companyWithInvoice();
    const closing = () =>
      queryRows(
        "select preferences->>'bookCloseDate' as day, preferences->>'country' as country from company_files where tenant_id = $1",
        company,
      );
    expect(await closing()).toEqual([{ day: null, country: "US" }]);
    await clerk(company, { do: "set-preference", preferences: { bookCloseDate: "2026-10-31" } });
    await told(event(company, "Preferences", "1", "updated"));
    expect(await closing()).toEqual([{ day: "2026-10-31", country: "US" }]);
  });

  it("hold every customer with what people look for, page by page, and lose who is gone by a whole reading", async () => {
    const company = await newCompany(world);
    for (let nth = 0; nth < 2_300; nth += 100) {
      await Promise.all(
        Array.from({ length: 100 }, (_none, each) =>
          clerk(company, {
            do: "create-customer",
            name: `Shipper ${nth + each}`,
            body: { PrimaryEmailAddr: { Address: `s${nth + each}@example.com` } },
          }),
        ),
      );
    }
    const before = await readsOf(company);
    await followDueChanges(worker);
    expect((await readsOf(company)) - before).toBe(3);
    const count = () =>
      queryRows("select count(*)::int as n from ledger_lists where tenant_id = $1 and list = 'customer'", company);
    expect(await count()).toEqual([{ n: 2_300 }]);
    expect(await listed(company, "customer", "Shipper 2299")).toMatchObject([{ email: "s2299@example.com" }]);

    // What a merge that nobody told of leaves behind. A reading that is cut off removes nothing, and is begun again.
    await world.test.admin.query(
      `insert into ledger_lists (tenant_id, company_file_id, list, ledger_id, name, is_active)
       values ($1, $2, 'customer', '999999', 'Merged away', true)`,
      [company.tenantId, company.companyFileId],
    );
    await pass(7 * DAY_MS + 60_000);
    let asked = 0;
    const leaving = { ...worker, isLeaving: () => ++asked > 4 };
    await followChanges(leaving, company);
    expect(await listed(company, "customer", "Merged away")).toHaveLength(1);
    await soon();
    expect(await listed(company, "customer", "Merged away")).toEqual([]);
    expect(await count()).toEqual([{ n: 2_300 }]);
  });

  it("wait for nobody: pushes go while customers are read, and before only for the first reading", async () => {
    const company = await newCompany(world);
    await world.test.admin.query("update lanes set lists_at = $2 where tenant_id = $1", [
      company.tenantId,
      world.clock.now(),
    ]);
    expect(await readDueLists(worker)).toBe(1);
    expect(await laneOf(world, company)).toMatchObject({ lists_at: null });
  });
});

describe("a long absence", () => {
  it("of more than 30 days: every linked document is compared, a thousand in one question", async () => {
    const company = await companyWithInvoice(paid);
    await planned(company, [orderOf(2, acme), orderOf(3, acme)]);
    await carryToRest(world, worker);
    const ids = Object.fromEntries((await booksOf(company)).map((row) => [row.DocNumber, row.Id]));
    await clerk(company, { do: "delete", entity: "Invoice", id: ids["L-2"] });
    await clerk(company, { do: "update", entity: "Invoice", id: ids["L-3"], body: { TxnDate: "2026-10-30" } });
    // Longer ago than QuickBooks tells of changes.
    await world.test.admin.query("update company_files set changes_read_until = $2 where tenant_id = $1", [
      company.tenantId,
      new Date(world.clock.now().getTime() - 31 * DAY_MS),
    ]);
    await nextDay(0);
    await nextDay(1);
    const rows = await queryRows(
      `select d.title, l.edited_at is not null as edited, l.gone_at is not null as gone
         from ledger_links l join documents d using (tenant_id, document_id) where l.tenant_id = $1 and d.kind = 'invoice' order by 1`,
      company,
    );
    expect(rows).toMatchObject([
      { edited: false, gone: false },
      { edited: false, gone: true },
      { edited: true, gone: false },
    ]);
    const paths = await queryRows("select path from attempts where tenant_id = $1 and shape = 'read'", company);
    expect(paths.some(({ path }) => decodeURIComponent(String(path)).includes("FROM Invoice WHERE Id IN"))).toBe(true);
  });

  it("reconnecting looks at once", async () => {
    const company = await companyWithInvoice();
    const invoice = await invoiceOf(company);
    await clerk(company, { do: "void", entity: "Invoice", id: invoice.Id });
    const { inTransaction } = await import("#db/client.ts");
    const { pauseLane } = await import("#lib/sync/lane/store.ts");
    for (const isPaused of [true, false]) {
      await inTransaction(company.scope, (tx) => pauseLane(tx, company.scope, company.companyFileId, isPaused));
    }
    await followDueChanges(worker);
    expect(await linksOf(company)).toMatchObject({ invoice: "gone" });
  });

  it("a thousand changes and more are asked for in parts until all are known", async () => {
    const company = await companyWithInvoice();
    const invoice = await invoiceOf(company);
    for (let nth = 0; nth < 1_100; nth += 100) {
      await Promise.all(
        Array.from({ length: 100 }, (_none, each) =>
          clerk(company, { do: "create-customer", name: `Many ${nth + each}` }),
        ),
      );
    }
    await clerk(company, { do: "void", entity: "Invoice", id: invoice.Id });
    await nextDay();
    expect(await linksOf(company)).toMatchObject({ invoice: "gone" });
    const [row] = await queryRows(
      "select count(*)::int as n from ledger_lists where tenant_id = $1 and list = 'customer'",
      company,
    );
    expect(row).toEqual({ n: 1_101 });
  });
});

describe("a second copy of a document", () => {
  /** Somebody, or a lost answer, made it a second time: same number, same note. */
  async function copied(company: TestCompany): Promise<{ original: BookRow; copyId: string }> {
    const original = await invoiceOf(company);
    const { DocNumber, PrivateNote, CustomerRef, Line, TxnDate } = original;
    await clerk(company, { do: "set-preference", preferences: { warnDuplicateNumbers: false } });
    const lines = (Line as BookRow[]).filter((line) => line.DetailType === "SalesItemLineDetail");
    const made = await clerk(company, {
      do: "create",
      entity: "Invoice",
      body: {
        DocNumber,
        PrivateNote,
        CustomerRef,
        TxnDate,
        Line: lines.map(({ Amount, DetailType, SalesItemLineDetail }) => ({ Amount, DetailType, SalesItemLineDetail })),
      },
    });
    return { original, copyId: String((made.Invoice as BookRow).Id) };
  }
  const extrasOf = async (company: TestCompany) =>
    (await pushesOf(world, company)).filter((push) => push.operation === "void-extra");

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
      tab: "invoices",
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
    const [link] = await queryRows(
      `select l.ledger_id, l.version_token, d.fingerprint = d.posted_fingerprint as same
         from ledger_links l join documents d using (tenant_id, document_id) where l.tenant_id = $1 and d.kind = 'invoice'`,
      company,
    );
    expect(link).toEqual({ ledger_id: original.Id, version_token: original.SyncToken, same: true });
    await nextDay();
    expect(await extrasOf(company)).toHaveLength(1);
    expect(await linksOf(company)).toMatchObject({ invoice: "there" });
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

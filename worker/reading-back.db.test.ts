// What is noticed when somebody works inside QuickBooks: edits, voids, deletions, merges; by webhook and without?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { acme, DAY_MS, paid, openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import {
  carryToRest,
  laneOf,
  newCompany,
  newWorker,
  orderOf,
  planned,
  wrongCounters,
  type BookRow,
} from "#db/testing-world.ts";
import { inTransaction } from "#db/client.ts";
import { followChanges } from "#lib/operations/follow-changes.ts";
import { showOrder } from "#lib/operations/show-order.ts";
import { takeInEvents } from "#lib/operations/take-in-events.ts";
import { followDueChanges } from "#lib/operations/tend-lanes.ts";

let reading: ReadingWorld;
let world: ReadingWorld["world"];
let worker: ReadingWorld["worker"];
let event: ReadingWorld["event"];
let told: ReadingWorld["told"];
let pass: ReadingWorld["pass"];
let soon: ReadingWorld["soon"];
let nextDay: ReadingWorld["nextDay"];
let clerk: ReadingWorld["clerk"];
let booksOf: ReadingWorld["booksOf"];
let rowsOf: ReadingWorld["rowsOf"];
let linksOf: ReadingWorld["linksOf"];
let companyWithInvoice: ReadingWorld["companyWithInvoice"];
let invoiceOf: ReadingWorld["invoiceOf"];
let readsOf: ReadingWorld["readsOf"];
let openEvents: ReadingWorld["openEvents"];

beforeAll(async () => {
  reading = await openReadingWorld();
  ({
    event,
    told,
    pass,
    soon,
    nextDay,
    clerk,
    booksOf,
    rowsOf,
    linksOf,
    companyWithInvoice,
    invoiceOf,
    readsOf,
    openEvents,
    world,
    worker,
  } = reading);
});
afterAll(() => reading.world.close());
afterEach(async () => {
  expect(await wrongCounters(reading.world)).toEqual([]);
  await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

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
    const [order] = await rowsOf("select order_id from orders where tenant_id = $1", company);
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
    const rows = await rowsOf(
      "select l.ledger_id from ledger_links l where l.tenant_id = $1 and ledger_type = 'Customer'",
      company,
    );
    expect(rows).toEqual([{ ledger_id: to }]);
    const listed = await rowsOf(
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
    const rows = await rowsOf(
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

describe("who follows", () => {
  it("is one worker at a time, and the same events again are one event", async () => {
    const company = await companyWithInvoice();
    const invoice = await invoiceOf(company);
    const before = await readsOf(company);
    await clerk(company, { do: "void", entity: "Invoice", id: invoice.Id });
    const news = event(company, "Invoice", invoice.Id, "voided");
    const other = await newWorker(world);
    await takeInEvents(worker, [news, news]);
    await takeInEvents(worker, [news]);
    await pass(61_000);
    const followed = await Promise.all([followDueChanges(worker), followDueChanges(other)]);
    expect(followed.toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect((await readsOf(company)) - before).toBe(1);
    expect(await linksOf(company)).toMatchObject({ invoice: "gone" });
  });

  it("and is cut off before it is through, has read nothing: the next one reads it all", async () => {
    const company = await companyWithInvoice();
    const invoice = await invoiceOf(company);
    await clerk(company, { do: "void", entity: "Invoice", id: invoice.Id });
    const mark = () => rowsOf("select changes_read_until as at from company_files where tenant_id = $1", company);
    const before = await mark();
    await pass(DAY_MS + 60_000);
    await followChanges({ ...worker, isLeaving: () => true }, company);
    expect(await mark()).toEqual(before);
    await soon();
    expect(await mark()).not.toEqual(before);
    expect(await linksOf(company)).toMatchObject({ invoice: "gone" });
  });

  it("looks again in a minute while news keep coming, else the day after", async () => {
    const company = await companyWithInvoice();
    const looksIn = async () =>
      ((await laneOf(world, company)).changes_at as Date).getTime() - world.clock.now().getTime();
    expect(await looksIn()).toBeGreaterThan(DAY_MS / 2);
    const invoice = await invoiceOf(company);
    await takeInEvents(worker, [event(company, "Invoice", invoice.Id, "updated")]);
    expect(await looksIn()).toBe(5_000);
    await soon();
    expect(await looksIn()).toBe(60_000);
    const before = await readsOf(company);
    await soon();
    expect(await looksIn()).toBeGreaterThan(DAY_MS / 2);
    expect(await readsOf(company)).toBe(before);
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
    const rows = await rowsOf(
      `select d.title, l.edited_at is not null as edited, l.gone_at is not null as gone
         from ledger_links l join documents d using (tenant_id, document_id) where l.tenant_id = $1 and d.kind = 'invoice' order by 1`,
      company,
    );
    expect(rows).toMatchObject([
      { edited: false, gone: false },
      { edited: false, gone: true },
      { edited: true, gone: false },
    ]);
    const paths = await rowsOf("select path from attempts where tenant_id = $1 and shape = 'read'", company);
    expect(paths.some(({ path }) => decodeURIComponent(String(path)).includes("FROM Invoice WHERE Id IN"))).toBe(true);
  });

  it("reconnecting looks at once", async () => {
    const company = await companyWithInvoice();
    const invoice = await invoiceOf(company);
    await clerk(company, { do: "void", entity: "Invoice", id: invoice.Id });
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
    const [row] = await rowsOf(
      "select count(*)::int as n from ledger_lists where tenant_id = $1 and list = 'customer'",
      company,
    );
    expect(row).toEqual({ n: 1_101 });
  });
});

// What does each decision about a drifted document do to both sides, once, and for two people at a time?
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { carried, decide, happens, listed, nextMonth, only, tieOut } from "#db/testing-drift.ts";
import { acme, openReadingWorld, paid, type ReadingWorld } from "#db/testing-reading.ts";
import { orderOf, planned, wrongCounters, type TestCompany } from "#db/testing-world.ts";
import { showPayments } from "./show-payments.ts";
import { listActivity } from "./list-activity.ts";
import { resolveDrift } from "./resolve-drift.ts";
import { showDrift } from "./show-drift.ts";

let reading: ReadingWorld;
beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(() => reading.world.close());
afterEach(async () => {
  expect(await wrongCounters(reading.world)).toEqual([]);
  await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

const leftOut = (company: TestCompany) =>
  reading.rowsOf(
    "select kind, left_out_because from documents where tenant_id = $1 and left_out_because is not null order by kind",
    company,
  );

describe("push ours", () => {
  test("overwrites what the person saw, with the version they saw", async () => {
    const company = await reading.companyWithInvoice();
    await happens(reading, company, nextMonth);
    expect(await decide(company, await only(company), "push-ours")).toMatchObject({ done: 1, bulkRunId: null });
    expect(await listed(company)).toMatchObject({ total: 0 });
    await carried(reading, company);
    expect(await reading.booksOf(company)).toMatchObject([{ TxnDate: "2026-11-01", TotalAmt: 118.32 }]);
    const [update] = await reading.rowsOf(
      "select count(*)::int as n from attempts where tenant_id = $1 and path like '%invoice%' and body like '%sparse%'",
      company,
    );
    expect(update).toEqual({ n: 1 });
    await reading.nextDay();
    expect(await listed(company)).toMatchObject({ total: 0 });
    expect(await tieOut(company)).toEqual([{ month: "2026-11", orders: "11832", books: "11832", differences: [] }]);
  });

  test("overwrites nothing that came after what the person saw", async () => {
    const company = await reading.companyWithInvoice();
    await happens(reading, company, nextMonth);
    const shown = await only(company);
    const { Id } = await reading.invoiceOf(company);
    await reading.clerk(company, { do: "update", entity: "Invoice", id: Id, body: { TxnDate: "2026-12-24" } });
    await decide(company, shown, "push-ours");
    await carried(reading, company);
    expect(await reading.booksOf(company)).toMatchObject([{ TxnDate: "2026-12-24" }]);
    const [push] = await reading.rowsOf(
      "select state, problem_code from pushes where tenant_id = $1 and operation = 'update'",
      company,
    );
    expect(push).toEqual({ state: "problem", problem_code: "version-conflict" });
    await reading.told(reading.event(company, "Invoice", Id, "updated"));
    const again = await only(company);
    expect(again.row.changes.join()).toContain("2026-12-24");
    await decide(company, again, "push-ours");
    await carried(reading, company);
    expect(await reading.booksOf(company)).toMatchObject([{ TxnDate: "2026-11-01" }]);
  });
});

test.each(["push-ours", "accept-theirs", "treat-as-paid"] as const)(
  "%s is not offered on what nobody has read",
  async (choice) => {
    const company = await reading.companyWithInvoice();
    await happens(reading, company, nextMonth);
    await reading.world.test.admin.query("update ledger_links set there = null where tenant_id = $1", [
      company.tenantId,
    ]);
    await expect(decide(company, await only(company), choice)).rejects.toThrow("was not read yet");
    expect(await listed(company)).toMatchObject({ total: 1 });
  },
);

describe("accept theirs", () => {
  test("the next looks are quiet, payments too, and the tie-out names it to the cent", async () => {
    const company = await reading.companyWithInvoice();
    await happens(reading, company, nextMonth);
    await decide(company, await only(company), "accept-theirs");
    await reading.nextDay();
    const { Id } = await reading.invoiceOf(company);
    await reading.clerk(company, { do: "pay", id: Id, amount: 5 });
    await reading.told(reading.event(company, "Invoice", Id, "updated"));
    expect(await listed(company)).toMatchObject({ total: 0 });
    expect(await reading.booksOf(company)).toMatchObject([{ TxnDate: "2026-12-01" }]);
    expect(await tieOut(company)).toEqual([
      { month: "2026-12", orders: "0", books: "11832", differences: ["accepted -11832"] },
      { month: "2026-11", orders: "11832", books: "0", differences: ["accepted 11832"] },
    ]);
  });

  test("what was accepted as theirs moves what is open of the order", async () => {
    const company = await reading.companyWithInvoice();
    const { Id, Line } = await reading.invoiceOf(company);
    const lines = (Line as { DetailType: string; Amount: number }[]).filter(
      ({ DetailType }) => DetailType === "SalesItemLineDetail",
    );
    const body = { Line: lines.map((line, index) => (index === 0 ? { ...line, Amount: line.Amount - 10 } : line)) };
    await happens(reading, company, { do: "update", id: Id, body });
    const shown = await only(company);
    const openOf = async () => (await showPayments(company.scope, { orderId: shown.orderIds[0]! })).sums;
    expect(await openOf()).toMatchObject({ accepted: { minor: "0" }, open: { minor: "11832" } });
    await decide(company, shown, "accept-theirs");
    expect(await openOf()).toMatchObject({ accepted: { minor: "-1000" }, open: { minor: "10832" } });
  });

  test("another edit afterwards is drift again", async () => {
    const company = await reading.companyWithInvoice();
    await happens(reading, company, nextMonth);
    await decide(company, await only(company), "accept-theirs");
    await happens(reading, company, { do: "renumber", to: "L-1b" });
    expect(await only(company)).toMatchObject({ row: { kind: "edited" } });
    expect(await tieOut(company)).toMatchObject([
      { differences: ["edited -11832"] },
      { differences: ["edited 11832"] },
    ]);
  });
});

describe("create again", () => {
  test("PPR-07 PSC-24 what was deleted by accident is made once more, with another QuickBooks ID", async () => {
    const company = await reading.companyWithInvoice();
    const { Id } = await reading.invoiceOf(company);
    await happens(reading, company, { do: "delete" });
    const shown = await only(company);
    await decide(company, shown, "create-again");
    await expect(decide(company, shown, "create-again")).rejects.toMatchObject({ code: "moved-on" });
    await carried(reading, company);
    const invoices = await reading.booksOf(company);
    expect(invoices).toMatchObject([{ DocNumber: "L-1", TotalAmt: 118.32 }]);
    expect(invoices[0]?.Id).not.toBe(Id);
    expect(await listed(company)).toMatchObject({ total: 0 });
    await reading.nextDay();
    expect(await tieOut(company)).toEqual([{ month: "2026-11", orders: "11832", books: "11832", differences: [] }]);
  });

  test("PSC-24 the payment of a deleted invoice came off it there, and is put on the new one by pushing ours", async () => {
    const company = await reading.companyWithInvoice(paid);
    const payment = String((await reading.booksOf(company, "Payment"))[0]?.Id);
    await happens(reading, company, { do: "delete" });
    await reading.told(reading.event(company, "Payment", payment, "updated"));
    const { causes, rows } = await listed(company);
    expect(causes.map(({ sentence }) => sentence)).toEqual([
      "1 invoice was deleted",
      "1 payment was taken off Invoice L-1",
    ]);
    const shownOf = (kind: string) =>
      showDrift(company.scope, { documentId: rows.find((row) => row.documentKind === kind)!.documentId });
    await decide(company, await shownOf("invoice"), "create-again");
    await carried(reading, company);
    expect(await reading.booksOf(company)).toMatchObject([{ TotalAmt: 118.32, Balance: 118.32 }]);
    await decide(company, await shownOf("payment"), "push-ours");
    await carried(reading, company);
    expect(await reading.booksOf(company)).toMatchObject([{ TotalAmt: 118.32, Balance: 68.32 }]);
    expect(await listed(company)).toMatchObject({ total: 0 });
  });

  test("PPR-22 an invoice renumbered by hand over there gets its own number back", async () => {
    const company = await reading.companyWithInvoice();
    await happens(reading, company, { do: "renumber", to: "L-1b" });
    const shown = await only(company);
    expect(shown.sentence).toBe("1 invoice was renumbered");
    await decide(company, shown, "push-ours");
    await carried(reading, company);
    expect(await reading.booksOf(company)).toMatchObject([{ DocNumber: "L-1" }]);
  });
});

describe("treat as paid, unlink", () => {
  test("treated as paid: nothing goes any more, and it is said who decided it and why", async () => {
    const company = await reading.companyWithInvoice(paid);
    await happens(reading, company, { do: "delete" });
    const page = await listed(company);
    const invoice = page.rows.find((row) => row.documentKind === "invoice")!;
    const shown = await showDrift(company.scope, { documentId: invoice.documentId });
    await decide(company, shown, "treat-as-paid");
    const because = "Treated as paid by Ann: agreed with the accountant";
    expect(await leftOut(company)).toEqual([{ kind: "invoice", left_out_because: because }]);
    expect(await reading.rowsOf("select local_note from orders where tenant_id = $1", company)).toEqual([
      { local_note: because },
    ]);
    await planned(company, [
      orderOf(1, { ...acme, ...paid, updatedAt: "2026-11-09T08:00:00Z", orderDate: "2026-11-08" }),
    ]);
    await carried(reading, company);
    expect(await reading.booksOf(company)).toEqual([]);
    expect((await tieOut(company))[0]).toMatchObject({ differences: ["treated-as-paid 11832"] });
  });

  test("unlinked: left out with the reason, the record stays, and nobody ties it again by itself", async () => {
    const company = await reading.companyWithInvoice();
    await happens(reading, company, nextMonth);
    await decide(company, await only(company), "unlink");
    const { Id } = await reading.invoiceOf(company);
    await reading.told(reading.event(company, "Invoice", Id, "updated"));
    await reading.nextDay();
    expect(
      await reading.rowsOf("select 1 from ledger_links where tenant_id = $1 and ledger_type = 'Invoice'", company),
    ).toEqual([]);
    expect(await leftOut(company)).toEqual([
      { kind: "invoice", left_out_because: "Unlinked by Ann: agreed with the accountant" },
    ]);
    expect(await tieOut(company)).toMatchObject([{ books: "0", differences: ["left-out 11832"] }]);
  });

  test("each is in the trail with what was before and after", async () => {
    const company = await reading.companyWithInvoice();
    await happens(reading, company, nextMonth);
    await decide(company, await only(company), "accept-theirs");
    const [line] = await reading.rowsOf(
      "select actor_name, detail from audit_events where tenant_id = $1 and action = 'drift.resolved'",
      company,
    );
    expect(line).toMatchObject({
      actor_name: "Ann",
      detail: { choice: "accept-theirs", document: "Invoice L-1", reason: "agreed with the accountant" },
    });
    expect(JSON.stringify(line?.detail)).toContain("Date 2026-11-01 → 2026-12-01");
    const { lines } = await listActivity(company.scope, {});
    expect(lines.find(({ action }) => action === "drift.resolved")?.subject).toBe("Invoice L-1, order L-1");
  });
});

describe("the same for all of a matter", () => {
  test("is one run with a result per row; a row that was read again since is left alone", async () => {
    const company = await reading.companyWithInvoice();
    await planned(
      company,
      [2, 3].map((nth) => orderOf(nth, acme)),
    );
    await carried(reading, company);
    for (const number of ["L-1", "L-2", "L-3"]) await happens(reading, company, nextMonth, number);
    const { causes, asOf } = await listed(company);
    await reading.pass(1_000);
    await happens(reading, company, { do: "update", body: { TxnDate: "2026-12-02" } }, "L-3");
    const { scope, companyFileId } = company;
    const select = { is: "cause", cause: causes[0]!.key } as const;
    const ask = { companyFileId, choice: "accept-theirs", reason: "year end", asOf, select } as const;
    const resolved = await resolveDrift(scope, ask);
    expect(resolved).toMatchObject({ done: 2 });
    expect(
      await reading.rowsOf(
        "select kind, state, rows_total, rows_ok, title from bulk_runs where tenant_id = $1",
        company,
      ),
    ).toEqual([
      {
        kind: "drift",
        state: "done",
        rows_total: 2,
        rows_ok: 2,
        title: "Accept theirs: 2 invoices were dated into the next month",
      },
    ]);
    expect(
      await reading.rowsOf(
        "select row_number, is_ok, reason from bulk_run_rows where tenant_id = $1 order by 1",
        company,
      ),
    ).toEqual([
      { row_number: 1, is_ok: true, reason: "QuickBooks' version stands." },
      { row_number: 2, is_ok: true, reason: "QuickBooks' version stands." },
    ]);
    expect((await listed(company)).rows).toMatchObject([{ title: "Invoice L-3" }]);
    await expect(resolveDrift(scope, ask)).rejects.toMatchObject({ code: "moved-on" });
  });

  test("two people at once: one decides, the other hears of it", async () => {
    const company = await reading.companyWithInvoice();
    await happens(reading, company, { do: "delete" });
    const shown = await only(company);
    const outcomes = await Promise.allSettled([
      decide(company, shown, "create-again"),
      decide(company, shown, "treat-as-paid"),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const lost = outcomes.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    expect(lost.reason).toMatchObject({ code: "moved-on" });
  });
});

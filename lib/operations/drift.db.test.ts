// Somebody worked inside QuickBooks: what is shown of it, and to whom?
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { carried, changedByHand, decide, happens, listed, nextMonth, only, tieOut } from "#db/testing-drift.ts";
import { acme, openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import { newCompany, orderOf, planned, wrongCounters } from "#db/testing-world.ts";
import type { Role } from "#lib/access/roles.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { ResolveDrift } from "#lib/sync/drift-choices.ts";
import { countTabs } from "./count-tabs.ts";
import { listDrift } from "./list-drift.ts";
import { readFrame } from "./read-frame.ts";
import { readToday } from "./read-today.ts";
import { resolveDrift } from "./resolve-drift.ts";
import { showDrift } from "./show-drift.ts";
import { followDueChanges } from "./tend-lanes.ts";

let reading: ReadingWorld;
beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(() => reading.world.close());
afterEach(async () => {
  expect(await wrongCounters(reading.world)).toEqual([]);
  await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

describe("what is shown", () => {
  test("three columns: what we sent, the order now, the books now", async () => {
    const company = await reading.companyWithInvoice();
    await happens(reading, company, nextMonth);
    await reading.world.test.admin.query("update lanes set is_paused = true where tenant_id = $1", [company.tenantId]);
    const shown = await only(company);
    expect(shown).toMatchObject({
      sentence: "1 invoice was dated into the next month",
      isGone: false,
      isSentKnown: true,
      choices: ["push-ours", "accept-theirs", "treat-as-paid", "unlink"],
      row: { kind: "edited", documentKind: "invoice", title: "Invoice L-1" },
    });
    expect(shown.fields.find(({ field }) => field === "date")).toEqual({
      field: "date",
      sent: ["2026-11-01"],
      now: ["2026-11-01"],
      books: ["2026-12-01"],
      isTheirs: true,
      isRounding: false,
      isOurs: false,
    });
    expect(shown.fields.filter((field) => field.isTheirs).map(({ field }) => field)).toEqual(
      expect.arrayContaining(["date"]),
    );
    expect(shown.fields.find(({ field }) => field === "lines")).toMatchObject({ isTheirs: false });
  });

  test("what we sent is kept when the order changes and nothing goes out by itself", async () => {
    const { company, invoice } = await changedByHand(reading);
    await reading.clerk(company, { do: "renumber", entity: "Invoice", id: invoice.Id, to: "L-1b" });
    await reading.told(reading.event(company, "Invoice", invoice.Id, "updated"));
    const { fields, isSentKnown } = await only(company);
    expect(isSentKnown).toBe(true);
    expect(fields.find(({ field }) => field === "date")).toMatchObject({
      sent: ["2026-11-01"],
      now: ["2026-11-08"],
      books: ["2026-11-01"],
      isTheirs: false,
      isOurs: true,
    });
    expect(fields.find(({ field }) => field === "number")).toMatchObject({
      books: ["L-1b"],
      isTheirs: true,
      isRounding: false,
      isOurs: false,
    });
  });

  test("a payment is no drift of an invoice whose order changed and was not exported", async () => {
    const { company, invoice } = await changedByHand(reading);
    await reading.clerk(company, { do: "pay", id: invoice.Id, amount: 5 });
    await reading.told(reading.event(company, "Invoice", invoice.Id, "updated"));
    expect(await listed(company)).toMatchObject({ total: 0 });
    expect(await tieOut(company)).toMatchObject([{ orders: "11832", books: "11832" }]);
  });

  test("PSC-27 a payment typed over there is no drift, whatever the order says by then", async () => {
    const company = await reading.companyWithInvoice();
    const invoice = await reading.invoiceOf(company);
    await reading.clerk(company, { do: "pay", id: invoice.Id, amount: 5 });
    await reading.told(reading.event(company, "Invoice", invoice.Id, "updated"));
    expect(await listed(company)).toMatchObject({ total: 0, rows: [], causes: [] });
  });

  test.each([
    ["voided", { do: "void" }, "1 invoice was voided"],
    ["deleted", { do: "delete" }, "1 invoice was deleted"],
  ] as const)("PSC-24 one %s over there is shown as that, with what can be done", async (kind, action, sentence) => {
    const company = await reading.companyWithInvoice();
    await happens(reading, company, action);
    expect(await only(company)).toMatchObject({
      sentence,
      isGone: true,
      row: { kind },
      choices: ["create-again", "treat-as-paid", "unlink"],
    });
    expect(await tieOut(company)).toEqual([
      { month: "2026-11", orders: "11832", books: "0", differences: [`${kind} 11832`] },
    ]);
  });

  test("the same change to many is one matter; another one is another", async () => {
    const company = await reading.companyWithInvoice();
    await planned(
      company,
      [2, 3, 4].map((nth) => orderOf(nth, acme)),
    );
    await carried(reading, company);
    for (const number of ["L-1", "L-2", "L-3"]) await happens(reading, company, nextMonth, number);
    await happens(reading, company, { do: "renumber", to: "L-4b" }, "L-4");
    const page = await listed(company);
    expect(page.causes.map(({ sentence }) => sentence)).toEqual([
      "3 invoices were dated into the next month",
      "1 invoice was renumbered",
    ]);
    expect(page).toMatchObject({ total: 4, isMore: false, next: null });
    const { scope, companyFileId } = company;
    const chosen = await listDrift(scope, { companyFileId, cause: page.causes[1]!.key });
    expect(chosen.rows).toMatchObject([{ title: "Invoice L-4", changes: ["Number L-4 → L-4b"] }]);
    expect(await countTabs(scope, { companyFileId })).toMatchObject({ drifted: 4, tabs: { invoices: 0 } });
    expect((await readToday(scope, {})).drifted).toBe(4);
    expect((await readFrame(scope, {})).problems).toBe(4);
  });

  test("a merge that moves invoices to another customer is called one", async () => {
    const company = await newCompany(reading.world);
    await followDueChanges(reading.worker);
    await planned(company, [orderOf(1, acme), orderOf(2, { customer: { name: "Beta Goods" } })]);
    await carried(reading, company);
    await reading.pass(1_000);
    const ids = Object.fromEntries(
      (await reading.booksOf(company, "Customer")).map((row) => [row.DisplayName, String(row.Id)]),
    );
    const invoice = (await reading.booksOf(company)).find((row) => row.DocNumber === "L-2");
    await reading.clerk(company, {
      do: "update",
      entity: "Invoice",
      id: String(invoice?.Id),
      body: { CustomerRef: { value: ids["Acme Imports"]! } },
    });
    const merged = reading.event(company, "Customer", ids["Acme Imports"]!, "merged");
    await reading.told({ ...merged, endedLedgerId: ids["Beta Goods"]! });
    await reading.told(reading.event(company, "Invoice", String(invoice?.Id), "updated"));
    const { causes } = await listed(company);
    expect(causes.map(({ sentence, choices }) => [sentence, choices[0]])).toEqual([
      ["1 customer was merged into another one that orders use, too", "create-again"],
      ["1 invoice was moved when their customer was merged into another", "push-ours"],
    ]);
  });
});

describe("who may", () => {
  const as = (scope: Scope, role: Role): Scope => ({
    ...scope,
    actor: { type: "person", userId: scope.tenantId, name: "Vera", role },
  });

  test("a viewer looks and decides nothing; another tenant sees nothing", async () => {
    const company = await reading.companyWithInvoice();
    const stranger = await newCompany(reading.world);
    await happens(reading, company, nextMonth);
    const shown = await only(company);
    const { companyFileId } = company;
    const viewer = as(company.scope, "viewer");
    expect(await listDrift(viewer, { companyFileId })).toMatchObject({ total: 1 });
    await expect(decide(company, shown, "accept-theirs", viewer)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(listDrift(stranger.scope, { companyFileId })).rejects.toMatchObject({ code: "not-found" });
    await expect(showDrift(stranger.scope, { documentId: shown.row.documentId })).rejects.toMatchObject({
      code: "not-found",
    });
    const { documentId } = shown.row;
    const theirs: ResolveDrift = {
      companyFileId: stranger.companyFileId,
      choice: "accept-theirs",
      asOf: shown.asOf,
      reason: "mine",
      select: { is: "rows", documentIds: [documentId] },
    };
    await expect(resolveDrift(stranger.scope, theirs)).rejects.toMatchObject({ code: "moved-on" });
    expect(await listed(company)).toMatchObject({ total: 1 });
  });
});

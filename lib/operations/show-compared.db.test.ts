// A problem's three columns: what would be sent, what was last sent, what the books hold. Over the simulator.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { carried } from "#db/testing-drift.ts";
import { acme, openReadingWorld, type Invoice, type ReadingWorld } from "#db/testing-reading.ts";
import { newCompany, orderOf, planned, wrongCounters, type TestCompany } from "#db/testing-world.ts";
import type { Role } from "#lib/access/roles.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import type { ProblemCompared } from "#lib/sync/problem-compared.ts";
import { disconnectCompany } from "./disconnect-company.ts";
import { lookInBooks } from "./look-in-books.ts";
import { showCompared } from "./show-compared.ts";

let reading: ReadingWorld;
beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(() => reading.world.close());
afterEach(async () => {
  expect(await wrongCounters(reading.world)).toEqual([]);
  await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

const closed = { do: "close-books", date: "2026-11-30" };
const later: Partial<OrderInput> = { ...acme, updatedAt: "2026-11-09T08:00:00Z", orderDate: "2026-11-08" };

async function problemOf(company: TestCompany): Promise<string> {
  const rows = await reading.rowsOf("select push_id from pushes where tenant_id = $1 and state = 'problem'", company);
  expect(rows).toHaveLength(1);
  return String(rows[0]?.push_id);
}

/** The clock stands: the pace of questions passes before each. */
async function look(scope: Scope, rowId: string): Promise<ProblemCompared> {
  await reading.pass(2_000);
  return await lookInBooks(scope, { rowId });
}

/** In the books, edited there, and the update of a later order refused because the period was closed. */
async function refusedUpdate(): Promise<{ company: TestCompany; invoice: Invoice; rowId: string }> {
  const company = await reading.companyWithInvoice();
  const invoice = await reading.invoiceOf(company);
  const body = { CustomerMemo: { value: "Call first" } };
  await reading.clerk(company, { entity: "Invoice", id: invoice.Id, do: "update", body });
  await reading.clerk(company, closed);
  await planned(company, [orderOf(1, later)]);
  await carried(reading, company);
  return { company, invoice, rowId: await problemOf(company) };
}

/** Fields that differ, each with who changed it. */
const marksOf = ({ fields }: ProblemCompared) =>
  fields.flatMap(({ field, isOurs, isTheirs, isApart }) => {
    const said = [isOurs && "ours", isTheirs && "theirs", isApart && "apart"].filter(Boolean).join(" ");
    return said ? [`${field}: ${said}`] : [];
  });
const fieldOf = ({ fields }: ProblemCompared, name: string) => fields.find(({ field }) => field === name);

describe("an update that was refused", () => {
  test("three columns: now, the refused words, the books as somebody edited them; one read", async () => {
    const { company, rowId } = await refusedUpdate();
    const kept = await showCompared(company.scope, { rowId });
    expect(kept).toMatchObject({ isPostedKnown: true, isEnding: false, sent: { became: "refused" } });
    expect(kept.books).toEqual({ stands: "unread", at: null, isLinked: true });
    expect(fieldOf(kept, "date")).toMatchObject({ now: ["2026-11-08"], sent: ["2026-11-08"], books: null });
    const before = await reading.readsOf(company);
    const live = await look(company.scope, rowId);
    expect((await reading.readsOf(company)) - before).toBe(1);
    expect(live.version).toBe(kept.version);
    expect(live.books).toMatchObject({ stands: "there", at: reading.world.clock.now().toISOString() });
    expect(marksOf(live)).toEqual(["date: apart", "memo: theirs apart"]);
    expect(fieldOf(live, "date")).toMatchObject({ books: ["2026-11-01"] });
    expect(fieldOf(live, "memo")).toMatchObject({ now: [], sent: [], books: ["Call first"] });
  });

  test("what was refused is told by its own words when the order changes again", async () => {
    const { company, rowId } = await refusedUpdate();
    await reading.world.test.admin.query("update lanes set is_paused = true where tenant_id = $1", [company.tenantId]);
    const again = orderOf(1, { ...later, updatedAt: "2026-11-10T08:00:00Z", orderDate: "2026-11-09" });
    await planned(company, [again]);
    const compared = await showCompared(company.scope, { rowId });
    expect(compared.sent).toMatchObject({ became: "refused" });
    expect(fieldOf(compared, "date")).toMatchObject({ now: ["2026-11-09"], sent: ["2026-11-08"], isOurs: true });
    expect(fieldOf(compared, "lines")).toMatchObject({ isOurs: false });
    expect(fieldOf(compared, "customer")).toMatchObject({ isOurs: false, sent: ["Acme Imports"] });
    expect(fieldOf(compared, "total")).toMatchObject({ isOurs: false, sent: ["$118.32"] });
  });

  test.each([
    ["voided", { do: "void" }],
    ["deleted", { do: "delete" }],
  ] as const)("a record that was %s there is said to be", async (stands, action) => {
    const { company, invoice, rowId } = await refusedUpdate();
    await reading.clerk(company, { do: "close-books", date: null });
    await reading.clerk(company, { entity: "Invoice", id: invoice.Id, ...action });
    expect((await look(company.scope, rowId)).books).toMatchObject({ stands, isLinked: true });
  });
});

describe("what was never taken", () => {
  test("an invoice that was refused: two columns, and nothing there to look at", async () => {
    const company = await reading.companyWithInvoice();
    await reading.clerk(company, closed);
    await planned(company, [orderOf(2, acme)]);
    await carried(reading, company);
    const rowId = await problemOf(company);
    const compared = await showCompared(company.scope, { rowId });
    expect(compared).toMatchObject({ sent: { became: "refused" }, books: { stands: "none", isLinked: false } });
    expect(marksOf(compared)).toEqual([]);
    await expect(look(company.scope, rowId)).rejects.toMatchObject({ code: "conflict" });
  });

  test("an invoice of which no word was sent has no column but its own", async () => {
    const company = await newCompany(reading.world);
    await planned(company, [
      orderOf(1, { ...acme, chargeSets: [{ charges: [{ code: "Layover", amount: "10.00" }] }] }),
    ]);
    await carried(reading, company);
    const compared = await showCompared(company.scope, { rowId: await problemOf(company) });
    expect(compared).toMatchObject({ sent: null, books: { stands: "none", at: null, isLinked: false } });
  });
});

describe("who may", () => {
  const viewerOf = (scope: Scope): Scope => {
    const role: Role = "viewer";
    return { ...scope, actor: { type: "person", userId: scope.tenantId, name: "Vera", role } };
  };

  test("a viewer compares, and asks QuickBooks nothing; another tenant finds nothing", async () => {
    const { company, rowId } = await refusedUpdate();
    const stranger = await newCompany(reading.world);
    const viewer = viewerOf(company.scope);
    expect(await showCompared(viewer, { rowId })).toMatchObject({ sent: { became: "refused" } });
    await expect(look(viewer, rowId)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(showCompared(stranger.scope, { rowId })).rejects.toMatchObject({ code: "not-found" });
    await expect(look(stranger.scope, rowId)).rejects.toMatchObject({ code: "not-found" });
  });

  test("a company that is not connected cannot be asked, and that is said", async () => {
    const { company, rowId } = await refusedUpdate();
    await disconnectCompany(company.scope, { companyFileId: company.companyFileId });
    await expect(look(company.scope, rowId)).rejects.toThrow("not connected to QuickBooks");
  });
});

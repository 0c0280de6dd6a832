// What may be decided about a document that is to be taken back, and is its void ever lost by it?
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { cancelledAndEdited, carried, decide, listed, only } from "#db/testing-drift.ts";
import { openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import { wrongCounters, type TestCompany } from "#db/testing-world.ts";
import { resyncProblems } from "#db/testing-resync.ts";
import { readDueLists } from "./tend-lanes.ts";

let reading: ReadingWorld;
beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(() => reading.world.close());
afterEach(async () => {
  expect(await wrongCounters(reading.world)).toEqual([]);
  await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

describe("what is to be taken back", () => {
  const invoiceEfforts = (company: TestCompany) =>
    reading.rowsOf(
      `select p.operation, p.state from pushes p join documents d on d.document_id = p.document_id
        where p.tenant_id = $1 and d.kind = 'invoice' order by p.push_id`,
      company,
    );
  const asBefore = [
    { operation: "create", state: "posted" },
    { operation: "void", state: "problem" },
  ];

  test.each(["push-ours", "create-again", "treat-as-paid"] as const)(
    "%s is neither offered nor done, and its void is not lost",
    async (choice) => {
      const company = await cancelledAndEdited(reading);
      expect(await invoiceEfforts(company)).toEqual(asBefore);
      const shown = await only(company);
      expect(shown.choices).toEqual(["accept-theirs", "unlink"]);
      expect((await listed(company)).causes.map(({ choices }) => choices)).toEqual([shown.choices]);
      await expect(decide(company, shown, choice)).rejects.toThrow("does not fit: this invoice is to be taken back.");
      await carried(reading, company);
      expect(await invoiceEfforts(company)).toEqual(asBefore);
      expect(await reading.booksOf(company)).toMatchObject([{ TxnDate: "2026-12-01" }]);
      expect(await listed(company)).toMatchObject({ total: 1 });
    },
  );

  test("their version may be accepted until then: the void still waits, and goes when nothing is in its way", async () => {
    const company = await cancelledAndEdited(reading);
    const { results } = await decide(company, await only(company), "accept-theirs");
    expect(results).toMatchObject([{ sentence: "QuickBooks' version stands until it is taken back." }]);
    expect(await invoiceEfforts(company)).toEqual(asBefore);
    expect(await listed(company)).toMatchObject({ total: 0 });
    const [payment] = await reading.booksOf(company, "Payment");
    await reading.clerk(company, { do: "delete", entity: "Payment", id: payment?.Id });
    const select = { is: "cause", tab: "invoices", code: "cannot-undo", about: "Invoice L-1" } as const;
    await resyncProblems(company.scope, { companyFileId: company.companyFileId, select });
    await readDueLists(reading.worker);
    await carried(reading, company);
    expect(await reading.booksOf(company)).toMatchObject([{ TotalAmt: 0 }]);
  });

  test("nothing is decided while nobody knows what became of its void", async () => {
    const company = await cancelledAndEdited(reading);
    const unsure = `update pushes set memory = memory || '{"unsure": true}' where tenant_id = $1 and operation = 'void'`;
    await reading.world.test.admin.query(unsure, [company.tenantId]);
    const shown = await only(company);
    await expect(decide(company, shown, "accept-theirs")).rejects.toThrow("What was sent last is not answered yet.");
    await expect(decide(company, shown, "unlink")).rejects.toThrow("What was sent last is not answered yet.");
    expect(await invoiceEfforts(company)).toEqual(asBefore);
  });

  test("unlinked on purpose, it is left there, and nothing waits any more", async () => {
    const company = await cancelledAndEdited(reading);
    await decide(company, await only(company), "unlink");
    expect(await invoiceEfforts(company)).toMatchObject([{ state: "posted" }, { state: "superseded" }]);
  });
});

// A version of a record that was judged as ours: when is it not judged again, and when is it?
import { afterAll, beforeAll, expect, it } from "vitest";

import { acme, openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import { carryToRest, orderOf, planned, pushesOf, type TestCompany } from "#db/testing-world.ts";
import { inTransaction } from "#db/client.ts";
import { resyncProblems } from "#db/testing-resync.ts";
import { readLinked } from "#lib/sync/changes/store.ts";

let reading: ReadingWorld;

beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(() => reading.world.close());

/** Somebody records a payment of the whole invoice over there, and we hear of it: its version is one higher, and nobody's edit. */
async function paidThere(company: TestCompany): Promise<void> {
  const { CustomerRef, TotalAmt, Id } = await reading.invoiceOf(company);
  const Line = [{ Amount: TotalAmt, LinkedTxn: [{ TxnId: Id, TxnType: "Invoice" }] }];
  await reading.clerk(company, { do: "create", entity: "Payment", body: { CustomerRef, TotalAmt, Line } });
  await reading.told(reading.event(company, "Invoice", Id, "updated"));
}

/** Is what we said of the invoice read, to be compared with this version of it? */
async function isJudged(company: TestCompany, ledgerId: string, versionToken: string): Promise<boolean> {
  const { scope, companyFileId } = company;
  const versions = [{ ledgerId, versionToken }];
  const linked = await inTransaction(scope, (tx) => readLinked(tx, scope, companyFileId, "Invoice", versions));
  return linked.get(ledgerId)!.left !== null;
}

it("is not judged again while we write nothing; an edit after it is found", async () => {
  const company = await reading.companyWithInvoice();
  const { Id } = await reading.invoiceOf(company);
  expect([await isJudged(company, Id, "0"), await isJudged(company, Id, "1")]).toEqual([false, true]);
  await paidThere(company);
  expect([await isJudged(company, Id, "1"), await isJudged(company, Id, "2")]).toEqual([false, true]);
  await reading.clerk(company, { do: "update", entity: "Invoice", id: Id, body: { TxnDate: "2026-10-30" } });
  await reading.told(reading.event(company, "Invoice", Id, "updated"));
  expect(await reading.linksOf(company)).toMatchObject({ invoice: "edited" });
  expect(await isJudged(company, Id, "2")).toBe(true);
});

it("says nothing of the record that was made anew after it was deleted", async () => {
  const company = await reading.companyWithInvoice();
  const { companyFileId, scope } = company;
  const old = await reading.invoiceOf(company);
  await paidThere(company);
  const [payment] = await reading.booksOf(company, "Payment");
  await reading.clerk(company, { do: "delete", entity: "Payment", id: String(payment?.Id) });
  await reading.clerk(company, { do: "delete", entity: "Invoice", id: old.Id });
  await planned(company, [orderOf(1, { ...acme, updatedAt: "2026-11-09T08:00:00Z", orderDate: "2026-11-08" })]);
  await carryToRest(reading.world, reading.worker);
  const gone = (await pushesOf(reading.world, company)).find((push) => push.code === "already-gone")!;
  await resyncProblems(scope, { companyFileId, select: { is: "rows", rowIds: [gone.pushId] } });
  await reading.world.test.admin.query("update lanes set lists_at = null where tenant_id = $1", [company.tenantId]);
  await carryToRest(reading.world, reading.worker);
  const anew = (await reading.booksOf(company)).find(({ Id }) => Id !== old.Id)!;
  expect(anew.SyncToken).toBe("0");
  await reading.clerk(company, {
    do: "update",
    entity: "Invoice",
    id: String(anew.Id),
    body: { TxnDate: "2026-10-30" },
  });
  await reading.told(reading.event(company, "Invoice", String(anew.Id), "updated"));
  expect(await reading.linksOf(company)).toMatchObject({ invoice: "edited" });
});

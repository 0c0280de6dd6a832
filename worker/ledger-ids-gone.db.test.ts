// A record that is deleted in QuickBooks keeps its ID here until a person clears it: then the document is sent again, once.
import { afterAll, beforeAll, expect, it } from "vitest";

import { openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import { carryToRest, wrongCounters } from "#db/testing-world.ts";
import { clearId } from "#lib/operations/clear-id.ts";
import { countIds, listIds } from "#lib/operations/list-ids.ts";
import { resyncProblems } from "#db/testing-resync.ts";
import { readDueLists } from "#lib/operations/tend-lanes.ts";
import type { IdFilter } from "#lib/sync/ledger-ids.ts";

let reading: ReadingWorld;
beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(() => reading.world.close());

it("PPR-05 PPR-07 an edited and a gone one are found by their state; a gone one is cleared, and made again once", async () => {
  const company = await reading.companyWithInvoice();
  const { scope, companyFileId } = company;
  const shown = async (show: IdFilter) =>
    (await listIds(scope, { companyFileId, kind: "invoice", show })).rows.map(({ state }) => state);
  const { Id } = await reading.invoiceOf(company);
  await reading.clerk(company, { do: "update", entity: "Invoice", id: Id, body: { TxnDate: "2026-11-20" } });
  await reading.told(reading.event(company, "Invoice", Id, "updated"));
  expect([await shown("edited"), await shown("gone")]).toEqual([["edited"], []]);
  await reading.clerk(company, { do: "delete", entity: "Invoice", id: Id });
  await reading.told(reading.event(company, "Invoice", Id, "deleted"));
  expect([await shown("edited"), await shown("gone")]).toEqual([[], ["gone"]]);
  expect((await countIds(scope, { companyFileId })).invoice).toEqual({ all: 1, unlinked: 0, edited: 0, gone: 1 });

  const [row] = (await listIds(scope, { companyFileId, kind: "invoice", show: "gone" })).rows;
  const { rowId } = await clearId(scope, { documentId: row!.documentId, because: "Deleted by accident" });
  expect(await shown("unlinked")).toEqual(["problem"]);
  await resyncProblems(scope, { companyFileId, select: { is: "rows", rowIds: [rowId!] } });
  await readDueLists(reading.worker);
  await carryToRest(reading.world, reading.worker);
  expect(await shown("linked")).toEqual(["linked"]);
  expect(await reading.booksOf(company)).toHaveLength(1);
  expect(await wrongCounters(reading.world)).toEqual([]);
});

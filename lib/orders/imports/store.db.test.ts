// A file of orders into the database: bad rows beside good ones, back out as a file, and 100,000 rows in little memory.
import { randomBytes, randomUUID } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { afterAll, beforeAll, expect, test } from "vitest";

import { inTransaction } from "#db/client.ts";
import { companyFiles, lanes, sources } from "#db/schema/index.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { importOrders } from "#lib/operations/import-orders.ts";
import { showImport, showRefusedFile } from "#lib/operations/show-import.ts";
import { startImport } from "#lib/operations/start-import.ts";
import { previewCsv } from "../sources/preview.ts";
import type { ColumnMapping } from "../sources/csv-columns.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);
afterAll(async () => {
  await database.drop();
});

type Place = { readonly scope: Scope; readonly sourceId: string };

async function newPlace(): Promise<Place> {
  const now = new Date("2026-11-22T09:00:00Z");
  const [tenantId, companyFileId, sourceId] = [randomUUID(), randomUUID(), randomUUID()];
  const scope: Scope = {
    tenantId,
    actor: { type: "person", userId: randomUUID(), name: "Casey", role: "clerk" },
    db: database.db,
    now: () => now,
    chance: (bytes) => new Uint8Array(randomBytes(bytes)),
  };
  await database.admin.query("insert into tenants (tenant_id, name, created_at) values ($1, 'Harbor Line', now())", [
    tenantId,
  ]);
  await inTransaction(scope, async (tx) => {
    await tx
      .insert(companyFiles)
      .values({ tenantId, companyFileId, ledger: "qbo", name: "Books", connection: "connected", createdAt: now });
    await tx.insert(lanes).values({
      tenantId,
      companyFileId,
      nextBatchAt: now,
      nextCallAt: now,
      frozenUntil: now,
      servedAt: now,
      batchGapMs: 1560,
      callGapMs: 130,
    });
    await tx.insert(sources).values({ tenantId, sourceId, companyFileId, name: "Loads", kind: "csv", createdAt: now });
  });
  return { scope, sourceId };
}

function mappingOf(text: string): ColumnMapping {
  const preview = previewCsv(text, true);
  if ("reason" in preview) throw new Error(preview.reason);
  const { columns, dateFormat } = preview.detected;
  return { columns: columns.map(({ header, target }) => ({ header, target })), dateFormat };
}

const bytesOf = (text: string) => Readable.from([Buffer.from(text)]);

async function importText(place: Place, text: string) {
  const { scope, sourceId } = place;
  const { bulkRunId } = await startImport(scope, {
    sourceId,
    fileName: "loads.csv",
    format: "csv",
    mapping: mappingOf(text),
    rowsExpected: null,
  });
  return await importOrders(scope, { bulkRunId }, bytesOf(text));
}

async function countOrders({ scope }: Place): Promise<number> {
  const counted = await database.admin.query("select count(*)::int as n from orders where tenant_id = $1", [
    scope.tenantId,
  ]);
  return (counted.rows[0] as { n: number }).n;
}

test("the carrier's sample comes in whole, and once more changes nothing", async () => {
  const place = await newPlace();
  const path = new URL("../../../samples/carrier-loads.csv", import.meta.url);
  const mapping = mappingOf(readFileSync(path, "utf8"));
  const start = () =>
    startImport(place.scope, {
      sourceId: place.sourceId,
      fileName: "carrier-loads.csv",
      format: "csv",
      mapping,
      rowsExpected: 472,
    });
  const first = await importOrders(place.scope, await start(), createReadStream(path, { highWaterMark: 1_000 }));
  expect(first).toMatchObject({
    state: "done",
    rowsDone: 472,
    rowsOk: 472,
    rowsFailed: 0,
    note: "120 orders taken in: 120 new, 0 changed, 0 unchanged.",
  });
  const second = await importOrders(place.scope, await start(), createReadStream(path));
  expect(second.note).toBe("120 orders taken in: 0 new, 0 changed, 120 unchanged.");
  expect(await countOrders(place)).toBe(120);
});

test.each(["shop-orders.json", "studio-orders.json"])("%s comes in through the same door", async (fileName) => {
  const place = await newPlace();
  const { bulkRunId } = await startImport(place.scope, {
    sourceId: place.sourceId,
    fileName,
    format: "json",
    mapping: null,
    rowsExpected: null,
  });
  const run = await importOrders(
    place.scope,
    { bulkRunId },
    createReadStream(new URL(`../../../samples/${fileName}`, import.meta.url)),
  );
  expect(run).toMatchObject({ state: "done", rowsFailed: 0 });
  expect(run.rowsOk).toBe(await countOrders(place));
});

test("bad rows do not stop good ones; their file, corrected, comes in and nothing is there twice", async () => {
  const place = await newPlace();
  const header = "Load Number,Customer,Delivered,Charge Code,Amount,Driver";
  const bad = ["HL-2,José & Søn,2026-11-18,Line Haul,12;50,=1+1", "HL-3,Acme,2026-11-31,Line Haul,5.00,Dee"];
  const run = await importText(place, [header, "HL-1,Acme,2026-11-18,Line Haul,1.00,Dee", ...bad, ""].join("\n"));
  expect(run).toMatchObject({ state: "done", rowsDone: 3, rowsOk: 1, rowsFailed: 2 });
  const shown = await showImport(place.scope, { bulkRunId: run.bulkRunId });
  expect(shown.refused.map((row) => [row.line, row.reason])).toEqual([
    [3, 'Amount: "12;50" is not an amount such as 1250.00.'],
    [4, 'Order date: There is no day "2026-11-31".'],
  ]);
  const file = await showRefusedFile(place.scope, { bulkRunId: run.bulkRunId });
  expect(file.name).toBe("loads - refused.csv");
  let text = "";
  for await (const part of file.parts) text += part;
  expect(text).toContain("HL-2,José & Søn,2026-11-18,Line Haul,12;50,'=1+1,");
  const again = await importText(place, text.replace("12;50", "12.50").replace("11-31", "11-30"));
  expect(again).toMatchObject({ state: "done", rowsOk: 2, rowsFailed: 0 });
  const stored = await database.admin.query(
    "select external_id, body #>> '{customFields,Driver}' as driver from orders where tenant_id = $1 order by 1",
    [place.scope.tenantId],
  );
  expect(stored.rows).toEqual([
    { external_id: "HL-1", driver: "Dee" },
    { external_id: "HL-2", driver: "=1+1" },
    { external_id: "HL-3", driver: "Dee" },
  ]);
});

test("an order on both sides of a batch's end stays whole, in a file cut into pieces inside a letter", async () => {
  const place = await newPlace();
  const rows = Array.from({ length: 1_003 }, (_, at) =>
    [1, 2, 3].map((line) => `HL-${at},Møller,2026-11-18,Code ${line},1.00`),
  ).flat();
  const text = ["Load Number,Customer,Delivered,Charge Code,Amount", ...rows].join("\n");
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 997) }, (_, at) =>
    bytes.subarray(at * 997, (at + 1) * 997),
  );
  const { bulkRunId } = await startImport(place.scope, {
    sourceId: place.sourceId,
    fileName: "l.csv",
    format: "csv",
    mapping: mappingOf(text),
    rowsExpected: null,
  });
  const run = await importOrders(place.scope, { bulkRunId }, Readable.from(pieces));
  expect(run).toMatchObject({ state: "done", rowsOk: 3_009, rowsFailed: 0 });
  const whole = await database.admin.query(
    `select count(*)::int as n from orders where tenant_id = $1 and jsonb_array_length(body #> '{chargeSets,0,charges}') = 3
        and total_minor = 300 and customer_name = 'Møller'`,
    [place.scope.tenantId],
  );
  expect(whole.rows).toEqual([{ n: 1_003 }]);
});

test("a file that breaks off keeps what came whole, says so, and takes nothing of the order that was cut", async () => {
  const place = await newPlace();
  const text =
    "Load Number,Customer,Delivered,Charge Code,Amount\nHL-1,Acme,2026-11-18,Line Haul,1.00\nHL-2,Acme,2026-11-18,Line Haul,2.00\n";
  const { bulkRunId } = await startImport(place.scope, {
    sourceId: place.sourceId,
    fileName: "l.csv",
    format: "csv",
    mapping: mappingOf(text),
    rowsExpected: null,
  });
  async function* broken() {
    yield Buffer.from(text);
    throw new Error("connection reset");
  }
  await expect(importOrders(place.scope, { bulkRunId }, broken())).rejects.toThrow("connection reset");
  expect(await showImport(place.scope, { bulkRunId })).toMatchObject({
    state: "interrupted",
    note: expect.stringContaining("broke off") as unknown,
  });
  await expect(importOrders(place.scope, { bulkRunId }, bytesOf(text))).rejects.toThrow("already read its file");
  const stored = await database.admin.query("select external_id from orders where tenant_id = $1", [
    place.scope.tenantId,
  ]);
  expect(stored.rows).not.toContainEqual({ external_id: "HL-2" });
});

test("other columns than explained, and a quote never closed, end in a sentence", async () => {
  const place = await newPlace();
  const explained = "Load Number,Customer,Delivered,Charge Code,Amount\nHL-1,Acme,2026-11-18,Line Haul,1.00\n";
  const start = () =>
    startImport(place.scope, {
      sourceId: place.sourceId,
      fileName: "l.csv",
      format: "csv",
      mapping: mappingOf(explained),
      rowsExpected: null,
    });
  const other = await importOrders(place.scope, await start(), bytesOf("A,B\n1,2\n"));
  expect(other).toMatchObject({
    state: "interrupted",
    note: expect.stringContaining("columns are not those") as unknown,
  });
  const open = `${explained}HL-2,"Acme,${"x,".repeat(5_000_000)}`;
  const endless = await importOrders(place.scope, await start(), bytesOf(open));
  expect(endless).toMatchObject({ state: "interrupted", note: expect.stringContaining("never closed") as unknown });
});

test("another tenant sees neither the run nor its refused rows, and cannot start one into this source", async () => {
  const [ours, theirs] = [await newPlace(), await newPlace()];
  const run = await importText(
    ours,
    "Load Number,Customer,Delivered,Charge Code,Amount\nHL-1,Acme,2026-11-18,Line Haul,1.00\nHL-2,Acme,nonsense,Line Haul,1.00\n",
  );
  const input = { bulkRunId: run.bulkRunId };
  await expect(showImport(theirs.scope, input)).rejects.toThrow("not found");
  await expect(showRefusedFile(theirs.scope, input)).rejects.toThrow("not found");
  await expect(importOrders(theirs.scope, input, bytesOf(""))).rejects.toThrow("not found");
  await expect(
    startImport(theirs.scope, {
      sourceId: ours.sourceId,
      fileName: "x",
      format: "json",
      mapping: null,
      rowsExpected: null,
    }),
  ).rejects.toThrow("not found");
});

setFlagsFromString("--expose_gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Bytes in use that nothing would free: what is garbage already does not count. */
function liveHeap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

test("100,000 rows stream in without the file in memory", async () => {
  const place = await newPlace();
  const rowsMax = 100_000;
  const head = "Load Number,Customer,Delivered,Terms,Container,PO Number,Charge Code,Qty,Rate,Amount\n";
  const row = (at: number) => {
    const load = Math.floor(at / 4);
    return `HL-${load},Customer ${load % 50},2026-11-18,Net 30,MSKU${1_000_000 + load},PO-${load},Code ${at % 4},1,12.50,"$12.50"\n`;
  };
  let heapMax = 0;
  function* file() {
    yield Buffer.from(head);
    for (let at = 0; at < rowsMax; at += 500) {
      if (at % 10_000 === 0) heapMax = Math.max(heapMax, liveHeap());
      yield Buffer.from(Array.from({ length: 500 }, (_, index) => row(at + index)).join(""));
    }
  }
  const { bulkRunId } = await startImport(place.scope, {
    sourceId: place.sourceId,
    fileName: "large.csv",
    format: "csv",
    mapping: mappingOf(head + row(0)),
    rowsExpected: rowsMax,
  });
  const heapBefore = liveHeap();
  const startedAt = performance.now();
  const run = await importOrders(place.scope, { bulkRunId }, Readable.from(file()));
  const seconds = (performance.now() - startedAt) / 1_000;
  const grownMb = (heapMax - heapBefore) / 1_048_576;
  process.stdout.write(`100,000 rows: ${seconds.toFixed(1)} s, live heap grew by at most ${grownMb.toFixed(0)} MB\n`);
  expect(run).toMatchObject({ state: "done", rowsDone: rowsMax, rowsOk: rowsMax, rowsFailed: 0 });
  expect(await countOrders(place)).toBe(rowsMax / 4);
  expect(grownMb).toBeLessThan(60);
}, 120_000);

// Are the books after a restart what they were: balances, locks, marks, numbers, links?
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { asText, type Row } from "./json.ts";
import { startSimulator } from "./server.ts";
import { Books, openBooks } from "./test-client.ts";

const LISTS = ["Account", "Customer", "Item", "Invoice", "CreditMemo", "Estimate", "Payment", "Deposit", "TaxCode"];

async function everything(books: Books): Promise<Row> {
  const entries = await Promise.all(
    LISTS.map(async (list) => [list, (await books.query(`select * from ${list} maxresults 1000`)).body.QueryResponse]),
  );
  return Object.fromEntries(entries) as Row;
}

it("the sample company is the same after a restart, and its locks still hold", async () => {
  const data = mkdtempSync(path.join(tmpdir(), "simulator-"));
  const before = await openBooks({ template: "sample", readings: { cdcBeyond30Days: "fault" } }, { data });
  const [open] = await before.rows("select * from Payment where PaymentRefNum = 'R-0'");
  await before.control("marks", { id: open?.Id, mark: "matched" });
  const books = await everything(before);
  await before.simulator.close();

  const next = await startSimulator({ data, throttle: false });
  const after = new Books(next, before.realm, before.token);
  expect(await everything(after)).toEqual(books);
  const key = (row: Row | undefined): Row => ({ Id: row?.Id, SyncToken: row?.SyncToken });
  const [deposited] = await after.rows("select * from Payment where PaymentRefNum = 'R-1001'");
  expect(await after.refusal("payment?operation=void", key(deposited))).toBe("6540");
  expect(await after.refusal("payment?operation=delete", key(open))).toBe("6480");
  expect((await after.control("settings")).body).toMatchObject({ readings: { cdcBeyond30Days: "fault" } });
  const sale = { CustomerRef: { value: "9" }, Line: [] as Row[] };
  sale.Line = [{ DetailType: "SalesItemLineDetail", Amount: 1, SalesItemLineDetail: { ItemRef: { value: "4" } } }];
  expect(asText((await after.write("invoice", sale)).DocNumber)).toBe("1028");
  await next.close();
  rmSync(data, { recursive: true });
});

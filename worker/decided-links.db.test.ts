// A file that ties problems to records made by hand in QuickBooks: does each link hold, and is the rest refused in words?
import { afterAll, beforeAll, expect, it } from "vitest";

import { openActsWorld, stuck, type ActsWorld } from "#db/testing-acts.ts";
import { carryToRest, orderOf, type TestCompany } from "#db/testing-world.ts";
import { lookAtDecisions, runDecisions } from "#lib/operations/decide-file.ts";

let acts: ActsWorld;
beforeAll(async () => {
  acts = await openActsWorld();
});
afterAll(() => acts.world.close());

async function* bytesOf(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`Record,Decision,Value\r\n${lines.join("\r\n")}\r\n`);
}

/** The clock stands: the pace of questions passes before each. */
async function look({ scope, companyFileId }: TestCompany, lines: readonly string[]) {
  acts.world.clock.advance(2_000);
  return await lookAtDecisions(scope, { companyFileId }, bytesOf(lines));
}
async function run(company: TestCompany, lines: readonly string[], looked: { asOf: string; fingerprint: string }) {
  acts.world.clock.advance(2_000);
  const { scope, companyFileId } = company;
  const { asOf, fingerprint } = looked;
  return await runDecisions(scope, { companyFileId, asOf, fingerprint, fileName: "links.csv" }, bytesOf(lines));
}

/** Three invoices of one customer that stopped. */
async function threeStuck() {
  const company = await acts.companyWith([stuck(1), stuck(21), stuck(41)]);
  const rows = await acts.rowsOf(company);
  return { company, rowIds: rows.map((row) => row.rowId), titles: rows.map((row) => row.title) };
}

it("PEER-05 PPR-32 links what holds in one look, refuses the others with the reason, and does nothing twice", async () => {
  const { company, rowIds, titles } = await threeStuck();
  expect(titles).toEqual(["Invoice L-1", "Invoice L-21", "Invoice L-41"]);
  const first = await acts.madeByHand(company, "L-1", 101);
  await acts.madeByHand(company, "77", 90);
  const lines = [`${rowIds[0]},link,L-1`, `${rowIds[1]},link,77`, `${rowIds[2]},link,nowhere`];
  const looked = await look(company, lines);
  expect(looked.counts.map(({ decision, rows }) => [decision, rows])).toEqual([["link", 1]]);
  expect(looked.refused.map(({ line, reason }) => [line, reason])).toEqual([
    [3, expect.stringMatching(/^It differs in .*total/)],
    [4, "QuickBooks has no such record: nowhere."],
  ]);
  expect(await acts.lanesOf(company)).toEqual(["needs-you", "needs-you", "needs-you"]);

  expect(await run(company, lines, looked)).toMatchObject({ linked: 1 });
  expect(await acts.lanesOf(company)).toEqual(["done", "needs-you", "needs-you"]);
  await carryToRest(acts.world, acts.worker);
  const numbered = (await acts.booksOf(company)).filter((row) => row.DocNumber === "L-1");
  expect(numbered.map((row) => row.Id)).toEqual([first.Id]);

  expect(await look(company, lines)).toMatchObject({ total: 0, alreadyTotal: 1, refusedTotal: 2 });
});

it("refuses a record that two lines want, and one that is ours already", async () => {
  const same = stuck(1).chargeSets;
  const company = await acts.companyWith([stuck(1), stuck(21, { chargeSets: same }), stuck(41), orderOf(61)]);
  const rowIds = (await acts.rowsOf(company)).filter((row) => row.lane === "needs-you").map((row) => row.rowId);
  // It bears no number, so it could be either.
  const record = await acts.madeByHand(company, "", 101);
  const own = (await acts.booksOf(company)).find((row) => row.DocNumber === "L-61")!;
  const wanted = [record.Id, record.Id, own.Id].map((id, nth) => `${rowIds[nth]},link,${String(id)}`);
  const looked = await look(company, wanted);
  expect(looked.total).toBe(1);
  expect(looked.refused.map(({ line, reason }) => [line, reason])).toEqual([
    [3, "Another line of the file links this record."],
    [4, "It is Invoice L-61 of order L-61 already. Unlink it there first."],
  ]);
});

it("links nothing that somebody changed between the dry run and the run", async () => {
  const { company, rowIds } = await threeStuck();
  const record = await acts.madeByHand(company, "L-1", 101);
  const lines = [`${rowIds[0]},link,L-1`];
  const looked = await look(company, lines);
  expect(looked.total).toBe(1);
  await acts.world.simulator.control(`companies/${company.realmId}/bookkeeper`, {
    do: "delete",
    entity: "Invoice",
    id: String(record.Id),
  });
  await expect(run(company, lines, looked)).rejects.toThrow("Nothing to do");
  expect((await acts.lanesOf(company))[0]).toBe("needs-you");
});

// Can a file of problems be opened in a spreadsheet without running what a customer wrote into a name?
import { parse } from "papaparse";
import { describe, expect, test } from "vitest";

import { problemCsvCut, problemCsvHeader, problemCsvLine, type ExportedProblem } from "./problem-csv.ts";

const row: ExportedProblem["row"] = {
  rowId: "01930000-0000-7000-8000-000000000001",
  is: "push",
  lane: "needs-you",
  tab: "invoices",
  title: "Invoice 1042",
  party: 'Müller, "Söhne" & Co',
  kind: "invoice",
  code: "item-missing",
  about: "Detention",
  detail: "QuickBooks has no item Detention.",
  money: { minor: "-123450", currency: "USD" },
  date: "2026-11-01",
  since: "2026-11-20T08:00:00.000Z",
  movedAt: "2026-11-20T08:00:00.000Z",
  cameBack: 0,
  orderIds: ["o-1", "o-2"],
  assignee: null,
  snooze: null,
  isUnheard: false,
  clearing: null,
  decidedBy: null,
  decidedBecause: null,
  decidedAt: null,
  sourceId: null,
  sourceName: null,
};
const problem: ExportedProblem = {
  row,
  ledgerId: "77",
  link: "https://books.example.com/problems?open=1",
  ledgerLink: "https://app.qbo.intuit.com/app/invoice?txnId=77",
};

/** As a spreadsheet reads it: by the names of the columns. */
function readBack(one: ExportedProblem): Record<string, string> {
  const file = problemCsvHeader + problemCsvLine(one);
  expect(file.startsWith("\uFEFF")).toBe(true);
  const [line] = parse<Record<string, string>>(file.slice(1), { header: true, skipEmptyLines: true }).data;
  return line ?? {};
}

describe("PPR-32 a problem as a line", () => {
  test("cause, fix, amount, dates, both ids and both links", () => {
    expect(readBack(problem)).toMatchObject({
      Record: row.rowId,
      Document: "Invoice 1042",
      Customer: 'Müller, "Söhne" & Co',
      Cause: "QuickBooks has no item Detention",
      Amount: "-1234.50",
      Currency: "USD",
      Date: "2026-11-01",
      Since: "2026-11-20T08:00:00.000Z",
      "Order IDs": "o-1 o-2",
      "QuickBooks ID": "77",
      "Open in Tieout": problem.link,
      "Open in QuickBooks": problem.ledgerLink,
    });
    expect(readBack(problem)["Suggested fix"]).not.toBe("");
  });

  test.each(["=HYPERLINK(1)", "+1+1|cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])("%j is no formula", (party) => {
    expect(readBack({ ...problem, row: { ...row, party, detail: party } }).Customer).toBe(`'${party}`);
    expect(problemCsvLine({ ...problem, row: { ...row, party } })).not.toMatch(/(^|,)"?[=@\t\r]/);
  });

  test("a file that could not hold everything says so", () => {
    expect(problemCsvCut(1_000_000)).toContain("the first 1000000 rows");
  });
});

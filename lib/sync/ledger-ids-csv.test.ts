// Does a file of QuickBooks IDs come back as it went out, and is nothing in it a formula?
import { expect, test } from "vitest";

import { idColumns, idLine, idsCsvHeader, idsCsvLine, type ExportedId } from "./ledger-ids-csv.ts";

const ID = "01a21e5e-1258-7001-8309-5509d33565bf";
const row: ExportedId = {
  documentId: ID,
  kind: "credit-memo",
  title: "Credit memo C-1",
  party: "=HYPERLINK(1)",
  orderId: null,
  date: "2026-11-01",
  total: { minor: "11832", currency: "USD" },
  state: "linked",
  ledgerId: "145",
  ledgerUrl: null,
  number: "C-1",
  linkedBy: "push",
  provenAt: "2026-11-02T08:00:00.000Z",
  ownNumber: "C-1",
};
const cells = (line: string) => line.replace("\uFEFF", "").trimEnd().split(",");

test("PPR-05 a line that went out says the same when it comes in", () => {
  const columns = idColumns(cells(idsCsvHeader));
  if ("reason" in columns) throw new Error(columns.reason);
  expect(idLine({ line: 2, cells: cells(idsCsvLine(row)) }, columns, "invoice")).toEqual({
    line: 2,
    record: ID,
    type: "Credit memo",
    kind: "credit-memo",
    number: "C-1",
    ledgerId: "145",
  });
  expect(idsCsvLine(row)).toContain("'=HYPERLINK(1)");
});

test("another tool's file needs an ID and a number; a line without a type is of the kind that was looked at", () => {
  const columns = idColumns(["number", "quickbooks id"]);
  if ("reason" in columns) throw new Error(columns.reason);
  expect(idLine({ line: 2, cells: ["L-1", " 7 "] }, columns, "invoice")).toMatchObject({
    kind: "invoice",
    ledgerId: "7",
  });
  expect(idLine({ line: 3, cells: ["L-1", ""] }, columns, "invoice"), "nothing is said of it").toBeNull();
  expect(idColumns(["Number", "ID"])).toEqual({ reason: expect.stringContaining("no column QuickBooks ID") });
  expect(idColumns(["QuickBooks ID"])).toEqual({ reason: expect.stringContaining("neither a column Record") });
  const typed = idColumns(["Type", "Number", "QuickBooks ID"]);
  if ("reason" in typed) throw new Error(typed.reason);
  expect(idLine({ line: 2, cells: ["Bill", "1", "2"] }, typed, "invoice")).toMatchObject({ kind: null, type: "Bill" });
});

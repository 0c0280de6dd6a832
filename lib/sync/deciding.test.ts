// Is a line of a file understood as its writer meant it, and is each reason why not one that helps?
import { describe, expect, test } from "vitest";

import { decidedColumns, decidedLine, type DecidedColumns, type DecidedLine } from "./decided-csv.ts";
import { decisionNamed, readWish, whyNotDone, type DecidableRow, type Wish } from "./deciding.ts";

const people = [{ userId: "01930000-0000-7000-8000-00000000000a", email: "Casey@harborline.example" }];
const wishOf = (decision: string, value = "") => readWish({ decision, value }, people, "2026-11-28");

const columns: DecidedColumns = { record: 0, decision: 1, value: 2, title: 3, since: 4, cameBack: 5, decidedAt: 6 };
const lineOf = (...cells: string[]) => decidedLine({ line: 7, cells }, columns);

describe("PPR-32 columns and cells of a file that comes back", () => {
  test("by their names, in any case and order; the mark of the export is no letter", () => {
    expect(decidedColumns(["\uFEFFValue", " decision ", "RECORD"])).toEqual({ value: 0, decision: 1, record: 2 });
    expect(decidedColumns(["Record", "Document"])).toEqual({
      reason: expect.stringContaining("no column Decision") as unknown,
    });
  });

  test("a blank line decides nothing; a quote against formulas goes again", () => {
    expect(lineOf("A", " ", "")).toBeNull();
    expect(lineOf("ABC", " clear ", "'=paid by cheque", "Invoice 1")).toMatchObject({
      line: 7,
      record: "abc",
      decision: "clear",
      value: "=paid by cheque",
      title: "Invoice 1",
    });
  });
});

describe("PPR-32 words and values", () => {
  test.each([
    ["resync", "resync"],
    ["  CLEAR ", "clear"],
    ["Mark paid", "mark-paid"],
    ["mark-PAID", "mark-paid"],
    ["Link", "link"],
    ["link to existing", "link"],
    ["retry", null],
  ])("%j is %s", (word, name) => expect(decisionNamed(word)).toBe(name));

  test.each<[string, string, unknown]>([
    ["Resync", "", { act: "resync" }],
    ["restore", "whatever", { act: "restore" }],
    ["Clear", "Billed by hand", { act: "clear", because: "Billed by hand", withFollowers: false }],
    ["Mark paid", "Cheque 4711", { act: "mark-paid", because: "Cheque 4711" }],
    ["Snooze", "2026-12-24", { act: "snooze", until: { is: "day", day: "2026-12-24" } }],
    ["Snooze", "12/24/2026", { act: "snooze", until: { is: "day", day: "2026-12-24" } }],
    ["Assign", "casey@HARBORLINE.example", { act: "assign", userId: people[0]?.userId }],
    ["Assign", "nobody", { act: "assign", userId: null }],
  ])("%s %s", (decision, value, act) => expect(wishOf(decision, value)).toEqual({ is: "act", act }));

  test.each([
    ["Claer", "x", '"Claer" is no decision.', "Did you mean Clear?"],
    ["Retry it", "", '"Retry it" is no decision.', "Write one of: Resync, Clear, Mark paid"],
    ["", "why", "There is a value, but no decision.", "Write a decision beside it"],
    ["Clear", "", "Clear needs a value.", "why nothing is sent"],
    ["Mark paid", "ok", '"ok" is no reason.', "three letters"],
    ["Snooze", "", "Snooze needs a value.", "2026-12-24"],
    ["Snooze", "2026-11-28", "2026-11-28 is not to come any more.", "later day"],
    ["Snooze", "11/12/2026", '"11/12/2026" can be read as two different days.', "2026-12-24"],
    ["Snooze", "Christmas", '"Christmas" is not a date.', "2026-12-24"],
    ["Assign", "cassey@harborline.example", "Nobody here has", "Did you mean Casey@harborline.example?"],
    ["Assign", "june@juniper.example", "Nobody here has", "a person of this tenant"],
    ["Link", "", "Link to existing needs a value.", "ID, number or address"],
  ])("%s %s: why not", (decision, value, reason, fix) => {
    expect(wishOf(decision, value)).toMatchObject({
      reason: expect.stringContaining(reason) as unknown,
      fix: expect.stringContaining(fix) as unknown,
    });
  });
});

const row: DecidableRow = {
  rowId: "01930000-0000-7000-8000-000000000001",
  rowIs: "push",
  lane: "needs-you",
  tab: "invoices",
  operation: "create",
  isUnheard: false,
  hasMoved: false,
  isClosed: false,
  isOver: false,
  isBehindPayments: false,
  title: "Invoice 1042",
  party: "ACME",
  amountMinor: "100",
  currency: "USD",
  since: "2026-11-20 08:00:00+00",
  cameBack: 0,
  assigneeId: null,
  snooze: null,
  snoozeUntil: null,
  clearing: null,
  decidedBy: null,
  decidedAt: null,
};
const line: DecidedLine = {
  line: 2,
  record: row.rowId,
  decision: "Clear",
  value: "",
  title: "",
  since: "2026-11-20T08:00:00.000Z",
  cameBack: "0",
  decidedAt: "",
};
const clear: Wish = { is: "act", act: { act: "clear", because: "Not ours", withFollowers: false } };
const resync: Wish = { is: "act", act: { act: "resync" } };

describe("PPR-32 a line against its row", () => {
  test("as it was exported: nothing stands against it", () => {
    expect(whyNotDone(clear, line, row)).toBeNull();
  });

  test.each<[string, Wish, Partial<DecidableRow>, string, boolean]>([
    ["solved", clear, { lane: "done" }, "solved already", true],
    ["cleared", clear, { lane: "cleared", clearing: "cleared", decidedBy: "Olive" }, "already by Olive", true],
    ["on its way", resync, { lane: "waiting" }, "on its way already", true],
    ["sent and not heard", clear, { isUnheard: true }, "may be in QuickBooks", false],
    ["other cause", clear, { since: "2026-11-27 08:00:00+00" }, "changed since the file was exported", false],
    ["came back", resync, { cameBack: 1 }, "changed since the file was exported", false],
    ["decided meanwhile", resync, { decidedAt: "2026-11-27 08:00:00+00" }, "changed since the file was", false],
  ])("%s", (_name, wish, change, reason, isAlready) => {
    const why = whyNotDone(wish, line, { ...row, ...change });
    expect(why?.reason).toContain(reason);
    expect(why?.isAlready ?? false).toBe(isAlready);
    expect(why?.fix).not.toBe("");
  });

  test("what a spreadsheet made of a moment says nothing against it", () => {
    expect(whyNotDone(clear, { ...line, since: "11/20/2026 8:00", cameBack: null, decidedAt: null }, row)).toBeNull();
  });

  test("only invoices are marked paid", () => {
    const paid: Wish = { is: "act", act: { act: "mark-paid", because: "Cheque" } };
    expect(whyNotDone(paid, line, { ...row, tab: "payments" })).toEqual({
      reason: "It is not an invoice and cannot be marked paid.",
      fix: "Write Clear, with a reason.",
    });
  });
});

// How is QuickBooks asked to read back, and what do its answers hold?
import { describe, expect, test } from "vitest";

import {
  askChanges,
  askQueries,
  askQuery,
  changedRows,
  isNothing,
  queryAnswer,
  queryAnswers,
  selectChanged,
  selectIds,
} from "./questions.ts";

const realm = "9341450000000001";

describe("a question", () => {
  test("travels in the address while it is short, else in the body", () => {
    const short = askQuery(selectIds("Invoice", ["1", "2"]));
    expect(short).toMatchObject({ isBatch: false, reads: 1 });
    expect(decodeURIComponent(short.http(realm, "r").path)).toContain("WHERE Id IN ('1', '2') MAXRESULTS 1000");
    const many = askQuery(
      selectIds(
        "Invoice",
        Array.from({ length: 1000 }, (_none, nth) => String(nth)),
      ),
    );
    expect(many).toMatchObject({ isBatch: true, reads: 1 });
    expect(many.http(realm, "r")).toMatchObject({ method: "POST" });
    expect(many.http(realm, "r").path.length).toBeLessThan(200);
  });

  test("several are one call, and each is a read", () => {
    const three = askQueries(["SELECT * FROM Item", "SELECT * FROM Term", "SELECT * FROM Class"]);
    expect(three).toMatchObject({ isBatch: true, reads: 3 });
    expect(JSON.parse(three.http(realm, "r").body)).toMatchObject({
      BatchItemRequest: [{ bId: "1", Query: "SELECT * FROM Item" }, { bId: "2" }, { bId: "3" }],
    });
    expect(askQueries(["SELECT * FROM Item"])).toMatchObject({ isBatch: false, reads: 1 });
  });

  test("names are asked for with their inactive ones, documents have none", () => {
    expect(selectIds("Customer", ["1"])).toContain("AND Active IN (true, false)");
    expect(selectIds("Payment", ["1"])).not.toContain("Active");
    const since = new Date("2026-11-22T10:00:00Z");
    expect(selectChanged("Item", since, 1001)).toBe(
      "SELECT * FROM Item WHERE MetaData.LastUpdatedTime >= '2026-11-22T10:00:00.000Z' AND Active IN (true, false) " +
        "ORDERBY MetaData.LastUpdatedTime STARTPOSITION 1001 MAXRESULTS 1000",
    );
    const { path } = askChanges(["Invoice", "Item"], since).http(realm, "r");
    expect(path).toBe(
      `/v3/company/${realm}/cdc?entities=Invoice,Item&changedSince=2026-11-22T10%3A00%3A00.000Z&minorversion=75`,
    );
  });
});

describe("an answer of changes", () => {
  const answer = (...slots: unknown[]) => JSON.stringify({ CDCResponse: [{ QueryResponse: slots }], time: "…" });
  test("tells what is there and what is gone, kind by kind", () => {
    const told = changedRows(
      200,
      answer(
        { Customer: [{ Id: "1" }], startPosition: 1, maxResults: 1 },
        {},
        { Invoice: [{ Id: "7" }, { Id: "8", status: "Deleted", domain: "QBO" }], startPosition: 1, totalCount: 2 },
      ),
    );
    expect(told).toEqual({
      rows: new Map([
        ["Customer", [{ Id: "1" }]],
        ["Invoice", [{ Id: "7" }]],
      ]),
      deleted: new Map([["Invoice", ["8"]]]),
      isFull: false,
    });
  });

  test("is full at a thousand records over all kinds, deleted ones too", () => {
    const rows = (count: number) => Array.from({ length: count }, (_none, nth) => ({ Id: String(nth) }));
    const gone = { Id: "x", status: "Deleted" };
    expect(changedRows(200, answer({ Item: rows(500) }, { Invoice: rows(499) }))).toMatchObject({ isFull: false });
    expect(changedRows(200, answer({ Item: rows(500) }, { Invoice: [...rows(499), gone] }))).toMatchObject({
      isFull: true,
    });
  });

  test("a refusal is told as such, nonsense as null", () => {
    const fault = { Fault: { type: "ValidationFault", Error: [{ Message: "m", Detail: "d", code: "4001" }] } };
    expect(changedRows(400, JSON.stringify(fault))).toMatchObject([{ code: "4001" }]);
    expect(changedRows(200, '{"CDCResp')).toBeNull();
  });
});

test.each([
  ["a switched-off list", "Class", "5030", true],
  ["a list refused in a way nobody foresaw", "Department", "4001", true],
  ["a list while QuickBooks has trouble", "Class", "10000", false],
  ["documents refused in a way nobody foresaw", "Invoice", "4001", false],
  ["documents of a switched-off feature", "Estimate", "5030", true],
])("%s: is there nothing to follow?", (_name, entity, code, expected) => {
  expect(isNothing(entity, [{ code, message: "", detail: "", element: "" }])).toBe(expected);
});

test("the answer of a long question is its item's, of several each its own", () => {
  const batch = JSON.stringify({
    BatchItemResponse: [
      { bId: "2", Fault: { type: "ValidationFault", Error: [{ code: "5030" }] } },
      { bId: "1", QueryResponse: { Invoice: [{ Id: "7" }] } },
    ],
  });
  expect(queryAnswer(200, batch).body).toEqual({ is: "rows", rows: [{ Id: "7" }] });
  expect(queryAnswer(200, '{"QueryResponse":{"Invoice":[{"Id":"7"}]}}').body).toEqual({
    is: "rows",
    rows: [{ Id: "7" }],
  });
  const three = queryAnswers(3, 200, batch);
  expect(three.map((answer) => answer?.body.is)).toEqual(["rows", "fault", undefined]);
});

// Does the address say exactly which problems are listed, and does it come back as it was said?
import { describe, expect, test } from "vitest";

import { ListProblems } from "./problem-filter.ts";
import { ProblemQuery, problemQuery } from "./problem-query.ts";

const companyFileId = "01930000-0000-7000-8000-000000000001";
const sourceId = "01930000-0000-7000-8000-000000000002";

/** As the door of a route reads an address: a name given twice is a list. */
function asRead(query: URLSearchParams) {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => [
      name,
      query.getAll(name).length > 1 ? query.getAll(name) : query.get(name),
    ]),
  );
}

const lists: readonly (readonly [string, Partial<ListProblems>])[] = [
  ["nothing but the company", {}],
  ["a cause without a culprit", { filter: { code: "unknown", about: "" } }],
  ["a cause with every culprit", { filter: { code: "item-missing" } }],
  ["one cause left out", { filter: { notCodes: ["unknown"] } }],
  [
    "everything at once",
    {
      lane: "cleared",
      tab: "payments",
      sort: "amount",
      after: `a-5.${sourceId}`,
      filter: {
        code: "item-missing",
        about: "50% off & more",
        notCodes: ["unknown", "ledger-trouble"],
        party: "Müller & Söhne",
        notParty: "ACME",
        kind: "invoice",
        sourceId,
        notSourceId: companyFileId,
        assignee: "me",
        minMinor: "0",
        maxMinor: "100000",
        olderThanDays: 0,
        newerThanDays: 30,
        search: "INV-1",
      },
    },
  ],
];

describe("PEER-01 the view in the address", () => {
  test.each(lists)("%s", (_what, list) => {
    const asked = ListProblems.parse({ companyFileId, ...list });
    expect(ProblemQuery.parse(asRead(problemQuery(asked)))).toEqual(asked);
  });

  test.each([
    ["a lane that is none", { lane: "past" }],
    ["an amount that is none", { min: "12.50" }],
    ["days that are none", { olderThan: "many" }],
    ["a source that is none", { source: "1 or 1=1" }],
    ["a company that is none", { companyFileId: "" }],
  ])("%s is refused", (_what, query) => {
    expect(ProblemQuery.safeParse({ companyFileId, ...query }).success).toBe(false);
  });
});

import { describe, expect, it } from "vitest";

import { gradeMatch, type Comparable } from "./relink.ts";

const ours: Comparable = {
  number: "L-1",
  date: "2026-11-01",
  customerName: "Acme",
  customerIds: ["58"],
  total: { minor: "10100", currency: "USD" },
};
const graded = (theirs: Partial<Comparable>, own: Partial<Comparable> = {}) => {
  const { grade, reasons } = gradeMatch({ ...ours, ...own }, { ...ours, ...theirs }, ({ minor }) => minor);
  return [grade, ...reasons.filter(({ isSame }) => !isSame).map(({ what }) => what)];
};

describe("how alike a document and a record are", () => {
  it.each<[string, Partial<Comparable>, Partial<Comparable>, readonly string[]]>([
    ["all alike", {}, {}, ["exact"]],
    ["another number", { number: "1042" }, {}, ["near", "number"]],
    ["another day and number", { number: "", date: "2026-11-02" }, {}, ["near", "date", "number"]],
    ["another total", { total: { minor: "10101", currency: "USD" } }, {}, ["differs", "total"]],
    ["another currency", { total: { minor: "10100", currency: "CAD" } }, {}, ["differs", "total"]],
    ["another customer of that name", { customerIds: ["59"] }, {}, ["differs", "customer"]],
    [
      "a customer that is not linked, of that name",
      { customerIds: ["59"], customerName: "ACME" },
      { customerIds: [] },
      ["exact"],
    ],
    [
      "a customer that is not linked, of another name",
      { customerName: "Other" },
      { customerIds: [] },
      ["differs", "customer"],
    ],
  ])("%s", (_what, theirs, own, wanted) => {
    expect(graded(theirs, own)).toEqual(wanted);
  });
});

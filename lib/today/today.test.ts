// Do the counters add up to the tabs of Problem Sync?
import { expect, test } from "vitest";

import {
  countOnTheWay,
  countPosted,
  countWaiting,
  moneyIn,
  needsByCompany,
  standingByTab,
  type NeedCount,
} from "./today.ts";

function need(tab: NeedCount["tab"], rows: number, amountMinor = 0n, currency = "USD"): NeedCount {
  return { companyFileId: "harbor", tab, rows, amountMinor, currency };
}

test("problems are summed by tab, money by currency and never across; every tab stands there", () => {
  const counts = [
    need("invoices", 3, 120_050n),
    need("invoices", 1, 50n),
    need("invoices", 2, 7_000n, "CAD"),
    need("items", 1),
  ];
  expect(standingByTab(counts)).toEqual([
    {
      tab: "invoices",
      problems: 6,
      amounts: [
        { minor: "7000", currency: "CAD" },
        { minor: "120100", currency: "USD" },
      ],
    },
    { tab: "sales-orders", problems: 0, amounts: [] },
    { tab: "payments", problems: 0, amounts: [] },
    { tab: "customers", problems: 0, amounts: [] },
    { tab: "items", problems: 1, amounts: [] },
    { tab: "credit-memos", problems: 0, amounts: [] },
  ]);
  expect(moneyIn([...counts, need("payments", 1, 900n)])).toEqual([
    { minor: "7000", currency: "CAD" },
    { minor: "121000", currency: "USD" },
  ]);
});

test("company by company, in their order: one with drift only stands there too, one without anything does not", () => {
  const companyFiles = ["lakeside", "harbor", "quiet"].map((id) => ({ companyFileId: id, name: `The ${id}` }));
  const found = needsByCompany(
    companyFiles,
    [need("invoices", 3, 120_050n), need("items", 1)],
    new Map([["lakeside", 2]]),
  );
  expect(found).toMatchObject([
    { companyFileId: "lakeside", company: "The lakeside", problems: 0, stuck: [], drifted: 2 },
    {
      companyFileId: "harbor",
      company: "The harbor",
      problems: 4,
      stuck: [{ minor: "120050", currency: "USD" }],
      drifted: 0,
    },
  ]);
  expect(found[1]?.tabs.map(({ tab, problems }) => [tab, problems])).toContainEqual(["invoices", 3]);
});

test("an unsure push is on the way, not posted; one that waits for another is neither", () => {
  const counts = [
    { state: "unsure", pushes: 1 },
    { state: "ready", pushes: 2 },
    { state: "waiting", pushes: 4 },
    { state: "posted", pushes: 8 },
  ] as const;
  expect([countOnTheWay(counts), countWaiting(counts), countPosted(counts)]).toEqual([3, 4, 8]);
});

// Do the counters add up to the tabs of Problem Sync?
import { expect, test } from "vitest";

import { countOnTheWay, countPosted, countWaiting, standingByTab, type StandingCount } from "./today.ts";

function count(
  kind: StandingCount["kind"],
  state: StandingCount["state"],
  pushes: number,
  minor = 0n,
  currency = "USD",
) {
  return { kind, state, pushes, amountMinor: minor, currency };
}

test("problems are summed by tab, money by currency and never across; every tab stands there", () => {
  const counts = [
    count("invoice", "problem", 3, 120_050n),
    count("sales-receipt", "problem", 1, 50n),
    count("invoice", "problem", 2, 7_000n, "CAD"),
    count("invoice", "posted", 40, 900_000n),
    count("item", "problem", 1),
    count("customer", "problem", 0),
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
});

test("an unsure push is on the way, not posted; one that waits for another is neither", () => {
  const counts = [
    count("invoice", "unsure", 1),
    count("invoice", "ready", 2),
    count("payment", "waiting", 4),
    count("invoice", "posted", 8),
  ];
  expect([countOnTheWay(counts), countWaiting(counts), countPosted(counts)]).toEqual([3, 4, 8]);
});

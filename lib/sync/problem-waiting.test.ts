// Does a person learn what waits by itself, and for what?
import { describe, expect, test } from "vitest";

import { waitingGroups, type WaitingFacts } from "./problem-waiting.ts";

const none = { documents: 0, money: [] };
const some = (documents: number) => ({ documents, money: [{ minor: String(documents * 100), currency: "USD" }] });
const facts: WaitingFacts = {
  unsure: none,
  ready: none,
  retrying: none,
  retryingMax: 1_000,
  behind: none,
  isConnected: true,
  blockers: [],
};
const acme = {
  rowId: "1",
  tab: "customers",
  title: "Customer ACME",
  code: "customer-name-taken",
  about: "ACME",
  waiting: 31,
} as const;

describe("PEER-08 what waits", () => {
  test("nothing waits: no group", () => expect(waitingGroups(facts)).toEqual([]));

  test("an unheard answer, a busy ledger", () => {
    expect(waitingGroups({ ...facts, unsure: some(2), ready: some(9), retrying: some(3) })).toMatchObject([
      { is: "unknown", documents: 2, isAtLeast: false, money: [{ minor: "200", currency: "USD" }] },
      { is: "retrying", documents: 3, isAtLeast: false },
    ]);
  });

  test("no connection: everything that is ready waits for it", () => {
    const groups = waitingGroups({ ...facts, isConnected: false, ready: some(9), retrying: some(3) });
    expect(groups).toMatchObject([{ is: "connection", documents: 9 }]);
  });

  test("more than were looked at", () => {
    expect(waitingGroups({ ...facts, retrying: some(1_000) })).toMatchObject([{ is: "retrying", isAtLeast: true }]);
  });

  test("blocked by customer ACME", () => {
    const [group] = waitingGroups({ ...facts, behind: some(31), blockers: [acme] });
    expect(group).toMatchObject({ is: "behind", documents: 31, blockers: [acme] });
    expect(group?.sentence).toBe("They wait for another document: Customer ACME needs a person first.");
  });
});

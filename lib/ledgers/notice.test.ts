// Which end does a connection meet first, when is a warning due, and what is said?
import { describe, expect, it } from "vitest";

import { endOf, endsNotice, lostNotice, newsOf, waitingSentence, warningDue } from "./notice.ts";

const now = new Date("2026-11-22T10:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const names = { tenant: "Harborline", company: "Harbor Line", url: "https://books.example.com/settings/companies" };

describe("the end of a connection", () => {
  it.each([
    ["nothing is known", null, null, null],
    ["only the rolling one is known", inDays(100), null, { at: inDays(100), limit: "rolling" }],
    ["the absolute one is years away", inDays(100), inDays(1800), { at: inDays(100), limit: "rolling" }],
    ["the absolute one comes first", inDays(100), inDays(40), { at: inDays(40), limit: "absolute" }],
    ["both are one", inDays(40), new Date(inDays(40).getTime() + 900), { limit: "absolute" }],
  ])("when %s", (_what, refreshExpiresAt, refreshHardExpiresAt, expected) => {
    const end = endOf({ refreshExpiresAt, refreshHardExpiresAt });
    if (expected === null) expect(end).toBeNull();
    else expect(end).toMatchObject(expected);
  });

  it.each([
    [14.01, null],
    [14, 14],
    [7.01, 14],
    [7, 7],
    [2, 2],
    [0.1, 2],
    [-1, 2],
  ])("in %d days has the warning of %s", (days, expected) => {
    expect(warningDue({ at: inDays(days), limit: "rolling" }, now)).toBe(expected);
  });
});

describe("a notice", () => {
  it("says what ends when, why, and what to do", () => {
    const end = { at: new Date("2026-12-01T23:30:00Z"), limit: "absolute" } as const;
    expect(endsNotice(names, end, 14)).toEqual({
      kind: "connection-ends",
      key: "connection-ends/2026-12-01/14",
      detail: {
        ...names,
        day: "2026-12-01",
        title: "The connection to Harbor Line ends on 1 December 2026.",
        text: "QuickBooks lets no connection last longer than five years. Until then everything goes on.",
        todo: "Connect Harbor Line again before that day, as a QuickBooks administrator of the company.",
      },
    });
  });

  it("of a loss says that nothing is lost, and counts what waits", () => {
    expect(lostNotice(names, now, 1204)).toMatchObject({
      key: "connection-lost/2026-11-22T10:00:00.000Z",
      detail: { text: "Nothing is lost: 1,204 documents wait." },
    });
    expect(waitingSentence(1)).toBe("Nothing is lost: 1 document waits.");
    expect(waitingSentence(0)).toBe("Nothing is lost: orders keep coming in and wait.");
  });
});

describe("the news of a tenant's connections", () => {
  const file = (companyFileId: string, connection: "connected" | "lost" | "disconnected", days = 90) => ({
    companyFileId,
    name: companyFileId,
    connection,
    refreshExpiresAt: inDays(days),
    refreshHardExpiresAt: null,
  });

  it("are losses, tokens that do not open, and ends that are near; a person's own disconnecting is none", () => {
    const files = [
      file("good", "connected"),
      file("lost", "lost"),
      file("given-up", "disconnected"),
      file("locked", "connected", 3),
      file("near", "connected", 3),
    ];
    expect(newsOf(files, new Set(["locked", "lost"]), new Map([["lost", 4]]), now)).toEqual([
      { is: "lost", companyFileId: "lost", name: "lost", waiting: 4 },
      { is: "locked", companyFileId: "locked", name: "locked", waiting: 0 },
      { is: "ends", companyFileId: "near", name: "near", endsAt: inDays(3).toISOString(), limit: "rolling" },
    ]);
  });
});

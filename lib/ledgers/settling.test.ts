// Where does a push go after a verdict: state, memory, next moment, whose turn counts?
import { describe, expect, it } from "vitest";

import type { LedgerDocument } from "#lib/documents/document.ts";
import { limits, mayMove, type Memory } from "#lib/sync/push.ts";
import type { ClaimedPush, Settlement } from "#lib/sync/turn.ts";
import type { Verdict } from "./ledger.ts";
import { settlementOf } from "./settling.ts";

const now = new Date("2026-11-22T10:00:00Z");
const document: LedgerDocument = { kind: "customer", key: "customer/acme", after: [], name: "Acme" };
const link = { ledgerType: "Customer", ledgerId: "58", versionToken: "0" };

function settled(verdict: Verdict, more: Partial<Pick<ClaimedPush, "turns" | "laters">> = {}): Settlement {
  const push = { pushId: "push", operation: "create", generation: 0, marker: "[tieout d]", document } as const;
  const claimed = {
    push: { ...push, unsure: false, memory: {}, link: null, links: {} },
    documentId: "d",
    turns: 1,
    laters: 0,
    ...more,
  };
  return settlementOf(claimed, verdict, now, 0);
}

const remembers = (memory: Memory, turns = 1) => settled({ is: "more", memory }, { turns });

describe("after a verdict", () => {
  it.each([
    ["posted", { is: "posted", link }, { state: "posted", link }],
    [
      "a problem",
      { is: "problem", problem: { code: "item-missing", detail: "" } },
      { state: "problem", problem: { code: "item-missing" } },
    ],
    [
      "a problem with a link",
      { is: "problem", problem: { code: "total-differs", detail: "" }, link },
      { state: "problem", link },
    ],
    ["more to say", { is: "more", memory: { ask: "items" } }, { state: "ready", memory: { ask: "items" } }],
    ["too fast", { is: "later", because: "throttled" }, { state: "ready", isTurnBack: true }],
    ["a refused token", { is: "later", because: "unauthorized" }, { state: "ready", isTurnBack: true }],
    ["no connection", { is: "later", because: "offline" }, { state: "ready", isTurnBack: true }],
    ["busy", { is: "later", because: "busy" }, { state: "ready", isTurnBack: true, isLater: true }],
  ] as const)("%s: the push goes on as it should", (_name, verdict, expected) => {
    const settlement = settled(verdict);
    expect(settlement).toMatchObject({ pushId: "push", ...expected });
    expect(mayMove("sending", settlement.state)).toBe(true);
  });

  it("too fast and a refused token are tried again at once, busy after the back-off", () => {
    expect(settled({ is: "later", because: "throttled" }, { laters: 99 }).availableAt).toBeUndefined();
    const busy = settled({ is: "later", because: "busy" }, { laters: 2 });
    expect(busy.availableAt).toEqual(new Date(now.getTime() + 4_000));
  });

  it("busy too many times in a row is a problem", () => {
    expect(settled({ is: "later", because: "busy" }, { laters: limits.laterMax - 2 }).state).toBe("ready");
    const last = settled({ is: "later", because: "busy" }, { laters: limits.laterMax - 1 });
    expect(last).toMatchObject({ state: "problem", problem: { code: "ledger-trouble" } });
  });

  it("a conversation ends after the last turn it may have", () => {
    expect(remembers({ ask: "items" }, limits.turnsMax - 1).state).toBe("ready");
    const last = remembers({ ask: "items" }, limits.turnsMax);
    expect(last).toMatchObject({ state: "problem", problem: { code: "ledger-trouble" }, memory: {} });
  });
});

describe("doubt", () => {
  it("ends with a finished look", () => {
    expect(remembers({ unsure: true, lookedUp: true }).memory).toEqual({ lookedUp: true });
  });

  it("goes on through the pages of a look, and when the look had no answer", () => {
    expect(remembers({ unsure: true, from: 1001 }).memory).toEqual({ unsure: true, from: 1001 });
    expect(remembers({ unsure: true, linkGone: true }).memory).toEqual({ unsure: true, linkGone: true });
  });

  it("outlives a conversation without end", () => {
    expect(remembers({ unsure: true, from: 1001 }, limits.turnsMax)).toMatchObject({
      state: "problem",
      memory: { unsure: true },
    });
  });
});

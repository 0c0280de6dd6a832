// How does a document stand to the books, and when may a person change or clear its QuickBooks ID?
import { describe, expect, test } from "vitest";

import { idState, whyNoChange, whyNoClear, type Held, type IdState } from "./ledger-ids.ts";
import { gradeName } from "./relink.ts";
import { pushStates, type PushState } from "./push.ts";

const standing = { ledgerId: null, isGone: false, isEdited: false, isLeftOut: false, state: null } as const;

test.each([
  [{ ...standing, ledgerId: "1" }, "linked"],
  [{ ...standing, ledgerId: "1", isEdited: true, isLeftOut: true, state: "problem" }, "edited"],
  [{ ...standing, ledgerId: "1", isEdited: true, isGone: true }, "gone"],
  [{ ...standing, isLeftOut: true, state: "problem" }, "left-out"],
  [standing, "unsent"],
] as const)("%j is %s", (given, state) => {
  expect(idState(given)).toBe(state);
});

test("without a record its newest effort says how it stands, whatever that is", () => {
  const stands: Readonly<Record<PushState, IdState>> = {
    waiting: "going",
    ready: "going",
    sending: "going",
    unsure: "going",
    posted: "unsent",
    superseded: "unsent",
    problem: "problem",
    cleared: "cleared",
  };
  for (const state of pushStates) expect(idState({ ...standing, state }), state).toBe(stands[state]);
});

const held: Held = {
  pushId: "p",
  documentId: "d",
  companyFileId: "c",
  kind: "invoice",
  title: "Invoice L-1",
  party: "Acme",
  number: "L-1",
  date: "2026-11-01",
  amountMinor: "100",
  currency: "USD",
  state: "posted",
  operation: "create",
  isLatest: true,
  isUnheard: false,
  ledgerId: "1",
  linkedBy: "push",
  isEnded: false,
  customerIds: [],
  isGone: false,
  isLeftOut: false,
  email: "",
};

describe("PPR-09 who is on the way, or taken back, keeps its ID", () => {
  test.each([
    ["posted", held, null, null],
    ["gone over there", { ...held, isGone: true }, null, null],
    ["not linked and in problem", { ...held, ledgerId: null, state: "problem" }, null, "has no QuickBooks ID"],
    ["nothing sent yet", { ...held, ledgerId: null, pushId: null, state: null, operation: null }, null, "has no"],
    ["an answer is missing", { ...held, isUnheard: true }, "not answered yet", "not answered yet"],
    ["taken back", { ...held, isEnded: true }, "keeps its ID", "keeps its ID"],
    ["being voided", { ...held, operation: "void", state: "ready" }, "keeps its ID", "keeps its ID"],
    ["cleared on Problem Sync", { ...held, ledgerId: null, state: "cleared" }, "Restore it", "has no QuickBooks ID"],
    ["left out", { ...held, isLeftOut: true }, "left it out", null],
  ] as const)("%s", (_name, given, change, clear) => {
    const said = (why: string | undefined, words: string | null) =>
      words === null ? expect(why).toBeUndefined() : expect(why).toContain(words);
    said(whyNoChange(given)?.sentence, change);
    said(whyNoClear(given)?.sentence, clear);
  });
});

test.each([
  [{ name: "Acme", email: "" }, { name: "acme ", email: "a@b.c" }, "exact"],
  [{ name: "Acme", email: "A@b.c" }, { name: "Acme Imports", email: "a@b.c" }, "near"],
  [{ name: "Acme", email: "a@b.c" }, { name: "Acme", email: "x@b.c" }, "near"],
  [{ name: "Acme", email: "" }, { name: "Golden Gate", email: "" }, "differs"],
] as const)("%j and %j are %s", (ours, theirs, grade) => {
  expect(gradeName(ours, theirs).grade).toBe(grade);
});

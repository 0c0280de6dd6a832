// Is a line of the trail said in words?
import { expect, test } from "vitest";

import { detailPairs } from "./details.ts";
import { sentenceOf } from "./sentence.ts";

test.each([
  [{ action: "changed-role", subjectKind: "person", detail: { person: "Bob" } }, "changed the role of Bob"],
  [{ action: "signed-in", subjectKind: "person", detail: {} }, "signed in"],
  [{ action: "orders.taken-in", subjectKind: "source", detail: {} }, "took in orders"],
  [{ action: "shelf.dusted", subjectKind: "book", detail: {} }, "shelf dusted (book)"],
  [{ action: "resynced-pushes", subjectKind: "push", detail: {} }, "resynced pushes"],
])("%j", (line, sentence) => {
  expect(sentenceOf(line)).toBe(sentence);
});

test("details are plain facts: no ids, nothing nested, nothing endless", () => {
  const detail = { person: "Bob", ordersTaken: 3, companyFileId: "x", rows: [1], note: "n".repeat(100) };
  expect(detailPairs({ subjectKind: "person", subject: null, detail })).toEqual([
    { name: "orders taken", value: "3" },
    { name: "note", value: `${"n".repeat(80)}…` },
  ]);
});

const said = (subjectKind: string, subject: string | null, detail: Record<string, unknown>) =>
  detailPairs({ subjectKind, subject, detail }).map(({ name, value }) => `${name} ${value}`.trim());

test.each([
  [
    "a decision about drift",
    said("document", "Invoice L-1, order L-1", {
      after: "It is sent.",
      choice: "push-ours",
      document: "Invoice L-1",
      reason: "Ours is right",
    }),
    ["Invoice L-1, order L-1", "decision Push ours", "reason Ours is right", "then It is sent."],
  ],
  ["an order that was pushed", said("order", "L-1", { documents: 2, failed: 0 }), ["order L-1", "documents 2"]],
  [
    "a payment, whose line names its order",
    said("order", "L-1", { order: "L-1", amount: "5.00" }),
    ["order L-1", "amount 5.00"],
  ],
  [
    "an act on Problem Sync, whose title is what it was about",
    said("bulk-run", "Clear 8 invoices", { documents: 8, title: "Clear 8 invoices", because: "Billed by hand" }),
    ["Clear 8 invoices", "documents 8", "because Billed by hand"],
  ],
  [
    "a lost connection",
    said("company-file", "Books", { name: "Books", intuitTid: "1-ab", waiting: 3 }),
    ["name Books", "documents that wait 3"],
  ],
  [
    "another way of booking",
    said("company-file", "Books", { exports: "by-itself → by-hand", linksRequired: "false → true" }),
    [
      "company Books",
      "Documents go by themselves, as soon as they are planned → when a person exports them",
      "Customer and job must be linked before anything of the order goes no → yes",
    ],
  ],
  [
    "an export, with its orders and its answer",
    said("bulk-run", "Export 2 orders: L-1, L-2", { orders: 2, payments: "none" }),
    ["Export 2 orders: L-1, L-2", "orders 2", "payments none"],
  ],
])("%s is said with names, without codes", (_name, pairs, expected) => {
  expect(pairs).toEqual(expected);
});

// Is a line of the trail said in words?
import { expect, test } from "vitest";

import { detailPairs, sentenceOf } from "./sentence.ts";

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
  const pairs = detailPairs({ person: "Bob", ordersTaken: 3, companyFileId: "x", rows: [1], note: "n".repeat(100) });
  expect(pairs).toEqual([
    { name: "orders taken", value: "3" },
    { name: "note", value: `${"n".repeat(80)}…` },
  ]);
});

// Is every end of a digest said in words?
import { expect, test } from "vitest";

import { digestStates } from "#lib/notify/digest-state.ts";

import { digestWords } from "./words.ts";

const now = "2026-11-28T07:10:00.000Z";
const standing = { isOn: true, nextAt: "2026-11-29T07:00:00.000Z" };
const last = { day: "2026-11-28", tries: 1, movedAt: "2026-11-28T07:00:10.000Z", said: null };

test.each([
  ["sent", "The digest of 28 Nov 2026 was sent 9 min ago. The next one is due in 23 h."],
  ["printed", "The digest of 28 Nov 2026 was written to the worker's log, because no mail server is set. The next"],
  ["nothing", "Nothing needed you on 28 Nov 2026, so no mail was sent. The next one is due in 23 h."],
  ["unsure", "did not answer. It may have arrived, so it is not sent twice. The next one is due in 23 h."],
  ["sending", "The worker stopped while it sent the digest of 28 Nov 2026. It may have arrived"],
  ["failed", "The digest of 28 Nov 2026 was not sent: 452 Mailbox is full. It is tried again in 5 min."],
] as const)("%s", (state, words) => {
  const said = state === "failed" ? { said: "452 Mailbox is full", tries: 1 } : {};
  const nextAt = state === "failed" ? "2026-11-28T07:15:30.000Z" : standing.nextAt;
  expect(digestWords({ ...standing, nextAt, last: { ...last, ...said, state } }, now)).toContain(words);
});

test("before the first, while it is being sent, and when it is off", () => {
  expect(digestWords({ ...standing, last: null }, now)).toBe("The next one is due in 23 h.");
  expect(digestWords({ isOn: false, nextAt: null, last: null }, now)).toBe("");
  const sending = { ...last, state: "sending", movedAt: now } as const;
  expect(digestWords({ ...standing, last: sending }, now)).toContain("is being sent");
  expect(digestStates).toHaveLength(6);
});

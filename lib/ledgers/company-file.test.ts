// When is a token renewed, and when does a connection end?
import { describe, expect, it } from "vitest";

import { expiryOf, isExpiring } from "./company-file.ts";

const now = new Date("2026-11-22T10:00:00Z");
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe("an access token", () => {
  it.each([
    [after(301), false],
    [after(299), true],
    [after(-1), true],
    [null, true],
  ])("that ends at %s is renewed now: %s", (at, expected) => {
    expect(isExpiring(at, now)).toBe(expected);
  });
});

describe("the ends of a connection", () => {
  const told = { accessSeconds: 3600, refreshSeconds: 8_726_400, hardSeconds: 157_680_000 };

  it("are moments made of the seconds that Intuit says", () => {
    expect(expiryOf(told, now, null)).toEqual({
      accessExpiresAt: after(3600),
      refreshExpiresAt: after(8_726_400),
      refreshHardExpiresAt: after(157_680_000),
    });
  });

  it("keep the absolute one when Intuit does not say it, or says the same a moment later", () => {
    const known = after(157_679_998);
    expect(expiryOf({ ...told, hardSeconds: null }, now, known).refreshHardExpiresAt).toEqual(known);
    expect(expiryOf(told, now, known).refreshHardExpiresAt).toEqual(known);
    expect(expiryOf({ ...told, hardSeconds: null }, now, null).refreshHardExpiresAt).toBeNull();
    expect(expiryOf({ ...told, hardSeconds: 7200 }, now, known).refreshHardExpiresAt).toEqual(after(7200));
  });
});

// Sealed tokens and signed states: what opens, and what does not.
import { describe, expect, it } from "vitest";

import { open, readState, seal, signState, type ConnectState } from "./credentials.ts";

const secret = "a secret that is long enough for the tests";
const row = { tenantId: "tenant-a", companyFileId: "file-1" };
const iv = Uint8Array.from({ length: 12 }, (_, index) => index);

describe("a sealed text", () => {
  const sealed = seal(secret, row, "refresh-1", iv);

  it("opens with its secret and for its row, and names its key", () => {
    expect(open(secret, row, sealed)).toBe("refresh-1");
    expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/);
  });

  it.each([
    ["another secret", open(`${secret}!`, row, sealed)],
    ["another tenant", open(secret, { ...row, tenantId: "tenant-b" }, sealed)],
    ["another company file", open(secret, { ...row, companyFileId: "file-2" }, sealed)],
    ["a changed byte", open(secret, row, `${sealed.slice(0, -2)}AA`)],
    ["a cut text", open(secret, row, sealed.slice(0, 40))],
    ["no sealed text at all", open(secret, row, "plain")],
  ])("does not open for %s", (_what, opened) => {
    expect(opened).toBeNull();
  });
});

describe("a signed state", () => {
  const state: ConnectState = { tenantId: "tenant-a", sessionId: "session-1", until: 1000, nonce: "n" };
  const signed = signState(secret, state);

  it("is read back until its time is over", () => {
    expect(readState(secret, signed, 999)).toEqual(state);
    expect(readState(secret, signed, 1000)).toBeNull();
  });

  it("that somebody changed or made up is refused", () => {
    const forged = Buffer.from(JSON.stringify({ ...state, tenantId: "tenant-b" })).toString("base64url");
    expect(readState(secret, `${forged}.${signed.split(".")[1]}`, 0)).toBeNull();
    expect(readState(`${secret}!`, signed, 0)).toBeNull();
    expect(readState(secret, "", 0)).toBeNull();
  });
});

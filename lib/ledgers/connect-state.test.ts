// A signed state and its proof key: what is read back, and what is refused.
import { describe, expect, it } from "vitest";

import { codeChallenge, codeVerifier, readState, signState, type ConnectState } from "./connect-state.ts";

const secret = "a secret that is long enough for the tests";
const state: ConnectState = { tenantId: "tenant-a", sessionId: "session-1", until: 1000, nonce: "n" };

describe("a signed state", () => {
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

describe("a proof key", () => {
  it("is the same when made again for the same state, and another for another state or secret", () => {
    const verifier = codeVerifier(secret, state);
    expect(codeVerifier(secret, { nonce: "n" })).toBe(verifier);
    expect(codeVerifier(secret, { nonce: "m" })).not.toBe(verifier);
    expect(codeVerifier(`${secret}!`, state)).not.toBe(verifier);
  });

  it("has the form that RFC 7636 asks for, and its example's challenge", () => {
    expect(codeVerifier(secret, state)).toMatch(/^[\w-]{43}$/);
    const example = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    expect(codeChallenge(example)).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  });
});

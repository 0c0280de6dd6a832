// Sealed tokens: what opens, and what does not.
import { describe, expect, it } from "vitest";

import { isNewest, keyring, seal, unseal } from "./credentials.ts";

const secret = "a secret that is long enough for the tests";
const older = "an older key that is long enough for the tests";
const newer = "a newer key that is long enough for the tests";
const ringOf = (...TIEOUT_TOKEN_KEYS: string[]) => keyring({ TIEOUT_TOKEN_KEYS, TIEOUT_SECRET: secret });
const row = { tenantId: "tenant-a", companyFileId: "file-1" };
const iv = Uint8Array.from({ length: 12 }, (_, index) => index);

describe("a sealed text", () => {
  const sealed = seal(ringOf(), row, "refresh-1", iv);

  it("opens with its secret and for its row, and names its key", () => {
    expect(unseal(ringOf(), row, sealed)).toEqual({ is: "opened", text: "refresh-1" });
    expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/);
    expect(sealed).not.toContain("refresh-1");
  });

  it.each([
    ["another tenant", { ...row, tenantId: "tenant-b" }, sealed],
    ["another company file", { ...row, companyFileId: "file-2" }, sealed],
    ["a changed byte", row, `${sealed.slice(0, -2)}AA`],
    ["a cut text", row, sealed.slice(0, 40)],
    ["no sealed text at all", row, "plain"],
    ["the name of another key", row, sealed.replace(/^v1\.[0-9a-f]{8}/, `v1.${ringOf(newer)[0].id}`)],
  ])("does not open for %s", (_what, forRow, text) => {
    expect(unseal(ringOf(newer), forRow, text)).toEqual({ is: "broken" });
  });

  it("of another secret says which key it wants", () => {
    const foreign = keyring({ TIEOUT_TOKEN_KEYS: [], TIEOUT_SECRET: `${secret}!` });
    expect(unseal(foreign, row, sealed)).toEqual({ is: "other-key", keyId: ringOf()[0].id });
  });

  it("of before keys had a variable of their own opens, as the version before wrote it", () => {
    const written = "v1.a57e7229.AAECAwQFBgcICQoL.tju3Wb2SgETMEFtohB8LST5ttSzf9SfM8A";
    expect(unseal(ringOf(newer), row, written)).toEqual({ is: "opened", text: "refresh-1" });
  });
});

describe("a ring of keys", () => {
  it("seals with the first, and opens with each", () => {
    const before = seal(ringOf(older), row, "refresh-1", iv);
    const after = seal(ringOf(newer, older), row, "refresh-2", iv);
    expect(unseal(ringOf(newer, older), row, before)).toEqual({ is: "opened", text: "refresh-1" });
    expect(unseal(ringOf(newer), row, after)).toEqual({ is: "opened", text: "refresh-2" });
    expect(unseal(ringOf(newer), row, before)).toMatchObject({ is: "other-key" });
  });

  it("knows what its newest key sealed", () => {
    const before = seal(ringOf(older), row, "refresh-1", iv);
    expect(isNewest(ringOf(older), before)).toBe(true);
    expect(isNewest(ringOf(newer, older), before)).toBe(false);
  });

  it("opens what an earlier TIEOUT_SECRET sealed, when that is put into the list", () => {
    const before = seal(keyring({ TIEOUT_TOKEN_KEYS: [], TIEOUT_SECRET: older }), row, "refresh-1", iv);
    expect(unseal(ringOf(newer, older), row, before)).toEqual({ is: "opened", text: "refresh-1" });
  });
});

// Does a secret get into the log, by its name or inside a text?
import { describe, expect, test } from "vitest";

import { hideInText, hideSecrets } from "./log.ts";

describe("log", () => {
  test("fields named like secrets are hidden at any depth, their neighbours are not", () => {
    const fields = {
      status: 401,
      headers: { Authorization: "Bearer abc", "Set-Cookie": ["a=b"], accept: "application/json" },
      tokens: [{ access_token: "x", refreshToken: "y", expiresIn: 3600 }],
      user: { email: "ada@example.test", password: "p", passwordHash: "h" },
      apiKey: "k",
      sealedCredentials: "s",
    };
    expect(hideSecrets(fields)).toEqual({
      status: 401,
      headers: { Authorization: "[hidden]", "Set-Cookie": "[hidden]", accept: "application/json" },
      tokens: [{ access_token: "[hidden]", refreshToken: "[hidden]", expiresIn: 3600 }],
      user: { email: "ada@example.test", password: "[hidden]", passwordHash: "[hidden]" },
      apiKey: "[hidden]",
      sealedCredentials: "[hidden]",
    });
  });

  test.each([
    ["Authorization: Bearer abcdefgh.ijk", "Authorization: Bearer [hidden]"],
    ["connect postgres://tieout_app:s3cret@db/x failed", "connect postgres://tieout_app:[hidden]@db/x failed"],
    [`key tk_${"a".repeat(22)}_${"b".repeat(43)} is wrong`, "key tk_[hidden] is wrong"],
    ["token eyJhbGciOiJkaXIi.abc.def", "token [hidden]"],
    ["grant_type=x&refresh_token=abc&y=1", "grant_type=x&refresh_token=[hidden]&y=1"],
    ["callback?code=AB1169x&state=1", "callback?code=[hidden]&state=1"],
    ["/problems?code=item-missing&about=Detention", "/problems?code=item-missing&about=Detention"],
    [`signed with whsec_${"A".repeat(43)}=`, "signed with whsec_[hidden]"],
    ["invoice 1042 of Acme posted", "invoice 1042 of Acme posted"],
  ])("%s", (text, clean) => {
    expect(hideInText(text)).toBe(clean);
  });

  test("an error keeps its kind, code and cause, and loses its secrets", () => {
    const error = new Error("cannot reach postgres://a:b@c/d", {
      cause: Object.assign(new TypeError("x"), { code: "E1" }),
    });
    expect(hideSecrets({ err: error })).toMatchObject({
      err: {
        type: "Error",
        message: "cannot reach postgres://a:[hidden]@c/d",
        cause: { type: "TypeError", code: "E1" },
      },
    });
  });

  test("a line that holds itself, a bigint or a date is still written", () => {
    const loop: Record<string, unknown> = { minor: 12n, at: new Date(0) };
    loop.self = loop;
    expect(hideSecrets(loop)).toMatchObject({ minor: "12", at: new Date(0) });
  });
});

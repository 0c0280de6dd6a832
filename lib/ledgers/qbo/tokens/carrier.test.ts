// What the token endpoint and the discovery document may answer, over HTTP: what ends a connection, and what does not.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { QboEndpoints } from "../endpoints.ts";
import { currentEndpoints, exchangeCode, refreshTokens, revokeToken } from "./carrier.ts";

type Reply = { readonly status?: number; readonly text?: string; readonly isDropped?: boolean };

let server: Server;
let endpoints: QboEndpoints;
let replies: Reply[] = [];
let heard: { readonly request: IncomingMessage; readonly body: string }[] = [];

beforeEach(async () => {
  replies = [];
  heard = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      heard.push({ request, body });
      const { status = 200, text = "", isDropped = false } = replies.shift() ?? {};
      if (isDropped) request.socket.destroy();
      else response.writeHead(status, { intuit_tid: "1-abc" }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  endpoints = {
    isSimulated: false,
    apiUrl: base,
    appUrl: base,
    authorizeUrl: `${base}/known/authorize`,
    tokenUrl: `${base}/known/tokens`,
    revokeUrl: `${base}/known/revoke`,
    discoveryUrl: `${base}/discovery`,
    usesPkce: true,
    clientId: "id",
    clientSecret: "hidden",
  };
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const tokens = { access_token: "a", refresh_token: "r", expires_in: 3600, x_refresh_token_expires_in: 100 };

describe("a renewal", () => {
  it("asks for both ends of the connection and reads them", async () => {
    replies = [{ text: JSON.stringify({ ...tokens, x_refresh_token_hard_expires_in: 999 }) }];
    expect(await refreshTokens(endpoints, "old")).toEqual({
      is: "tokens",
      tokens: { accessToken: "a", refreshToken: "r", accessSeconds: 3600, refreshSeconds: 100, hardSeconds: 999 },
      traceId: "1-abc",
    });
    expect(heard[0]?.request.headers).toMatchObject({
      "x-include-refresh-token-hard-expires-in": "true",
      authorization: `Basic ${btoa("id:hidden")}`,
    });
    expect(heard[0]?.body).toBe("grant_type=refresh_token&refresh_token=old");
  });

  it.each<[string, Reply, object]>([
    ["invalid_grant", { status: 400, text: '{"error":"invalid_grant"}' }, { is: "refused", why: "invalid_grant" }],
    [
      "wrong keys",
      { status: 401, text: '{"error":"invalid_client"}' },
      { is: "failed", why: "status 401 invalid_client" },
    ],
    ["a bad request", { status: 400, text: '{"error":"invalid_request"}' }, { is: "failed" }],
    ["invalid_grant at a gateway's 500", { status: 500, text: '{"error":"invalid_grant"}' }, { is: "failed" }],
    ["a page instead of an answer", { status: 400, text: "<html>invalid_grant</html>" }, { is: "failed" }],
    ["an answer cut short", { text: '{"access_token":"a","refr' }, { is: "failed", why: "status 200" }],
    ["an answer without a refresh token", { text: '{"access_token":"a"}' }, { is: "failed" }],
    ["too many requests", { status: 429 }, { is: "failed", why: "status 429" }],
    ["no answer", { isDropped: true }, { is: "failed" }],
  ])("that ends with %s kills a connection only if Intuit says so", async (_what, reply, expected) => {
    replies = [reply];
    expect(await refreshTokens(endpoints, "old")).toMatchObject(expected);
  });

  it("never repeats a text of the answer that could hold anything", async () => {
    replies = [{ status: 400, text: JSON.stringify({ error: "token r-secret is old" }) }];
    expect(JSON.stringify(await refreshTokens(endpoints, "old"))).not.toContain("r-secret");
  });
});

describe("the code of the callback", () => {
  it("goes with its proof key when there is one", async () => {
    replies = [{ text: JSON.stringify(tokens) }, { text: JSON.stringify(tokens) }];
    const asked = { code: "c", redirectUri: "https://x/back" };
    await exchangeCode(endpoints, { ...asked, codeVerifier: "v" });
    expect(await exchangeCode(endpoints, { ...asked, codeVerifier: null })).toMatchObject({
      tokens: { hardSeconds: null },
    });
    expect(new URLSearchParams(heard[0]?.body).get("code_verifier")).toBe("v");
    expect(new URLSearchParams(heard[1]?.body).has("code_verifier")).toBe(false);
  });
});

describe("ending a connection", () => {
  it.each([
    [{ status: 200 }, true],
    [{ status: 400 }, true],
    [{ status: 503 }, false],
    [{ isDropped: true }, false],
  ])("after %j is %s", async (reply, isEnded) => {
    replies = [reply];
    expect(await revokeToken(endpoints, "r")).toBe(isEnded);
  });
});

describe("the discovery document", () => {
  const at = (minutes: number) => new Date(Date.parse("2026-11-22T10:00:00Z") + minutes * 60_000);
  const document = () => JSON.stringify({ token_endpoint: `${endpoints.apiUrl}/new/tokens` });

  it("is read once a day, by one of many who ask", async () => {
    replies = [{ text: document() }, { text: "{}" }];
    const asked = await Promise.all([1, 2, 3].map(() => currentEndpoints(endpoints, at(0))));
    expect(new Set(asked.map(({ tokenUrl }) => tokenUrl))).toEqual(new Set([`${endpoints.apiUrl}/new/tokens`]));
    await currentEndpoints(endpoints, at(24 * 60 - 1));
    expect(heard).toHaveLength(1);
    expect((await currentEndpoints(endpoints, at(24 * 60))).tokenUrl).toBe(endpoints.tokenUrl);
    expect(heard).toHaveLength(2);
  });

  it("that cannot be read leaves what is known, and is asked for again after ten minutes", async () => {
    replies = [{ status: 503 }, { text: document() }, { isDropped: true }];
    expect(await currentEndpoints(endpoints, at(0))).toEqual(endpoints);
    expect(await currentEndpoints(endpoints, at(9))).toEqual(endpoints);
    expect(heard).toHaveLength(1);
    expect((await currentEndpoints(endpoints, at(10))).tokenUrl).toBe(`${endpoints.apiUrl}/new/tokens`);
    expect((await currentEndpoints(endpoints, at(10 + 24 * 60))).tokenUrl).toBe(`${endpoints.apiUrl}/new/tokens`);
  });
});

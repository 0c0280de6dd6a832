// Can a page of another site send a file with a signed-in person's cookie?
import { beforeEach, describe, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  vi.unstubAllEnvs();
  vi.stubEnv("DATABASE_APP_URL", "postgres://a:b@127.0.0.1/c");
  vi.stubEnv("TIEOUT_SECRET", "x".repeat(32));
  vi.stubEnv("NEXTAUTH_URL", "https://books.example.com");
  vi.stubEnv("NEXTAUTH_SECRET", "y".repeat(32));
});

describe("where a POST comes from", () => {
  test.each([
    ["the address people open", { origin: "https://books.example.com", host: "10.0.0.7:3000" }, true],
    ["the same host under another name", { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" }, true],
    [
      "behind a proxy",
      { origin: "https://b.example.org", host: "web:3000", "x-forwarded-host": "b.example.org" },
      true,
    ],
    ["no browser", { host: "127.0.0.1:3000" }, true],
    ["another site", { origin: "https://evil.example", host: "127.0.0.1:3000" }, false],
    ["a neighbour on another port", { origin: "http://127.0.0.1:8080", host: "127.0.0.1:3000" }, false],
    ["a sandboxed page", { origin: "null", host: "127.0.0.1:3000" }, false],
  ])("%s", async (_what, headers, expected) => {
    const { isFromOurPage } = await import("./origin.ts");
    expect(isFromOurPage(new Headers(headers as Record<string, string>))).toBe(expected);
  });
});

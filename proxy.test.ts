import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";

import { proxy } from "./proxy.ts";

function policyOf(url: string, headers: Record<string, string> = {}): Map<string, string> {
  const policy = proxy(new NextRequest(url, { headers })).headers.get("Content-Security-Policy") ?? "";
  return new Map(
    policy.split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources.join(" ")];
    }),
  );
}

describe("the content policy of a page", () => {
  test("gives every request another nonce and lets no inline script or style through without it", () => {
    const [first, second] = [policyOf("http://localhost/problems"), policyOf("http://localhost/problems")];
    expect(first.get("script-src")).toMatch(/^'self' 'nonce-[\w+/=]{40,}' 'strict-dynamic'$/);
    expect(first.get("script-src")).not.toBe(second.get("script-src"));
    expect([...first.values()].join(" ")).not.toMatch(/unsafe/);
  });

  test("cannot be framed, re-based or made to post elsewhere", () => {
    const policy = policyOf("http://localhost/");
    expect(policy.get("frame-ancestors")).toBe("'none'");
    expect(policy.get("base-uri")).toBe("'none'");
    expect(policy.get("form-action")).toBe("'self'");
    expect(policy.get("object-src")).toBe("'none'");
  });

  test("overwrites a nonce that the client sends", () => {
    const request = new NextRequest("http://localhost/", { headers: { "x-nonce": "mine" } });
    expect(proxy(request).headers.get("x-middleware-request-x-nonce")).not.toBe("mine");
  });

  test("allows the style element of the installed toast library by the hash of its text", () => {
    const source = readFileSync(createRequire(import.meta.url).resolve("sonner"), "utf8");
    const literal = /__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(source)?.[1] ?? '""';
    const css: unknown = JSON.parse(literal);
    const hash = createHash("sha256").update(String(css)).digest("base64");
    expect(String(css).length).toBeGreaterThan(1000);
    expect(policyOf("http://localhost/").get("style-src")).toContain(`'sha256-${hash}'`);
  });
});

describe("headers that depend on the request", () => {
  test("ask for https only where https is spoken", () => {
    const plain = proxy(new NextRequest("http://localhost/"));
    const behindTls = proxy(new NextRequest("http://localhost/", { headers: { "x-forwarded-proto": "https" } }));
    expect(plain.headers.get("Strict-Transport-Security")).toBeNull();
    expect(behindTls.headers.get("Strict-Transport-Security")).toMatch(/^max-age=\d{8}/);
  });

  test("keep pages out of every cache", () => {
    expect(proxy(new NextRequest("http://localhost/orders")).headers.get("Cache-Control")).toBe("no-store");
  });
});

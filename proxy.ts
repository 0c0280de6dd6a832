// What stands in front of every page? A content policy with a fresh nonce, and the headers that depend on the request.
// Who may see a page is decided in the page and in each operation, never here.
import { NextResponse } from "next/server";
import type { NextRequest } from "next/server";

/**
 * The one <style> element that the toast library writes by itself, by the hash of its text; it is put into the page
 * empty and filled after that, hence the second hash (of nothing). proxy.test.ts fails when an update of the library
 * changes its text, and prints the new hash.
 */
const TOAST_STYLE_HASHES =
  "'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** Adds the content policy to the request (Next reads the nonce there) and to the answer (the browser obeys it). */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentPolicy(nonce, process.env.NODE_ENV === "development");

  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("Content-Security-Policy", policy);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  // Pages and feeds hold a company's books: no shared or disk cache keeps them.
  response.headers.set("Cache-Control", "no-store");
  if (isHttps(request)) response.headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  return response;
}

/** The content policy of one page. `isDev` adds what Next's development server needs and production must not have. */
function contentPolicy(nonce: string, isDev: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    // In development Next writes styles without a nonce; a nonce here would switch 'unsafe-inline' off.
    isDev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}' ${TOAST_STYLE_HASHES}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    // Also covers where a posted form is redirected to: going to Intuit's sign-in is therefore a GET link.
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
    "worker-src 'self'",
  ].join("; ");
}

/** True behind a TLS-ending reverse proxy too. On plain http the header would lock a self-hoster out. */
function isHttps(request: NextRequest): boolean {
  const forwarded = request.headers.get("x-forwarded-proto")?.split(",")[0]?.trim();
  return (forwarded ?? request.nextUrl.protocol.replace(":", "")) === "https";
}

export const config = {
  // Static files need no nonce, and the programming interface has its own fixed policy in next.config.mjs. An imported
  // file must not come this way: Next keeps the first 10 MB of a body that a proxy could read, and drops the rest.
  matcher: ["/((?!api/|orders/import/run|_next/static|_next/image|icon.svg|favicon.ico).*)"],
};

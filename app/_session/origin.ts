// Does a page of ours send this? A browser names the page's origin with every POST; another site's may not change anything.
import { webEnv } from "#lib/env.ts";

/**
 * False for a request from a page of another origin. Server actions have this check from Next; route handlers that take
 * a POST ask here. Without an Origin it was no browser, and no cookie was sent by surprise.
 */
export function isFromOurPage(headers: Headers): boolean {
  const origin = headers.get("origin");
  if (origin === null) return true;
  const ours = [new URL(webEnv().NEXTAUTH_URL).host, headers.get("host"), headers.get("x-forwarded-host")];
  return URL.canParse(origin) && ours.includes(new URL(origin).host);
}

// How does a browser leave a route that QuickBooks sent it to? Nothing of the address it came by travels on.

/** Leads the browser on. A code must not stay in the address bar, nor travel on as a referrer. */
export function leadTo(location: string): Response {
  return new Response(null, {
    status: 302,
    headers: { Location: location, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" },
  });
}

/** The page of companies, which says in a sentence why connecting did not work. */
export function leadToRefusal(word: string): Response {
  return leadTo(`/settings/companies?refused=${encodeURIComponent(word)}`);
}

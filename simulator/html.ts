// How do the simulator's own pages look, without scripts and safe under a strict policy?
import type { Answer } from "./http.ts";
import { asText, type Json } from "./json.ts";
import { STYLE } from "./style.ts";

const ENTITY: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text made safe for HTML. */
export function escaped(value: Json | undefined): string {
  return (asText(value) ?? "").replaceAll(/[&<>"']/g, (sign) => ENTITY[sign] ?? sign);
}

/** A template whose inserted values are escaped; parts that are HTML already are joined by hand. */
export function html(parts: TemplateStringsArray, ...values: (Json | undefined)[]): string {
  return parts.reduce((text, part, index) => text + escaped(values[index - 1]) + part);
}

function answer(status: number, title: string, body: string, formTargets: string[]): Answer {
  const text = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)} · Simulated QuickBooks</title><style>${STYLE}</style></head>${body}</html>`;
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `form-action ${["'self'", ...formTargets].join(" ")}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
  return {
    status,
    body: text,
    type: "text/html; charset=utf-8",
    headers: { "Content-Security-Policy": policy, "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin" },
  };
}

const BANNER =
  '<header class="banner"><strong>Simulated QuickBooks</strong>: a stand-in for development and demos. Nothing here reaches Intuit.</header>';

/** A whole page with the banner; `formTargets` are origins its forms may lead to besides its own. */
export function page(status: number, title: string, body: string, formTargets: string[]): Answer {
  const main = `<main><div class="top"><h1>${escaped(title)}</h1></div>${body}</main>`;
  return answer(status, title, `<body class="plain">${BANNER}${main}</body>`, formTargets);
}

/** A page inside one company: the menu beside the content, folded above it on narrow screens. */
export function inCompany(status: number, title: string, menu: string, content: string): Answer {
  const skip = '<a class="skip" href="#content">Skip to the content</a>';
  const narrow = `<details class="menu"><summary>Menu</summary><nav aria-label="Books">${menu}</nav></details>`;
  const rail = `<nav class="rail" aria-label="Books">${menu}</nav>`;
  const main = `<main id="content">${content}</main>`;
  return answer(status, title, `<body>${skip}${BANNER}${narrow}<div class="app">${rail}${main}</div></body>`, []);
}

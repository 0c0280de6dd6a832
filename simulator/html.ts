// How do the simulator's own pages look, without scripts and safe under a strict policy?
import type { Answer } from "./http.ts";
import { asText, type Json } from "./json.ts";

const ENTITY: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text made safe for HTML. */
export function escaped(value: Json | undefined): string {
  return (asText(value) ?? "").replaceAll(/[&<>"']/g, (sign) => ENTITY[sign] ?? sign);
}

/** A template whose inserted values are escaped; parts that are HTML already are joined by hand. */
export function html(parts: TemplateStringsArray, ...values: (Json | undefined)[]): string {
  return parts.reduce((text, part, index) => text + escaped(values[index - 1]) + part);
}

const STYLE = `
:root{color-scheme:light dark;--back:#f6f7f5;--card:#fff;--text:#1c2620;--soft:#5b6a60;--edge:#d8ded9;--green:#1a7f37;--on:#fff;--warn:#fff4d6;--warnText:#5c4300}
@media (prefers-color-scheme:dark){:root{--back:#121614;--card:#1b211e;--text:#e7ece9;--soft:#a3b0a8;--edge:#333c37;--green:#3fa75a;--on:#06130a;--warn:#3a3016;--warnText:#f3dda1}}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,sans-serif;background:var(--back);color:var(--text)}
.banner{background:var(--warn);color:var(--warnText);padding:8px 20px;font-size:14px}
main{max-width:1080px;margin:0 auto;padding:20px}
h1{font-size:24px;margin:8px 0 16px}h2{font-size:18px;margin:28px 0 8px}
a{color:var(--green)}small{color:var(--soft)}
nav{display:flex;flex-wrap:wrap;gap:6px 14px;margin:0 0 16px}
nav a[aria-current]{font-weight:600;color:var(--text)}
.cards{list-style:none;padding:0;margin:16px 0;display:grid;gap:10px}
.cards li{display:flex;justify-content:space-between;gap:12px;align-items:center;background:var(--card);border:1px solid var(--edge);border-radius:8px;padding:12px 16px}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--edge)}
th,td{text-align:left;padding:7px 10px;border-bottom:1px solid var(--edge);vertical-align:middle}
td.money,th.money{text-align:right;font-variant-numeric:tabular-nums}
form{display:inline-flex;flex-wrap:wrap;gap:8px;align-items:end;margin:0}
form.panel{display:flex;background:var(--card);border:1px solid var(--edge);border-radius:8px;padding:12px;margin:12px 0}
label{display:grid;gap:2px;font-size:13px;color:var(--soft)}
input,select{font:inherit;color:var(--text);background:var(--back);border:1px solid var(--edge);border-radius:6px;padding:6px 8px;min-height:36px}
button{font:inherit;font-weight:600;border:1px solid var(--green);background:var(--green);color:var(--on);border-radius:6px;padding:6px 14px;min-height:36px;cursor:pointer}
button.quiet{background:transparent;color:var(--text);border-color:var(--edge)}
:focus-visible{outline:3px solid var(--green);outline-offset:2px}
[role=status],[role=alert]{background:var(--card);border-left:4px solid var(--green);padding:8px 12px}
[role=alert]{border-color:#c33}
`;

/** A whole page with the banner; `formTargets` are origins its forms may lead to besides its own. */
export function page(status: number, title: string, body: string, formTargets: string[]): Answer {
  const text = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)} · Simulated QuickBooks</title><style>${STYLE}</style></head><body><div class="banner">Simulated QuickBooks: a stand-in for development and demos. Nothing here reaches Intuit.</div><main><h1>${escaped(title)}</h1>${body}</main></body></html>`;
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

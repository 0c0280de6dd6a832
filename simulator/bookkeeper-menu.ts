// Which lists stand in the menu of a company's pages, and how is every such page framed?
import type { Company } from "./company.ts";
import { ENTITIES, entityOf, type EntityName } from "./entities.ts";
import { escaped, html, inCompany } from "./html.ts";
import type { Answer } from "./http.ts";
import { listPath } from "./paths.ts";

/** What a list is called: many and one. */
const TITLES: Record<string, [many: string, one: string]> = {
  Invoice: ["Invoices", "Invoice"],
  Estimate: ["Estimates", "Estimate"],
  Payment: ["Payments received", "Payment"],
  Deposit: ["Deposits", "Deposit"],
  CreditMemo: ["Credit memos", "Credit memo"],
  SalesReceipt: ["Sales receipts", "Sales receipt"],
  RefundReceipt: ["Refund receipts", "Refund receipt"],
  Customer: ["Customers", "Customer"],
  Vendor: ["Vendors", "Vendor"],
  Employee: ["Employees", "Employee"],
  Item: ["Products and services", "Product or service"],
  Account: ["Chart of accounts", "Account"],
  Term: ["Terms", "Terms"],
  Class: ["Classes", "Class"],
  Department: ["Locations", "Location"],
  PaymentMethod: ["Payment methods", "Payment method"],
  TaxCode: ["Sales tax", "Tax code"],
  TaxRate: ["Tax rates", "Tax rate"],
  Attachable: ["Attachments", "Attachment"],
};

const GROUPS: [title: string, lists: string[]][] = [
  ["Sales", ["Invoice", "Estimate", "Payment", "Deposit", "CreditMemo", "SalesReceipt", "RefundReceipt"]],
  ["People", ["Customer", "Vendor", "Employee"]],
];

export const PAGES = { Home: "Home", Preferences: "Settings", Audit: "Audit log" } as const;
export type ListName = EntityName | keyof typeof PAGES;

function titles(entity: string): [string, string] {
  return TITLES[entity] ?? [entity, entity];
}

/** "Invoices" for Invoice; an entity without a title of its own keeps its name. */
export function manyOf(list: ListName): string {
  return list in PAGES ? PAGES[list as keyof typeof PAGES] : titles(list)[0];
}

export function oneOf(entity: EntityName): string {
  return titles(entity)[1];
}

/** The list of that name in any case; undefined for an unknown word. */
export function listOf(word: string): ListName | undefined {
  return word in PAGES ? (word as keyof typeof PAGES) : entityOf(word);
}

/** The menu; lists the groups do not name stand under "Lists". */
function menu(company: Company, current: string): string {
  const entry = (list: ListName) => {
    const mark = list === current ? ' aria-current="page"' : "";
    return `<li><a href="${escaped(listPath(company, list))}"${mark}>${escaped(manyOf(list))}</a></li>`;
  };
  const known = (names: string[]) => names.flatMap((name) => entityOf(name) ?? []);
  const grouped = new Set(GROUPS.flatMap(([, names]) => names));
  const rest = ENTITIES.filter((entity) => !grouped.has(entity));
  const group = (title: string, lists: readonly ListName[]) => `<h2>${title}</h2><ul>${lists.map(entry).join("")}</ul>`;
  const who = html`<a class="who" href="/app/company/${company.realm}"
    >${company.name}<span>Company ID ${company.realm}</span></a
  >`;
  const groups = GROUPS.map(([title, names]) => group(title, known(names)));
  const order = Object.keys(TITLES);
  const place = (entity: string) => order.indexOf(entity) + 1 || order.length + 1;
  const lists = rest.toSorted((a, b) => place(a) - place(b));
  const own = `<h2>Company</h2><ul>${entry("Preferences")}${entry("Audit")}<li><a href="/">All companies</a></li></ul>`;
  return `${who}<ul>${entry("Home")}</ul>${groups.join("")}${group("Lists", lists)}${own}`;
}

export type Notice = { done: string | null; problem: string | null };

/** What the last action led to, as the address carries it. */
export function noticeOf(ask: URLSearchParams): Notice {
  return { done: ask.get("done"), problem: ask.get("problem") };
}

/** The heading of a page with a line below it and something on the right. */
export function heading(title: string, below = "", right = ""): string {
  const text = below === "" ? "" : `<p class="soft">${below}</p>`;
  return `<div class="top"><div><h1>${escaped(title)}</h1>${text}</div>${right}</div>`;
}

/** A page of one company; `content` starts with its heading, below which the notice stands. */
export function framed(
  company: Company,
  { status = 200, title, current }: { status?: number; title: string; current: string },
  notice: Notice,
  content: { head: string; body: string },
): Answer {
  const said =
    (notice.done === null ? "" : html`<p role="status">${notice.done}</p>`) +
    (notice.problem === null ? "" : html`<p role="alert">${notice.problem}</p>`);
  const text = `${content.head}${said}${content.body}`;
  return inCompany(status, `${title} · ${company.name}`, menu(company, current), text);
}

// What stands on a company's own pages: the overview, the settings, the audit?
import { companyDay } from "./clock.ts";
import type { Company } from "./company.ts";
import { entityOf } from "./entities.ts";
import { oneOf } from "./bookkeeper-menu.ts";
import { counted, money, pill } from "./bookkeeper-lists.ts";
import { button, form, table, type Column } from "./forms.ts";
import type { AuditEntry } from "./audit.ts";
import { escaped, html } from "./html.ts";
import { asText } from "./json.ts";
import { centsOrZero } from "./money.ts";
import { listPath, recordPath } from "./paths.ts";

const SHOWN = 100;

function what(company: Company, { entity, id, name, did }: AuditEntry): string {
  const known = entityOf(entity);
  const text = `${known === undefined ? entity : oneOf(known)} ${name === "" ? id : name}`;
  return did === "Delete" || known === undefined
    ? escaped(known === undefined ? "Settings" : text)
    : html`<a href="${recordPath(company, entity, id)}">${text}</a>`;
}

function when(time: string): string {
  return html`<span class="when"><span>${time.slice(0, 10)}</span> <span>${time.slice(11, 19)}</span></span>`;
}

/** A table of changes, newest first. */
export function auditTable(company: Company, entries: readonly AuditEntry[]): string {
  if (entries.length === 0) return '<p class="none">Nothing was changed since the books were set up.</p>';
  const columns: Column<AuditEntry>[] = [
    { title: "When", cell: ({ time }) => when(time) },
    { title: "Who", minor: true, cell: ({ who }) => escaped(who) },
    { title: "Did", cell: ({ did }) => escaped(did) },
    { title: "What", cell: (entry) => what(company, entry) },
    { title: "Changed", minor: true, cell: ({ fields }) => escaped(fields.join("; ")) },
  ];
  return table("Changes, newest first", columns, entries);
}

/** The audit log with a search over who, what and which fields. */
export function auditBody(company: Company, find: string): string {
  const wanted = find.trim().toLowerCase();
  const all = company.audit.entries.toReversed();
  const found = all.filter((entry) => wanted === "" || JSON.stringify(entry).toLowerCase().includes(wanted));
  const search = html`<form method="get" class="panel" role="search">
    <input type="hidden" name="list" value="Audit" /><label
      >Find in the audit log<input name="find" type="search" value="${find}" /></label
    ><button type="submit" class="quiet">Find</button>
  </form>`;
  const count = `<p class="soft">${counted(found.length, "change")}${found.length > SHOWN ? `, the last ${SHOWN} are shown` : ""}</p>`;
  return `${search}${count}${auditTable(company, found.slice(0, SHOWN))}`;
}

/** The overview: what is owed, what is late, what waits, what happened last. */
export function homeBody(company: Company, nowMs: number): string {
  const today = companyDay(nowMs);
  const open = [...company.table("Invoice").rows.values()].filter((row) => centsOrZero(row.Balance) > 0);
  const late = open.filter((row) => (asText(row.DueDate) ?? "9999") < today);
  const free = [...company.table("Payment").rows.values()].filter((row) => centsOrZero(row.UnappliedAmt) > 0);
  const sum = (rows: typeof open, field: string) =>
    money(rows.reduce((total, row) => total + centsOrZero(row[field]), 0) / 100);
  const tile = (title: string, figure: string, text: string, list: "Invoice" | "Payment" | "Preferences") =>
    `<li>${escaped(title)}<strong>${escaped(figure)}</strong><a href="${escaped(listPath(company, list))}">${escaped(text)}</a></li>`;
  const closed = company.settings.preferences.bookCloseDate;
  const tiles = [
    tile("Open invoices", sum(open, "Balance"), counted(open.length, "invoice"), "Invoice"),
    tile("Overdue", sum(late, "Balance"), counted(late.length, "invoice"), "Invoice"),
    tile("Unapplied payments", sum(free, "UnappliedAmt"), counted(free.length, "payment"), "Payment"),
    tile(closed === null ? "Books" : "Books closed through", closed ?? "Open", "Closing date", "Preferences"),
  ];
  const recent = company.audit.entries.slice(-10).toReversed();
  return `<ul class="tiles">${tiles.join("")}</ul><h2>Last changes</h2>${auditTable(company, recent)}`;
}

const SWITCHES: Record<string, string> = {
  customTxnNumbers: "Custom transaction numbers",
  warnDuplicateNumbers: "Warn about duplicate numbers",
  usingSalesTax: "Sales tax",
  partnerTaxEnabled: "Automated sales tax",
  classTrackingPerTxn: "Classes on transactions",
  classTrackingPerTxnLine: "Classes on lines",
  trackDepartments: "Locations",
  autoApplyPayments: "Apply payments automatically",
  autoApplyCredit: "Apply credits automatically",
  multiCurrency: "Multicurrency",
  allowDeposit: "Deposits on invoices",
  allowDiscount: "Discounts",
  allowEstimates: "Estimates",
  allowServiceDate: "Service dates",
  allowShipping: "Shipping",
  quantityOnHand: "Quantities on hand",
};

/** "voidPaidInvoice" in words, for switches without a title of their own. */
function inWords(name: string): string {
  const words = name.replaceAll(/([A-Z])/g, " $1").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The closing date and every preference that is on or off. */
export function settingsBody(company: Company): string {
  const set = company.settings.preferences;
  const closing = html`<label
    >Closing date (empty = books open)<input type="date" name="preference.bookCloseDate" value="${set.bookCloseDate}"
  /></label>`;
  const fields = { do: "set-preference", list: "Preferences" };
  const save = form(company, fields, `${closing}<button type="submit">Save closing date</button>`, "panel");
  const all = Object.entries(set).filter(([, value]) => typeof value === "boolean");
  const order = Object.keys(SWITCHES);
  const own = all.filter(([name]) => order.includes(name)).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const readings = all.filter(([name]) => !order.includes(name));
  const columns: Column<[string, unknown]>[] = [
    { title: "Preference", cell: ([name]) => escaped(SWITCHES[name] ?? inWords(name)) },
    {
      title: "Now",
      cell: ([, on]) => pill(on === true ? { word: "On", look: "good" } : { word: "Off", look: "" }),
    },
    {
      title: "Change",
      cell: ([name, on]) =>
        form(
          company,
          { ...fields, [`preference.${name}`]: String(on !== true) },
          button(on === true ? "Turn off" : "Turn on", SWITCHES[name] ?? inWords(name)),
        ),
    },
  ];
  const intro = '<p class="soft">Nothing dated on or before the closing date can be written, changed or deleted.</p>';
  const unsure =
    '<p class="soft">Not in the real QuickBooks: how this simulator reads what nobody outside Intuit knows.</p>';
  return `<h2>Close the books</h2>${intro}${save}<h2>Preferences</h2>${table("Preferences", columns, own)}<h2>Simulator</h2>${unsure}${table("Simulator", columns, readings)}`;
}

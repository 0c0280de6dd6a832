// How does the bookkeeper see one list, and which few things can be done with each record?
import type { Company } from "./company.ts";
import { isTransaction, KINDS, type EntityName } from "./entities.ts";
import { escaped, html } from "./html.ts";
import { asRow, asText, type Json, type Row } from "./json.ts";
import { cents } from "./money.ts";
import { present } from "./present.ts";

export const LISTS: { list: EntityName | "Preferences"; title: string }[] = [
  { list: "Customer", title: "Customers" },
  { list: "Vendor", title: "Vendors" },
  { list: "Employee", title: "Employees" },
  { list: "Item", title: "Products and services" },
  { list: "Term", title: "Terms" },
  { list: "Class", title: "Classes" },
  { list: "PaymentMethod", title: "Payment methods" },
  { list: "Account", title: "Accounts" },
  { list: "TaxCode", title: "Sales tax" },
  { list: "Estimate", title: "Estimates" },
  { list: "Invoice", title: "Invoices" },
  { list: "Payment", title: "Payments" },
  { list: "CreditMemo", title: "Credit memos" },
  { list: "Preferences", title: "Settings" },
];

const SHOWN = 200;
const DELETED = " (deleted)";
const EDITABLE: readonly EntityName[] = ["Customer", "Vendor", "Employee", "Item", "Term", "Class", "PaymentMethod"];

type Column = { title: string; money?: boolean; cell: (row: Row) => string };

/** An amount with two decimals and separators for reading. */
export function money(value: Json | undefined): string {
  const whole = cents(value);
  if (whole === undefined) return "";
  const text = String(Math.abs(whole)).padStart(3, "0");
  const units = text.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return `${whole < 0 ? "-" : ""}${units}.${text.slice(-2)}`;
}

function plain(title: string, field: string): Column {
  return { title, cell: (row) => escaped(asText(row[field])) };
}

function named(title: string, field: string): Column {
  return { title, cell: (row) => escaped(asText(asRow(row[field])?.name)) };
}

function figure(title: string, field: string): Column {
  return { title, money: true, cell: (row) => money(row[field]) };
}

function columns(company: Company, entity: EntityName): Column[] {
  if (entity === "Payment") {
    return [
      plain("Date", "TxnDate"),
      named("Customer", "CustomerRef"),
      named("Method", "PaymentMethodRef"),
      plain("Reference", "PaymentRefNum"),
      figure("Amount", "TotalAmt"),
      figure("Unapplied", "UnappliedAmt"),
    ];
  }
  if (isTransaction(entity)) {
    const number: Column = {
      title: "Number",
      cell: (row) =>
        entity === "Invoice"
          ? html`<a href="/app/invoice?txnId=${asText(row.Id)}&companyId=${company.realm}"
              >${asText(row.DocNumber) ?? "no number"}</a
            >`
          : escaped(asText(row.DocNumber)),
    };
    return [
      number,
      plain("Date", "TxnDate"),
      named("Customer", "CustomerRef"),
      figure("Total", "TotalAmt"),
      figure("Open", "Balance"),
    ];
  }
  const name = plain("Name", KINDS[entity].name ?? "Name");
  const active: Column = { title: "Status", cell: (row) => (row.Active === false ? "Inactive" : "Active") };
  if (entity === "Customer") {
    const mail: Column = { title: "E-mail", cell: (row) => escaped(asText(asRow(row.PrimaryEmailAddr)?.Address)) };
    return [name, mail, figure("Balance", "Balance"), active];
  }
  if (entity === "Item") return [name, plain("Type", "Type"), named("Income account", "IncomeAccountRef"), active];
  if (entity === "Term") return [name, plain("Days", "DueDays"), active];
  if (entity === "Account") return [name, plain("Type", "AccountType")];
  return [name, active];
}

function form(company: Company, list: string, fields: Record<string, string>, inside: string, panel = false): string {
  const hidden = Object.entries({ list, ...fields }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return `<form method="post" action="/app/company/${escaped(company.realm)}/act"${panel ? ' class="panel"' : ""}>${hidden.join("")}${inside}</form>`;
}

function button(text: string, about: string, quiet = true): string {
  const kind = quiet ? ' class="quiet"' : "";
  return `<button type="submit"${kind} aria-label="${escaped(`${text}: ${about}`)}">${escaped(text)}</button>`;
}

function actions(company: Company, entity: EntityName, row: Row): string {
  const id = asText(row.Id) ?? "";
  const base = { entity, id };
  if (entity === "Invoice" || entity === "Estimate" || entity === "CreditMemo") {
    const number = asText(row.DocNumber) ?? "no number";
    const input = html`<input name="to" size="10" maxlength="21" aria-label="New number for ${number}" />`;
    const renumber = form(company, entity, { do: "renumber", ...base }, input + button("Change number", number));
    const remove = form(company, entity, { do: "delete", ...base }, button("Delete", number));
    return `${renumber} ${remove}`;
  }
  if (entity === "Payment") return form(company, entity, { do: "delete", ...base }, button("Delete", `payment ${id}`));
  if (!EDITABLE.includes(entity)) return "";
  const name = asText(row[KINDS[entity].name ?? "Name"]) ?? "";
  if (row.Active === false) {
    return form(company, entity, { do: "activate", ...base }, button("Make active", name.replace(DELETED, "")));
  }
  const input = html`<input name="to" size="14" aria-label="New name for ${name}" />`;
  const rename = form(company, entity, { do: "rename", ...base }, input + button("Rename", name));
  const off = form(company, entity, { do: "deactivate", ...base }, button("Make inactive", name));
  const sell =
    row.Type === "Category"
      ? form(company, entity, { do: "item-type", id, to: "Service" }, button("Make it a service", name))
      : "";
  return `${rename} ${off} ${sell}`;
}

const ADD: Partial<Record<EntityName, { verb: string; what: string }>> = {
  Customer: { verb: "create-customer", what: "customer" },
  Vendor: { verb: "create-vendor", what: "vendor" },
  Item: { verb: "create-item", what: "service" },
  Class: { verb: "create-class", what: "class" },
  PaymentMethod: { verb: "create-payment-method", what: "payment method" },
  Term: { verb: "create-term", what: "terms" },
};

function addForm(company: Company, entity: EntityName): string {
  const add = ADD[entity];
  if (add === undefined) return "";
  const name = `<label>Name of the new ${add.what}<input name="name" required></label>`;
  const days =
    entity === "Term"
      ? '<label>Days until due<input name="dueDays" type="number" min="0" max="999" required></label>'
      : "";
  return form(company, entity, { do: add.verb }, `${name}${days}<button type="submit">Add ${add.what}</button>`, true);
}

function settingsPage(company: Company): string {
  const set = company.settings.preferences;
  const closing = html`<label
    >Closing date (empty = books open)<input type="date" name="preference.bookCloseDate" value="${set.bookCloseDate}"
  /></label>`;
  const save = form(
    company,
    "Preferences",
    { do: "set-preference" },
    `${closing}<button type="submit">Save closing date</button>`,
    true,
  );
  const switches = [
    ["customTxnNumbers", "Custom transaction numbers"],
    ["warnDuplicateNumbers", "Warn about duplicate numbers"],
    ["usingSalesTax", "Sales tax"],
    ["honourTotalTax", "Tax totals may be overridden"],
    ["classTrackingPerTxn", "Classes on transactions"],
    ["classTrackingPerTxnLine", "Classes on lines"],
    ["trackDepartments", "Locations"],
    ["autoApplyPayments", "Apply payments automatically"],
  ] as const;
  const rows = switches.map(([name, title]) => {
    const on = set[name];
    const flip = form(
      company,
      "Preferences",
      { do: "set-preference", [`preference.${name}`]: String(!on) },
      button(on ? "Turn off" : "Turn on", title),
    );
    return `<tr><th scope="row">${title}</th><td>${on ? "On" : "Off"}</td><td>${flip}</td></tr>`;
  });
  return `<h2>Settings</h2>${save}<div class="wide"><table>${rows.join("")}</table></div>`;
}

/** The body of one list's page. */
export function listPage(company: Company, list: EntityName | "Preferences", find: string): string {
  if (list === "Preferences") return settingsPage(company);
  const title = LISTS.find((entry) => entry.list === list)?.title ?? list;
  const wanted = find.toLowerCase();
  const all = [...company.table(list).rows.values()].map((row) => present(company, list, row));
  const found = all.filter((row) => wanted === "" || JSON.stringify(row).toLowerCase().includes(wanted));
  const rows = (isTransaction(list) ? found.toReversed() : found).slice(0, SHOWN);
  const shown = columns(company, list);
  const head = shown.map(
    ({ title: name, money: right }) => `<th scope="col"${right ? ' class="money"' : ""}>${name}</th>`,
  );
  const body = rows.map((row) => {
    const cells = shown.map(({ cell, money: right }) => `<td${right ? ' class="money"' : ""}>${cell(row)}</td>`);
    return `<tr>${cells.join("")}<td>${actions(company, list, row)}</td></tr>`;
  });
  const search = html`<form method="get" class="panel">
    <input type="hidden" name="list" value="${list}" /><label
      >Find<input name="find" type="search" value="${find}" /></label
    ><button type="submit" class="quiet">Find</button>
  </form>`;
  const count = `<p><small>${found.length} records${found.length > rows.length ? `, the first ${rows.length} are shown` : ""}</small></p>`;
  const table = `<div class="wide"><table><thead><tr>${head.join("")}<th scope="col">Actions</th></tr></thead><tbody>${body.join("")}</tbody></table></div>`;
  return `<h2>${escaped(title)}</h2>${addForm(company, list)}${search}${count}${rows.length === 0 ? "<p>Nothing here.</p>" : table}`;
}

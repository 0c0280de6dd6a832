// How does the bookkeeper see one list, find in it, and leaf through it?
import { companyDay } from "./clock.ts";
import type { Company } from "./company.ts";
import { isTransaction, KINDS, type EntityName } from "./entities.ts";
import { manyOf, oneOf } from "./bookkeeper-menu.ts";
import { button, form, link, table, type Column } from "./forms.ts";
import { escaped, html } from "./html.ts";
import { asRow, asText, type Json, type Row } from "./json.ts";
import { cents, centsOrZero } from "./money.ts";
import { listPath, recordPath, verbPath } from "./paths.ts";
import { present } from "./present.ts";

const SHOWN = 50;
const DELETED = " (deleted)";

/** An amount with two decimals and separators for reading. */
export function money(value: Json | undefined): string {
  const whole = cents(value);
  if (whole === undefined) return "";
  const text = String(Math.abs(whole)).padStart(3, "0");
  const units = text.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return `${whole < 0 ? "-" : ""}${units}.${text.slice(-2)}`;
}

/** "1 invoice", "2 invoices". */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** In what state a transaction or a name is: a word and its colour. */
export function stateOf(entity: EntityName, row: Row, today: string): { word: string; look: string } | undefined {
  if (!isTransaction(entity))
    return row.Active === false ? { word: "Inactive", look: "" } : { word: "Active", look: "good" };
  const note = asText(row.PrivateNote) ?? "";
  if (note.startsWith("Voided") && centsOrZero(row.TotalAmt) === 0) return { word: "Voided", look: "" };
  if (entity === "Estimate")
    return { word: asText(row.TxnStatus) ?? "Pending", look: row.TxnStatus === "Closed" ? "good" : "open" };
  if (entity === "Payment") {
    const left = centsOrZero(row.UnappliedAmt);
    return left > 0 ? { word: "Unapplied", look: "open" } : { word: "Applied", look: "good" };
  }
  if (entity === "CreditMemo")
    return centsOrZero(row.Balance) > 0 ? { word: "Unused", look: "open" } : { word: "Used", look: "good" };
  if (entity !== "Invoice") return undefined;
  const open = centsOrZero(row.Balance);
  if (open === 0) return { word: "Paid", look: "good" };
  if ((asText(row.DueDate) ?? "9999") < today) return { word: "Overdue", look: "late" };
  return { word: open < centsOrZero(row.TotalAmt) ? "Partly paid" : "Open", look: "open" };
}

export function pill(state: { word: string; look: string } | undefined): string {
  return state === undefined ? "" : `<span class="pill ${state.look}">${escaped(state.word)}</span>`;
}

function plain(title: string, field: string, minor = false): Column<Row> {
  return { title, minor, cell: (row) => escaped(asText(row[field])) };
}

function named(title: string, field: string, minor = false): Column<Row> {
  return { title, minor, cell: (row) => escaped(asText(asRow(row[field])?.name)) };
}

function figure(title: string, field: string, minor = false): Column<Row> {
  return { title, minor, money: true, cell: (row) => money(row[field]) };
}

function linked(company: Company, entity: EntityName, text: string, id: string): string {
  return html`<a href="${recordPath(company, entity, id)}">${text}</a>`;
}

function transactionColumns(entity: string): Column<Row>[] {
  if (entity === "Payment") {
    const middle = [named("Method", "PaymentMethodRef", true), plain("Reference", "PaymentRefNum", true)];
    return [
      named("Customer", "CustomerRef"),
      ...middle,
      figure("Unapplied", "UnappliedAmt", true),
      figure("Amount", "TotalAmt"),
    ];
  }
  if (entity === "Deposit") return [named("To account", "DepositToAccountRef"), figure("Amount", "TotalAmt")];
  const base = [named("Customer", "CustomerRef"), figure("Total", "TotalAmt", entity === "Invoice")];
  if (entity === "Invoice") return [...base, plain("Due", "DueDate", true), figure("Open", "Balance")];
  return entity === "CreditMemo" ? [...base, figure("Left", "Balance")] : base;
}

function nameColumns(entity: EntityName): Column<Row>[] {
  if (entity === "Customer" || entity === "Vendor") {
    const mail: Column<Row> = {
      title: "E-mail",
      minor: true,
      cell: (row) => escaped(asText(asRow(row.PrimaryEmailAddr)?.Address)),
    };
    return [mail, figure("Balance", "Balance")];
  }
  if (entity === "Item") {
    return [
      plain("Type", "Type"),
      named("Income account", "IncomeAccountRef", true),
      figure("Price", "UnitPrice", true),
    ];
  }
  if (entity === "Term") return [plain("Days", "DueDays")];
  if (entity === "TaxRate") return [plain("Percent", "RateValue")];
  return entity === "Account" ? [plain("Type", "AccountType"), figure("Balance", "CurrentBalance", true)] : [];
}

function label(entity: EntityName, row: Row): string {
  const field = KINDS[entity].name;
  const text =
    field === undefined
      ? (asText(row.DocNumber) ?? asText(row.FileName))
      : (asText(row.FullyQualifiedName) ?? asText(row[field]));
  return text ?? (isTransaction(entity) ? `No. ${asText(row.Id) ?? ""}` : (asText(row.Id) ?? ""));
}

/** The few repairs that are one press away; everything else is on the record's own page. */
function quick(company: Company, entity: EntityName, row: Row): string {
  const id = asText(row.Id) ?? "";
  const name = asText(row[KINDS[entity].name ?? "Name"]) ?? "";
  const base = { entity, id, list: entity };
  if (KINDS[entity].name === undefined || entity === "TaxCode" || entity === "TaxRate") return "";
  if (row.Active === false) {
    return form(company, { do: "activate", ...base }, button("Make active", name.replace(DELETED, "")));
  }
  if (row.Type !== "Category") return "";
  const fields = { do: "item-type", id, list: entity, to: "Service" };
  return form(company, fields, button("Make it a service", name));
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
  const fields = { do: add.verb, list: entity };
  return form(company, fields, `${name}${days}<button type="submit">Add ${add.what}</button>`, "panel");
}

function leaf(company: Company, list: EntityName, find: string, page: number, pages: number): string {
  if (pages <= 1) return "";
  const to = (number: number, text: string) =>
    number < 1 || number > pages ? "" : link(listPath(company, list, { find, page: String(number) }), text);
  return `<nav class="pages" aria-label="Pages">${to(page - 1, "Newer")}<span>Page ${page} of ${pages}</span>${to(page + 1, "Older")}</nav>`;
}

/** Records that hold the words anywhere; transactions newest first, names in the order of the alphabet. */
function found(company: Company, list: EntityName, find: string): Row[] {
  const wanted = find.trim().toLowerCase();
  const all = [...company.table(list).rows.values()];
  const rows = wanted === "" ? all : all.filter((row) => JSON.stringify(row).toLowerCase().includes(wanted));
  if (KINDS[list].name === undefined) return rows.toReversed();
  return rows.toSorted((a, b) => label(list, a).localeCompare(label(list, b)));
}

/** The body of one list's page. */
export function listBody(company: Company, list: EntityName, ask: URLSearchParams, nowMs: number): string {
  const find = ask.get("find") ?? "";
  const rows = found(company, list, find);
  const pages = Math.max(1, Math.ceil(rows.length / SHOWN));
  const page = Math.min(pages, Math.max(1, Number(ask.get("page") ?? 1) || 1));
  const shown = rows.slice((page - 1) * SHOWN, page * SHOWN).map((row) => present(company, list, row));
  const today = companyDay(nowMs);
  const transaction = isTransaction(list);
  const first: Column<Row> = {
    title: transaction ? "Number" : "Name",
    cell: (row) => {
      const link = linked(company, list, label(list, row), asText(row.Id) ?? "");
      return transaction ? `<span class="when"><span>${link}</span></span>` : link;
    },
  };
  const columns = [
    first,
    ...(transaction ? [plain("Date", "TxnDate", true), ...transactionColumns(list)] : nameColumns(list)),
    { title: "Status", cell: (row: Row) => `${pill(stateOf(list, row, today))} ${quick(company, list, row)}` },
  ];
  const search = html`<form method="get" class="panel" role="search">
    <input type="hidden" name="list" value="${list}" /><label
      >Find in ${manyOf(list).toLowerCase()}<input name="find" type="search" value="${find}" /></label
    ><button type="submit" class="quiet">Find</button>
  </form>`;
  const count = `<p class="soft">${counted(rows.length, "record")}${find === "" ? "" : " found"}</p>`;
  const none = html`<p class="none">
    No ${oneOf(list).toLowerCase()} here${find === "" ? " yet" : " with these words"}.
  </p>`;
  const deposit =
    manyOf(list) === "Deposits"
      ? `<p class="bar">${link(verbPath(company, "new", "Deposit", ""), "Make a deposit", false)}</p>`
      : "";
  const body = shown.length === 0 ? none : table(manyOf(list), columns, shown);
  return `${deposit}<div class="tools">${addForm(company, list)}${search}</div>${count}${body}${leaf(company, list, find, page, pages)}`;
}

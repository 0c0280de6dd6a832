// What does a person see and change in the simulated QuickBooks in a browser?
import { z } from "zod";
import { clerkAction } from "./clerk.ts";
import type { Company } from "./company.ts";
import { entityOf, type EntityName } from "./entities.ts";
import { Fault } from "./faults.ts";
import { html, page } from "./html.ts";
import type { Answer, Request } from "./http.ts";
import { asRow, asRows, asText, type Json, type Row } from "./json.ts";
import { listPage, LISTS, money } from "./bookkeeper-lists.ts";
import { present } from "./present.ts";
import type { Realm, World } from "./world.ts";

function companies(world: World): Answer {
  const rows = [...world.realms.values()].map(({ company }) => {
    const link = html`<a href="/app/company/${company.realm}"><strong>${company.name}</strong></a>`;
    const counts = html`<small
      >Company ID ${company.realm} · ${company.table("Customer").rows.size} customers ·
      ${company.table("Invoice").rows.size} invoices · ${company.table("Payment").rows.size} payments</small
    >`;
    return `<li><div>${link}<br>${counts}</div></li>`;
  });
  const none =
    "<p>No company yet. Start the simulator with <code>--demo</code> or create one through the control door.</p>";
  return page(200, "Companies", rows.length === 0 ? none : `<ul class="cards">${rows.join("")}</ul>`, []);
}

function invoicePage(company: Company, stored: Row): Answer {
  const invoice = present(company, "Invoice", stored);
  const lines = asRows(invoice.Line).map((line) => {
    const detail = asRow(line.SalesItemLineDetail);
    if (line.DetailType === "SubTotalLineDetail") {
      return `<tr><th scope="row" colspan="4">Subtotal</th><td class="money">${money(line.Amount)}</td></tr>`;
    }
    const cells = html`<td>${asRow(detail?.ItemRef)?.name}</td>
      <td>${line.Description}</td>`;
    const figures = html`<td class="money">${asText(detail?.Qty)}</td>
      <td class="money">${asText(detail?.UnitPrice)}</td>`;
    return `<tr>${cells}${figures}<td class="money">${money(line.Amount)}</td></tr>`;
  });
  const facts: [string, Json | undefined][] = [
    ["Customer", asRow(invoice.CustomerRef)?.name],
    ["Date", invoice.TxnDate],
    ["Due", invoice.DueDate],
    ["Terms", asRow(invoice.SalesTermRef)?.name],
    ["Class", asRow(invoice.ClassRef)?.name],
    ["Sales tax", money(asRow(invoice.TxnTaxDetail)?.TotalTax)],
    ["Total", money(invoice.TotalAmt)],
    ["Open balance", money(invoice.Balance)],
    ["Memo", invoice.PrivateNote],
    [
      "Payments",
      asRows(invoice.LinkedTxn)
        .map((link) => `${asText(link.TxnType) ?? ""} ${asText(link.TxnId) ?? ""}`)
        .join(", "),
    ],
    ["QuickBooks ID", invoice.Id],
    ["SyncToken", invoice.SyncToken],
  ];
  const shown = facts.filter(([, value]) => value !== undefined && value !== "");
  const table = shown
    .map(
      ([name, value]) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${value}</td>
        </tr>`,
    )
    .join("");
  const back = html`<p><a href="/app/company/${company.realm}?list=Invoice">${company.name}: invoices</a></p>`;
  const head =
    '<tr><th>Item</th><th>Description</th><th class="money">Quantity</th><th class="money">Rate</th><th class="money">Amount</th></tr>';
  const body = `${back}<div class="wide"><table>${table}</table></div><h2>Lines</h2><div class="wide"><table>${head}${lines.join("")}</table></div>`;
  return page(200, `Invoice ${asText(invoice.DocNumber) ?? "without number"}`, body, []);
}

/** The deep link /app/invoice?txnId=…&companyId=…; without a company the first one that holds the id. */
function invoiceLink(world: World, request: Request): Answer {
  const id = request.url.searchParams.get("txnId") ?? "";
  const wanted = request.url.searchParams.get("companyId") ?? request.url.searchParams.get("deeplinkcompanyid");
  for (const { company } of world.realms.values()) {
    const row = wanted === null || wanted === company.realm ? company.get("Invoice", id) : undefined;
    if (row !== undefined) return invoicePage(company, row);
  }
  return page(404, "Not found", "<p role='alert'>This transaction does not exist. It may have been deleted.</p>", []);
}

/** The form's fields as the clerk's action; numbers and lists of preferences get their type. */
function actionOf(form: URLSearchParams): Row {
  const action: Row = {};
  const preferences: Row = {};
  for (const [name, value] of form) {
    if (name === "list" || value === "") continue;
    if (name.startsWith("preference."))
      preferences[name.slice(11)] = value === "true" ? true : value === "false" ? false : value;
    else action[name] = name === "dueDays" ? Number(value) : value;
  }
  if (action.do !== "set-preference") return action;
  if (form.has("preference.bookCloseDate")) preferences.bookCloseDate ??= null;
  return { ...action, preferences };
}

function act(world: World, { company }: Realm, request: Request): Answer {
  const form = new URLSearchParams(request.body);
  const back = new URLSearchParams({ list: form.get("list") ?? "Customer" });
  try {
    clerkAction(company, world.clock.now(), actionOf(form));
    back.set("done", "Saved.");
  } catch (error) {
    if (error instanceof Fault) back.set("problem", error.detail);
    else if (error instanceof z.ZodError) back.set("problem", z.prettifyError(error));
    else throw error;
  }
  company.journal?.flush();
  const location = `/app/company/${company.realm}?${back.toString()}`;
  return { status: 303, body: "", type: "text/plain", headers: { Location: location } };
}

function companyPage({ company }: Realm, request: Request): Answer {
  const ask = request.url.searchParams;
  const wanted = ask.get("list") ?? "Customer";
  const list: EntityName | "Preferences" = wanted === "Preferences" ? "Preferences" : (entityOf(wanted) ?? "Customer");
  const links = LISTS.map(({ list: name, title }) => {
    const href = html`/app/company/${company.realm}?list=${name}`;
    return `<a href="${href}"${name === list ? ' aria-current="page"' : ""}>${title}</a>`;
  });
  const done = ask.get("done");
  const trouble = ask.get("problem");
  const notice =
    (done === null ? "" : html`<p role="status">${done}</p>`) +
    (trouble === null ? "" : html`<p role="alert">${trouble}</p>`);
  const nav = `<nav aria-label="Lists"><a href="/">All companies</a>${links.join("")}</nav>`;
  return page(200, company.name, `${nav}${notice}${listPage(company, list, ask.get("find") ?? "")}`, []);
}

/** Answers the pages at / and below /app. */
export function bookkeeper(world: World, request: Request): Answer {
  const [, what, id, verb] = request.path;
  if (what === undefined) return companies(world);
  if (what === "invoice") return invoiceLink(world, request);
  const realm = what === "company" ? world.realms.get(id ?? "") : undefined;
  if (realm === undefined) return page(404, "Not found", "<p>There is no such page.</p>", []);
  return request.method === "POST" && verb === "act" ? act(world, realm, request) : companyPage(realm, request);
}

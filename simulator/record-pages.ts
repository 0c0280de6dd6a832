// What does a bookkeeper see of one record, and what can be done with it?
import { manyOf, oneOf, framed, heading, type Notice } from "./bookkeeper-menu.ts";
import { auditTable } from "./bookkeeper-company.ts";
import { money, pill, stateOf } from "./bookkeeper-lists.ts";
import { depositedIds } from "./clerk-money.ts";
import { companyDay } from "./clock.ts";
import type { Company } from "./company.ts";
import { entityOf, isSalesForm, isTransaction, KINDS, type EntityName } from "./entities.ts";
import { facts, link, table, type Column } from "./forms.ts";
import { escaped, html, page } from "./html.ts";
import type { Answer } from "./http.ts";
import { asRow, asRows, asText, type Json, type Row } from "./json.ts";
import { listPath, recordPath } from "./paths.ts";
import { present } from "./present.ts";
import { recordActions } from "./record-actions.ts";

/** The record's number or name, as it is called on pages. */
export function titleOf(entity: EntityName, row: Row): string {
  if (!isTransaction(entity)) {
    return (
      asText(row.FullyQualifiedName) ?? asText(row[KINDS[entity].name ?? "Name"]) ?? `${entity} ${asText(row.Id) ?? ""}`
    );
  }
  const number = asText(row.DocNumber);
  if (entity === "Payment") return `Payment ${asText(row.PaymentRefNum) ?? asText(row.Id) ?? ""}`;
  return `${oneOf(entity)} ${number ?? (isSalesForm(entity) ? "without number" : (asText(row.Id) ?? ""))}`;
}

function refLink(company: Company, entity: EntityName, value: Json | undefined): string {
  const ref = asRow(value);
  const id = asText(ref?.value);
  if (id === undefined) return "";
  return html`<a href="${recordPath(company, entity, id)}">${asText(ref?.name) ?? id}</a>`;
}

function addressOf(value: Json | undefined): string {
  const address = asRow(value);
  const text = (field: string) => asText(address?.[field]) ?? "";
  const town = [text("City"), text("CountrySubDivisionCode"), text("PostalCode")]
    .filter((part) => part !== "")
    .join(" ");
  const lines = [text("Line1"), text("Line2"), text("Line3"), text("Line4"), text("Line5"), town, text("Country")];
  return escaped(lines.filter((line) => line !== "").join("\n"));
}

function linesTable(company: Company, row: Row): string {
  const lines = asRows(row.Line).filter((line) => line.DetailType !== "SubTotalLineDetail");
  const detail = (line: Row) => asRow(line.SalesItemLineDetail);
  const what = (line: Row) =>
    line.DetailType === "DiscountLineDetail"
      ? "Discount"
      : line.DetailType === "DescriptionOnly"
        ? "Note"
        : refLink(company, "Item", detail(line)?.ItemRef) || "No item";
  const columns: Column<Row>[] = [
    {
      title: "Product or service",
      // On a narrow screen the description stands below the item, its column is hidden.
      cell: (line) => what(line) + html`<span class="narrow">${asText(line.Description)}</span>`,
    },
    { title: "Description", minor: true, cell: (line) => escaped(line.Description) },
    { title: "Quantity", money: true, minor: true, cell: (line) => escaped(detail(line)?.Qty) },
    { title: "Rate", money: true, minor: true, cell: (line) => escaped(detail(line)?.UnitPrice) },
    { title: "Tax", minor: true, cell: (line) => escaped(asRow(detail(line)?.TaxCodeRef)?.value) },
    {
      title: "Amount",
      money: true,
      cell: (line) => (line.DetailType === "DiscountLineDetail" ? `-${money(line.Amount)}` : money(line.Amount)),
    },
  ];
  return table("Lines", columns, lines);
}

function totalsOf(entity: EntityName, row: Row): string {
  const line = (type: string) => asRows(row.Line).find((one) => one.DetailType === type)?.Amount;
  const discount = line("DiscountLineDetail");
  const entries: [string, string][] = [
    ["Subtotal", money(line("SubTotalLineDetail"))],
    ["Discount", discount === undefined ? "" : `-${money(discount)}`],
    ["Sales tax", money(asRow(row.TxnTaxDetail)?.TotalTax)],
    ["Total", money(row.TotalAmt)],
    ["Deposit", money(row.Deposit)],
    [entity === "CreditMemo" ? "Credit left" : "Balance due", entity === "Estimate" ? "" : money(row.Balance)],
  ];
  const shown = entries.filter(([, value]) => value !== "");
  const last = shown.length - 1;
  return `<dl class="totals">${shown
    .map(([name, value], index) => {
      const look = index === last ? ' class="big"' : "";
      return `<dt${look}>${name}</dt><dd${look}>${value}</dd>`;
    })
    .join("")}</dl>`;
}

type Linked = { type: string; id: string; amount: Json | undefined };

/** What this transaction is tied to: links of its own, of its lines, and the deposit it stands on. */
function linksOf(company: Company, row: Row): Linked[] {
  const id = asText(row.Id) ?? "";
  const links = new Map<string, Linked>();
  const add = (link: Row, amount: Json | undefined) => {
    const [type, target] = [asText(link.TxnType) ?? "", asText(link.TxnId) ?? ""];
    const known = links.get(`${type}:${target}`);
    links.set(`${type}:${target}`, { type, id: target, amount: known?.amount ?? amount });
  };
  for (const line of asRows(row.Line)) for (const link of asRows(line.LinkedTxn)) add(link, line.Amount);
  for (const link of asRows(row.LinkedTxn)) {
    const other = company.get(entityOf(asText(link.TxnType) ?? "") ?? "Payment", asText(link.TxnId) ?? "");
    const mine = asRows(other?.Line).find((line) => asRows(line.LinkedTxn).some((back) => back.TxnId === id));
    add(link, mine?.Amount);
    // A payment that uses up a credit memo ties the invoice and the credit memo to each other.
    const both = asRows(other?.Line).flatMap((line) => asRows(line.LinkedTxn).map((one) => ({ one, line })));
    if (!both.some(({ one }) => one.TxnType === "CreditMemo")) continue;
    for (const { one, line } of both) if (one.TxnId !== id) add(one, line.Amount);
  }
  const deposits = entityOf("Deposit");
  if (deposits !== undefined && depositedIds(company).has(id)) {
    for (const deposit of company.table(deposits).rows.values()) {
      const on = asRows(deposit.Line).some((line) => asRows(line.LinkedTxn).some((back) => back.TxnId === id));
      if (on) add({ TxnType: "Deposit", TxnId: deposit.Id }, undefined);
    }
  }
  return [...links.values()];
}

function linksTable(company: Company, row: Row): string {
  const links = linksOf(company, row);
  if (links.length === 0) return "";
  const target = ({ type, id }: Linked) => {
    const entity = entityOf(type);
    return entity === undefined ? undefined : company.get(entity, id);
  };
  const columns: Column<Linked>[] = [
    {
      title: "Transaction",
      cell: (one) => {
        const [entity, other] = [entityOf(one.type), target(one)];
        if (entity === undefined || other === undefined) return escaped(`${one.type} ${one.id} (gone)`);
        return html`<a href="${recordPath(company, entity, one.id)}">${titleOf(entity, other)}</a>`;
      },
    },
    { title: "Date", minor: true, cell: (one) => escaped(target(one)?.TxnDate) },
    { title: "Its total", money: true, minor: true, cell: (one) => money(target(one)?.TotalAmt) },
    { title: "Applied", money: true, cell: (one) => money(one.amount) },
  ];
  return `<h2>Linked transactions</h2>${table("Linked transactions", columns, links)}`;
}

function formFacts(company: Company, entity: EntityName, row: Row): string {
  const text = (field: string) => escaped(row[field]);
  const name = (field: string) => escaped(asRow(row[field])?.name);
  return facts([
    ["Customer", refLink(company, "Customer", row.CustomerRef)],
    ["Billing address", addressOf(row.BillAddr)],
    ["E-mail", escaped(asRow(row.BillEmail)?.Address)],
    [entity === "Payment" ? "Payment date" : "Date", text("TxnDate")],
    ["Due", text("DueDate")],
    ["Expires", text("ExpirationDate")],
    ["Terms", name("SalesTermRef")],
    ["Payment method", name("PaymentMethodRef")],
    ["Reference", text("PaymentRefNum")],
    ["Deposit to", refLink(company, "Account", accountNamed(company, row.DepositToAccountRef))],
    ["Not applied", entity === "Payment" ? money(row.UnappliedAmt) : ""],
    ["Class", name("ClassRef")],
    ["Location", name("DepartmentRef")],
    ["Tracking number", text("TrackingNum")],
    ["Message to the customer", escaped(asRow(row.CustomerMemo)?.value)],
    ["Memo", text("PrivateNote")],
    ["E-mail status", row.EmailStatus === "EmailSent" ? "Sent" : ""],
  ]);
}

function accountNamed(company: Company, value: Json | undefined): Row | undefined {
  const ref = asRow(value);
  const account = company.get("Account", asText(ref?.value) ?? "");
  return ref === undefined ? undefined : { ...ref, name: ref.name ?? account?.Name ?? ref.value };
}

function nameFacts(company: Company, entity: EntityName, row: Row): string {
  const text = (field: string) => escaped(row[field]);
  const inside = (field: string, member: string) => escaped(asRow(row[field])?.[member]);
  return facts([
    ["Company", text("CompanyName")],
    [
      "Contact",
      escaped([asText(row.GivenName), asText(row.FamilyName)].filter((part) => part !== undefined).join(" ")),
    ],
    ["E-mail", inside("PrimaryEmailAddr", "Address")],
    ["Phone", inside("PrimaryPhone", "FreeFormNumber")],
    ["Billing address", addressOf(row.BillAddr)],
    ["Shipping address", addressOf(row.ShipAddr)],
    ["Below", refLink(company, entity, row.ParentRef)],
    ["Terms", inside("SalesTermRef", "name")],
    ["Balance with sub-customers", entity === "Customer" ? money(row.BalanceWithJobs) : ""],
    ["Type", escaped(row.Type ?? row.AccountType)],
    ["SKU", text("Sku")],
    ["Description", text("Description")],
    ["Price", entity === "Item" ? money(row.UnitPrice) : ""],
    ["Income account", refLink(company, "Account", accountNamed(company, row.IncomeAccountRef))],
    ["Days until due", text("DueDays")],
    ["Percent", text("RateValue")],
    ["Notes", text("Notes")],
  ]);
}

function ownTransactions(company: Company, id: string, today: string): string {
  const kinds = ["Invoice", "Payment", "Estimate", "CreditMemo", "SalesReceipt", "RefundReceipt"] as const;
  const rows = kinds.flatMap((entity) =>
    company
      .table(entity)
      .find("CustomerRef", id)
      .map((row) => ({ entity, row })),
  );
  const newest = rows.toSorted((a, b) => Number(b.row.Id) - Number(a.row.Id)).slice(0, 50);
  if (newest.length === 0) return '<h2>Transactions</h2><p class="none">No transaction yet.</p>';
  const columns: Column<(typeof rows)[number]>[] = [
    {
      title: "Transaction",
      cell: ({ entity, row }) =>
        html`<a href="${recordPath(company, entity, asText(row.Id) ?? "")}">${titleOf(entity, row)}</a>`,
    },
    { title: "Date", minor: true, cell: ({ row }) => escaped(row.TxnDate) },
    { title: "Total", money: true, cell: ({ row }) => money(row.TotalAmt) },
    { title: "Open", money: true, minor: true, cell: ({ row }) => money(row.Balance ?? row.UnappliedAmt) },
    { title: "Status", cell: ({ entity, row }) => pill(stateOf(entity, row, today)) },
  ];
  return `<h2>Transactions</h2>${table("Transactions", columns, newest)}`;
}

function figureOf(entity: EntityName, row: Row): string {
  const [title, value] =
    entity === "Invoice"
      ? ["Balance due", row.Balance]
      : entity === "Customer"
        ? ["Open balance", row.Balance]
        : entity === "CreditMemo"
          ? ["Credit left", row.Balance]
          : entity === "Payment"
            ? ["Amount received", row.TotalAmt]
            : ["Total", row.TotalAmt];
  return value === undefined
    ? ""
    : `<div class="sum"><span class="soft">${title}</span><strong>${money(value)}</strong></div>`;
}

/** The page of one record of any list. */
export function recordPage(company: Company, entity: EntityName, stored: Row, nowMs: number, notice: Notice): Answer {
  const row = present(company, entity, stored);
  const id = asText(row.Id) ?? "";
  const today = companyDay(nowMs);
  const title = titleOf(entity, row);
  const list = html`<a href="${listPath(company, entity)}">${manyOf(entity)}</a>`;
  const head = heading(title, `${list} ${pill(stateOf(entity, row, today))}`, figureOf(entity, row));
  const lines = isSalesForm(entity) ? `${linesTable(company, row)}${totalsOf(entity, row)}` : "";
  const about = isTransaction(entity) ? formFacts(company, entity, row) : nameFacts(company, entity, row);
  const own = entity === "Customer" ? ownTransactions(company, id, today) : linksTable(company, row);
  const history = company.audit.entries.filter((entry) => entry.entity === entity && entry.id === id).toReversed();
  const technical = html`<p class="soft">
    QuickBooks ID ${id} · SyncToken ${asText(row.SyncToken)} · last updated
    ${asText(asRow(row.MetaData)?.LastUpdatedTime)}
  </p>`;
  const past = `<h2>History</h2>${auditTable(company, history.slice(0, 20))}${technical}`;
  const card = `<section class="card" aria-label="${escaped(title)}">${about}</section>`;
  const body = `${recordActions(company, entity, row)}${card}${lines === "" ? "" : `<h2>Lines</h2>${lines}`}${own}${past}`;
  return framed(company, { title, current: entity }, notice, { head, body });
}

/** What is said about a record that is not there: deleted, merged into another one, or never known. */
export function gonePage(company: Company | undefined, entity: EntityName, id: string): Answer {
  const transaction = isTransaction(entity);
  const title = transaction ? "This transaction is gone" : "This record is gone";
  const never = transaction
    ? "This transaction does not exist. It may have been deleted."
    : "This record does not exist. It may have been merged into another one.";
  if (company === undefined) return page(404, title, html`<p role="alert">${never}</p>`, []);
  const stone = company.tombstones.findLast((one) => one.entity === entity && one.id === id);
  const merge = company.audit.entries.findLast(
    (entry) => entry.entity === entity && entry.fields[0] === `took over ${entity} ${id}`,
  );
  const said =
    merge !== undefined
      ? html`<p role="alert">
          ${oneOf(entity)} ${id} was merged into <a href="${recordPath(company, entity, merge.id)}">${merge.name}</a>.
        </p>`
      : stone === undefined
        ? html`<p role="alert">${never}</p>`
        : html`<p role="alert">${oneOf(entity)} ${id} was deleted on ${stone.time.slice(0, 10)}.</p>`;
  const past = company.audit.entries.filter((entry) => entry.entity === entity && entry.id === id).toReversed();
  const back = `<p class="bar">${link(listPath(company, entity), manyOf(entity))}</p>`;
  const history = past.length === 0 ? "" : `<h2>History</h2>${auditTable(company, past.slice(0, 20))}`;
  const silent: Notice = { done: null, problem: null };
  return framed(company, { status: 404, title, current: entity }, silent, {
    head: heading(title),
    body: `${said}${back}${history}`,
  });
}

// With which forms does a bookkeeper change a record, receive a payment, make a deposit?
import { framed, heading, type Notice } from "./bookkeeper-menu.ts";
import { money } from "./bookkeeper-lists.ts";
import { depositedIds } from "./clerk-money.ts";
import { companyDay } from "./clock.ts";
import type { Company } from "./company.ts";
import { undepositedFunds } from "./company-defaults.ts";
import { isSalesForm, KINDS, type EntityName } from "./entities.ts";
import { area, form, input, link, select, table, type Column } from "./forms.ts";
import { escaped, html } from "./html.ts";
import type { Answer } from "./http.ts";
import { asRow, asRows, asText, at, refId, type Row } from "./json.ts";
import { listPath, recordPath, verbPath } from "./paths.ts";
import { titleOf } from "./record-pages.ts";

const DECIMAL = 'inputmode="decimal" autocomplete="off"';

/** Fields a person edits as plain text, by list: path, label, attributes. */
export const TEXT_FIELDS: Partial<Record<EntityName, [path: string, label: string, attributes?: string][]>> = {
  Customer: [
    ["DisplayName", "Name", "required"],
    ["CompanyName", "Company"],
    ["GivenName", "First name"],
    ["FamilyName", "Last name"],
    ["PrimaryEmailAddr.Address", "E-mail"],
    ["PrimaryPhone.FreeFormNumber", "Phone"],
    ["BillAddr.Line1", "Street"],
    ["BillAddr.City", "City"],
    ["BillAddr.CountrySubDivisionCode", "State"],
    ["BillAddr.PostalCode", "Postal code"],
    ["Notes", "Notes"],
  ],
  Item: [
    ["Name", "Name", "required"],
    ["Sku", "SKU"],
    ["Description", "Description"],
    ["UnitPrice", "Price", DECIMAL],
  ],
  Term: [
    ["Name", "Name", "required"],
    ["DueDays", "Days until due", 'inputmode="numeric"'],
  ],
  Payment: [
    ["TxnDate", "Date", 'type="date" required'],
    ["PaymentRefNum", "Reference", 'maxlength="21"'],
    ["PrivateNote", "Memo"],
  ],
};
TEXT_FIELDS.Vendor = TEXT_FIELDS.Employee = (TEXT_FIELDS.Customer ?? []).filter(([path]) => path !== "Notes");

const FORM_FIELDS: [path: string, label: string, attributes?: string][] = [
  ["DocNumber", "Number", 'maxlength="21"'],
  ["TxnDate", "Date", 'type="date" required'],
  ["DueDate", "Due", 'type="date"'],
  ["BillEmail.Address", "E-mail"],
];
const FORM_AREAS: [path: string, label: string][] = [
  ["CustomerMemo.value", "Message to the customer"],
  ["PrivateNote", "Memo (internal)"],
];

/** The fields of the edit form of a list or form. */
export function fieldsOf(entity: EntityName): [path: string, label: string, attributes?: string][] {
  if (isSalesForm(entity)) {
    return [...FORM_FIELDS.filter(([path]) => path !== "DueDate" || entity === "Invoice"), ...FORM_AREAS];
  }
  return TEXT_FIELDS[entity] ?? [[KINDS[entity].name ?? "Name", "Name", "required"]];
}

function cell(title: string, name: string, value: string | undefined, look = ""): string {
  return html`<td class="field ${look === "" ? "words" : ""}">
    <label
      ><span class="hidden">${title}</span><input name="${name}" value="${value}" class="${look}" autocomplete="off"
    /></label>
  </td>`;
}

function lineRow(line: Row, index: number): string {
  const id = asText(line.Id) ?? "";
  const detail = asRow(line.SalesItemLineDetail);
  const at1 = `line ${index + 1}`;
  const sold = detail !== undefined;
  const figures = sold
    ? cell(`Quantity of ${at1}`, `line.${id}.quantity`, asText(detail.Qty), "money") +
      cell(`Rate of ${at1}`, `line.${id}.rate`, asText(detail.UnitPrice), "money") +
      cell(`Amount of ${at1}`, `line.${id}.amount`, asText(line.Amount), "money")
    : '<td class="minor"></td><td class="minor"></td><td class="minor"></td>';
  const item = html`<td class="field">${asText(asRow(detail?.ItemRef)?.name) ?? (sold ? "No item" : "Note")}</td>`;
  const remove = html`<td class="field">
    <label class="check"
      ><input type="checkbox" name="line.${id}.remove" value="true" />Remove<span class="hidden"> ${at1}</span></label
    >
  </td>`;
  const words = cell(`Description of ${at1}`, `line.${id}.description`, asText(line.Description));
  return `<tr>${item}${words}${figures}${remove}</tr>`;
}

function linesEditor(company: Company, row: Row): string {
  const lines = asRows(row.Line).filter((line) => asText(line.Id) !== undefined);
  const items = [...company.table("Item").rows.values()]
    .filter((item) => item.Active !== false && item.Type !== "Category")
    .map((item): [string, string] => [asText(item.Id) ?? "", asText(item.FullyQualifiedName) ?? ""])
    .toSorted(([, a], [, b]) => a.localeCompare(b))
    .slice(0, 500);
  const titles = ["Product or service", "Description", "Quantity", "Rate", "Amount", "Remove"];
  const look = (title: string) => (["Quantity", "Rate", "Amount"].includes(title) ? ' class="money"' : "");
  const head = titles.map((title) => `<th scope="col"${look(title)}>${title}</th>`).join("");
  const add = `<div class="grid">${select("Add a line: product or service", "add.item", items)}${input("Description of the new line", "add.description", "")}${input("Amount of the new line (empty = no new line)", "add.amount", "", DECIMAL)}</div>`;
  return `<h2>Lines</h2><div class="wide lines"><table><caption class="hidden">Lines to edit</caption><thead><tr>${head}</tr></thead><tbody>${lines.map(lineRow).join("")}</tbody></table></div><p class="soft">A typed amount wins over quantity and rate.</p>${add}`;
}

function saveBar(back: string): string {
  return `<div class="bar"><button type="submit">Save</button>${link(back, "Cancel")}</div>`;
}

/** The form that changes a record; it remembers the SyncToken it was opened with. */
export function editPage(company: Company, entity: EntityName, row: Row, notice: Notice): Answer {
  const id = asText(row.Id) ?? "";
  const here = recordPath(company, entity, id);
  const title = `Edit ${titleOf(entity, row)}`;
  const value = (path: string) => asText(at(row, path)) ?? "";
  const areas = new Set(FORM_AREAS.map(([path]) => path));
  const inputs = fieldsOf(entity).map(([path, label, attributes]) =>
    isSalesForm(entity) && areas.has(path)
      ? area(label, `field.${path}`, value(path))
      : input(label, `field.${path}`, value(path), attributes),
  );
  const lines = isSalesForm(entity) ? linesEditor(company, row) : "";
  const fields = {
    do: "edit",
    entity,
    id,
    syncToken: asText(row.SyncToken) ?? "",
    back: here,
    again: verbPath(company, "edit", entity, id),
  };
  const inside = `<div class="card"><div class="grid">${inputs.join("")}</div></div>${lines}${saveBar(here)}`;
  const body = form(company, fields, inside, "sheet");
  return framed(company, { title, current: entity }, notice, { head: heading(title), body });
}

function accountsFor(company: Company): [string, string][] {
  const kinds = ["Bank", "Other Current Asset"];
  return [...company.table("Account").rows.values()]
    .filter((row) => kinds.includes(asText(row.AccountType) ?? "") && row.Active !== false)
    .map((row): [string, string] => [asText(row.Id) ?? "", asText(row.Name) ?? ""]);
}

/** The form that receives a payment for one invoice, in full or in part. */
export function payPage(company: Company, invoice: Row, nowMs: number, notice: Notice): Answer {
  const id = asText(invoice.Id) ?? "";
  const here = recordPath(company, "Invoice", id);
  const title = `Receive payment for ${titleOf("Invoice", invoice)}`;
  const methods = [...company.table("PaymentMethod").rows.values()]
    .filter((row) => row.Active !== false)
    .map((row): [string, string] => [asText(row.Id) ?? "", asText(row.Name) ?? ""]);
  const inputs = [
    input("Amount received", "amount", invoice.Balance, `${DECIMAL} required`),
    input("Payment date", "date", companyDay(nowMs), 'type="date" required'),
    select("Payment method", "method", [["", "None"], ...methods]),
    input("Reference", "reference", "", 'maxlength="21"'),
    select("Deposit to", "account", accountsFor(company), refId(undepositedFunds(company)) ?? ""),
    input("Memo", "memo", ""),
  ];
  const fields = { do: "pay", id, back: here, again: verbPath(company, "pay", "Invoice", id) };
  const inside = `<div class="card"><div class="grid">${inputs.join("")}</div><p class="soft">What is more than the open balance stays with the customer as unapplied money.</p></div>${saveBar(here)}`;
  const below = escaped(`${asText(asRow(invoice.CustomerRef)?.name) ?? ""}, open ${money(invoice.Balance)}`);
  const body = form(company, fields, inside, "sheet");
  return framed(company, { title, current: "Invoice" }, notice, { head: heading(title, below), body });
}

type Waiting = { entity: "Payment" | "SalesReceipt"; row: Row };

/** Payments and sales receipts in Undeposited Funds that are on no deposit yet. */
function undeposited(company: Company): Waiting[] {
  const funds = refId(undepositedFunds(company));
  const done = depositedIds(company);
  return (["Payment", "SalesReceipt"] as const).flatMap((entity) =>
    [...company.table(entity).rows.values()]
      .filter((row) => refId(row.DepositToAccountRef) === funds && !done.has(asText(row.Id) ?? ""))
      .filter((row) => asText(row.TotalAmt) !== "0")
      .map((row) => ({ entity, row })),
  );
}

/** The form that brings payments to the bank. */
export function depositPage(company: Company, nowMs: number, notice: Notice): Answer {
  const title = "Make a deposit";
  const waiting = undeposited(company).slice(-200);
  const columns: Column<Waiting>[] = [
    {
      title: "Deposit",
      cell: ({ entity, row }) =>
        html`<label class="check"
          ><input type="checkbox" name="payments" value="${asText(row.Id)}" />${titleOf(entity, row)}</label
        >`,
    },
    { title: "Customer", cell: ({ row }) => escaped(asRow(row.CustomerRef)?.name) },
    { title: "Date", minor: true, cell: ({ row }) => escaped(row.TxnDate) },
    { title: "Amount", money: true, cell: ({ row }) => money(row.TotalAmt) },
  ];
  const banks = accountsFor(company).filter(([id]) => company.get("Account", id)?.AccountType === "Bank");
  const inputs = [
    select("To account", "account", banks),
    input("Date", "date", companyDay(nowMs), 'type="date" required'),
    input("Memo", "memo", ""),
  ];
  const list = listPath(company, "Deposit");
  const fields = { do: "deposit", back: list, again: verbPath(company, "new", "Deposit", "") };
  const inside = `<div class="card"><div class="grid">${inputs.join("")}</div></div>${table("Payments that wait", columns, waiting)}<p></p>${saveBar(list)}`;
  const body =
    waiting.length === 0
      ? '<p class="none">No payment waits in Undeposited Funds.</p>'
      : form(company, fields, inside, "sheet");
  return framed(company, { title, current: "Deposit" }, notice, { head: heading(title), body });
}

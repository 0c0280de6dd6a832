// Which things can a person do with the record that is shown?
import type { Company } from "./company.ts";
import { isSalesForm, isTransaction, KINDS, type EntityName } from "./entities.ts";
import { ask, button, form, input, link, select } from "./forms.ts";
import { asRow, asText, refId, type Row } from "./json.ts";
import { MERGEABLE } from "./merge.ts";
import { centsOrZero } from "./money.ts";
import { listPath, recordPath, verbPath } from "./paths.ts";

const CHOICES = 500;
const NOT_WRITABLE: readonly string[] = ["TaxCode", "TaxRate", "Attachable"];
const VOIDABLE: readonly string[] = ["Invoice", "Payment", "SalesReceipt"];

function mergeForm(company: Company, entity: EntityName, row: Row): string {
  const field = KINDS[entity].name ?? "Name";
  const id = asText(row.Id) ?? "";
  const others = [...company.table(entity).rows.values()]
    .filter((other) => other.Id !== id && other.Active !== false && other.Type === row.Type)
    .map((other): [string, string] => [
      asText(other.Id) ?? "",
      asText(other.FullyQualifiedName) ?? asText(other[field]) ?? "",
    ])
    .toSorted(([, a], [, b]) => a.localeCompare(b))
    .slice(0, CHOICES);
  if (others.length === 0) return "";
  const name = asText(row[field]) ?? "";
  const text = `${name} will be gone for good, and everything that names it will name the other one instead.`;
  const fields = { do: "merge", entity, id, again: recordPath(company, entity, id), back: listPath(company, entity) };
  return ask(
    "Merge",
    text,
    form(company, fields, `${select("Keep this one", "into", others)}${button("Merge", name, "main")}`),
  );
}

function nameActions(company: Company, entity: EntityName, row: Row): string[] {
  const id = asText(row.Id) ?? "";
  const here = recordPath(company, entity, id);
  const name = asText(row[KINDS[entity].name ?? "Name"]) ?? "";
  const base = { entity, id, back: here, again: here };
  if (NOT_WRITABLE.includes(entity)) return [];
  if (row.Active === false) return [form(company, { do: "activate", ...base }, button("Make active", name, "main"))];
  const rename = form(
    company,
    { do: "rename", ...base },
    `${input("New name", "to", name, "required")}${button("Rename", name, "main")}`,
  );
  return [
    link(verbPath(company, "edit", entity, id), "Edit", false),
    ask("Rename", "Everything that names it shows the new name.", rename),
    MERGEABLE.includes(entity) ? mergeForm(company, entity, row) : "",
    form(company, { do: "deactivate", ...base }, button("Make inactive", name)),
  ];
}

function creditForm(company: Company, row: Row): string {
  const id = asText(row.Id) ?? "";
  const invoices = company
    .table("Invoice")
    .find("CustomerRef", refId(row.CustomerRef) ?? "")
    .filter((invoice) => centsOrZero(invoice.Balance) > 0)
    .map((invoice): [string, string] => [
      asText(invoice.Id) ?? "",
      `${asText(invoice.DocNumber) ?? asText(invoice.Id) ?? ""}, open ${asText(invoice.Balance) ?? ""}`,
    ]);
  if (invoices.length === 0 || centsOrZero(row.Balance) === 0) return "";
  const here = recordPath(company, "CreditMemo", id);
  const fields = { do: "apply-credit", "credit.id": id, back: here, again: here };
  const inside = `${select("Invoice", "invoice.id", invoices)}${input("Amount (empty = as much as fits)", "amount", "", 'inputmode="decimal"')}${button("Apply", "credit", "main")}`;
  return ask("Apply to an invoice", "QuickBooks notes it as a payment of zero.", form(company, fields, inside));
}

function transactionActions(company: Company, entity: EntityName, row: Row): string[] {
  const id = asText(row.Id) ?? "";
  const here = recordPath(company, entity, id);
  const number = asText(row.DocNumber) ?? id;
  const base = { entity, id, again: here };
  const sure = (verb: "void" | "delete", title: string, text: string, back: string) =>
    ask(title, text, form(company, { do: verb, ...base, back }, button(`${title} it`, number, "danger")));
  const mail = asText(asRow(row.BillEmail)?.Address) ?? "";
  const send = form(
    company,
    { do: "send", ...base, back: here },
    `${input("E-mail to", "to", mail, 'type="email" required')}${button("Send", number, "main")}`,
  );
  const form2 = isSalesForm(entity);
  const open = entity === "Invoice" && centsOrZero(row.Balance) > 0;
  return [
    open ? link(verbPath(company, "pay", entity, id), "Receive payment", false) : "",
    form2 || entity === "Payment" ? link(verbPath(company, "edit", entity, id), "Edit", open) : "",
    form2 || entity === "Payment" ? link(verbPath(company, "pdf", entity, id), "PDF") : "",
    form2 ? ask("Send", "Nothing is really sent; the form is marked as e-mailed.", send) : "",
    entity === "CreditMemo" ? creditForm(company, row) : "",
    VOIDABLE.includes(entity) && centsOrZero(row.TotalAmt) > 0
      ? sure("void", "Void", "The number stays, every amount becomes zero.", here)
      : "",
    sure("delete", "Delete", "It is gone for good; only the audit log remembers it.", listPath(company, entity)),
  ];
}

/** The bar of buttons above a record. */
export function recordActions(company: Company, entity: EntityName, row: Row): string {
  const actions = isTransaction(entity) ? transactionActions(company, entity, row) : nameActions(company, entity, row);
  const shown = actions.filter((action) => action !== "");
  return shown.length === 0 ? "" : `<div class="bar">${shown.join("")}</div>`;
}

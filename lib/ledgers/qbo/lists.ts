// How are QuickBooks' lists read: which entities, which fields, which pages?
import type { KeptEntry, ListKind } from "#lib/ledgers/ledger.ts";
import { normalName } from "#lib/sync/matching.ts";
import { singleAnswer } from "./answer.ts";
import { companyInfoOf } from "./company.ts";
import { PAGE_SIZE, plainName, selectList, type ListEntity } from "./query.ts";
import { asRow, textOf, type QboRow } from "./rows.ts";

export const listEntities: Readonly<Record<ListKind, ListEntity>> = {
  item: "Item",
  account: "Account",
  term: "Term",
  class: "Class",
  "tax-code": "TaxCode",
  "payment-method": "PaymentMethod",
  department: "Department",
  customer: "Customer",
};

/** The statement for one page of a list; `from` counts from 1. */
export function listStatement(entity: ListEntity, from: number): string {
  const request = selectList(entity, from);
  if (request.is !== "query") throw new Error("A list is asked for by a query");
  return request.statement;
}

/** Where the next page starts; null when this one was the last. Counts in answers are not to be relied on. */
export function nextListPage(from: number, rows: number): number | null {
  return rows < PAGE_SIZE ? null : from + PAGE_SIZE;
}

/** Rows of an answer as list entries. `rates` are the tax rates by id, for tax codes. */
export function listEntries(list: ListKind, rows: readonly QboRow[], rates: ReadonlyMap<string, string>): KeptEntry[] {
  return rows.flatMap((row): KeptEntry[] => {
    const ledgerId = textOf(row, "Id");
    const name = plainName(textOf(row, list === "customer" ? "DisplayName" : "Name"));
    if (ledgerId === "" || name === "") return [];
    const type = textOf(row, list === "account" ? "AccountType" : "Type");
    const rate = list === "tax-code" ? rateOf(row, rates) : undefined;
    return [
      {
        ledgerId,
        name,
        // The pseudo codes TAX and NON have no such field.
        active: row.Active !== false,
        ...(type === "" ? {} : { type }),
        ...(rate === undefined ? {} : { rate }),
        ...(list === "customer" ? { detail: customerDetail(row) } : {}),
      },
    ];
  });
}

/** What customers are found by, besides their name. */
function customerDetail(row: QboRow): Record<string, string> {
  const told = {
    email: textOf(asRow(row.PrimaryEmailAddr), "Address"),
    phone: textOf(asRow(row.PrimaryPhone), "FreeFormNumber"),
    company: textOf(row, "CompanyName"),
    parent: textOf(asRow(row.ParentRef), "value"),
    givenName: textOf(row, "GivenName"),
    familyName: textOf(row, "FamilyName"),
    city: textOf(asRow(row.BillAddr), "City"),
    currency: textOf(asRow(row.CurrencyRef), "value"),
    /** What it is found by when people write it differently. */
    key: normalName(plainName(textOf(row, "DisplayName"))),
    companyKey: normalName(textOf(row, "CompanyName")),
    fullName: plainName(textOf(row, "FullyQualifiedName")),
    /** Net of what is not applied: not the sum of open invoices. */
    balance: typeof row.Balance === "number" ? String(row.Balance) : "",
  };
  return Object.fromEntries(Object.entries(told).filter(([, text]) => text !== ""));
}

/** Tax rates by id, as decimal text. */
export function taxRates(rows: readonly QboRow[]): Map<string, string> {
  return new Map(
    rows.flatMap((row) => {
      const value = row.RateValue;
      return typeof value === "number" || typeof value === "string"
        ? [[textOf(row, "Id"), String(value)] as const]
        : [];
    }),
  );
}

/** "7.25", or "6.25 + 1" for a code of several rates: each is rounded by itself, so they are not added up. */
function rateOf(row: QboRow, rates: ReadonlyMap<string, string>): string | undefined {
  const details = asRow(row.SalesTaxRateList)?.TaxRateDetail;
  if (!Array.isArray(details)) return undefined;
  const found = details.flatMap((detail) => rates.get(textOf(asRow(asRow(detail)?.TaxRateRef), "value")) ?? []);
  return found.length === 0 ? undefined : found.join(" + ");
}

/** The question for the company's own name, and its answer. */
export function companyInfoPath(realmId: string): string {
  const realm = encodeURIComponent(realmId);
  return `/v3/company/${realm}/companyinfo/${realm}?minorversion=75`;
}

/** The company's name in a companyinfo answer; null when there is none. */
export function companyNameOf(status: number, text: string): string | null {
  const { body } = singleAnswer(status, text);
  const name = body.is === "entity" ? companyInfoOf(body.entity).name : "";
  return name === "" ? null : name;
}

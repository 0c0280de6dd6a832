// How are QuickBooks' lists read: which entities, which fields, which pages?
import type { ListEntry, ListKind } from "#lib/ledgers/ledger.ts";
import { singleAnswer } from "./answer.ts";
import { companyInfoOf } from "./company.ts";
import { PAGE_SIZE, plainName, selectList, type ListEntity } from "./query.ts";
import { asRow, textOf, type QboRow } from "./rows.ts";
import type { QboRequest } from "./wire.ts";

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

/** The question for one page of a list; `from` counts from 1. */
export function listRequest(entity: ListEntity, from: number): QboRequest {
  return selectList(entity, from);
}

/** Where the next page starts; null when this one was the last. Counts in answers are not to be relied on. */
export function nextListPage(from: number, rows: number): number | null {
  return rows < PAGE_SIZE ? null : from + PAGE_SIZE;
}

/** Rows of an answer as list entries. `rates` are the tax rates by id, for tax codes. */
export function listEntries(list: ListKind, rows: readonly QboRow[], rates: ReadonlyMap<string, string>): ListEntry[] {
  return rows.flatMap((row): ListEntry[] => {
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
      },
    ];
  });
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

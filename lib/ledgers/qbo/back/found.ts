// Is a record of QuickBooks what a document of ours should be? Held beside it, with why it cannot be linked.
import { formatMoney, fromJson } from "#lib/money.ts";
import type { FoundId, Held } from "#lib/sync/ledger-ids.ts";
import { gradeMatch, gradeName, type FoundRecord, type Linkable } from "#lib/sync/relink.ts";
import { flagOf, textOf, type QboRow } from "../rows.ts";
import { nameShown, recordShown } from "./seen.ts";

/** A sale or payment beside ours; `linkedTo`: whose it is already. */
export function compareFound(ours: Held | Linkable, row: QboRow, linkedTo: string | undefined): FoundRecord {
  const record = recordShown(row, ours.currency);
  const { grade, reasons } = gradeMatch(
    {
      number: ours.number,
      date: ours.date,
      customerName: ours.party,
      customerIds: ours.customerIds,
      total: { minor: ours.amountMinor, currency: ours.currency },
    },
    { ...record, customerIds: [record.customerId] },
    (amount) => formatMoney(fromJson(amount)),
  );
  const { number, date, customerName, total } = record;
  const shown = { ...idOf(row), number, date, customerName, total };
  return { ...shown, grade, reasons, refused: whyNot(ours, record.total, linkedTo) };
}

/** A customer, job or item beside ours. Several customers of ours may be one of theirs, once a person says so. */
export function compareName(ours: Held, row: QboRow, linkedTo: string | undefined): FoundId {
  const { name = "", email = "" } = nameShown(row);
  const { grade, reasons } = gradeName({ name: ours.party, email: ours.email }, { name, email });
  const isShared = ours.kind === "customer";
  const taken = linkedTo === undefined ? null : `It is ${linkedTo} already.`;
  const inactive = flagOf(row, "Active") === false ? `${name} is inactive in QuickBooks.` : null;
  return {
    ...idOf(row),
    number: textOf(row, "FullyQualifiedName") || name,
    date: "",
    customerName: email,
    total: null,
    grade,
    reasons,
    refused: inactive ?? (isShared || !taken ? null : `${taken} Clear it there first.`),
    note: isShared && taken ? `${taken} Link it here as well only if both are the same customer.` : null,
  };
}

function idOf(row: QboRow): { readonly ledgerId: string; readonly versionToken: string } {
  return { ledgerId: textOf(row, "Id"), versionToken: textOf(row, "SyncToken") };
}

function whyNot(ours: Held | Linkable, total: FoundRecord["total"], linkedTo: string | undefined): string | null {
  if (linkedTo !== undefined) return `It is ${linkedTo} already. Unlink it there first.`;
  if (total.currency !== ours.currency) return `It is in ${total.currency}, and ours is in ${ours.currency}.`;
  if (total.minor === "0" && ours.amountMinor !== "0") return "It was voided in QuickBooks, or comes to nothing.";
  return null;
}

// How does each chosen order stand, and may it be ticked? Those that cannot go say why.
"use client";

import { Info, TriangleAlert } from "lucide-react";
import Link from "next/link";

import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { Money } from "#components/money.tsx";
import { OrderStandingMark } from "#components/order-standing.tsx";
import { Checkbox } from "#components/ui/field.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { newPaymentsNote, type ExportCheck, type ExportRow } from "#lib/sync/exports.ts";

/** What could not be asked is said, above everything that rests on it. */
export function Unchecked({ check: { unchecked } }: { readonly check: ExportCheck }) {
  if (!unchecked) return null;
  return (
    <div role="alert" className="mb-3 flex gap-2.5 rounded-md border border-warn/30 bg-warn-wash p-3">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <p>
        {unchecked.sentence} {counted(unchecked.documents, nouns.document)} could not be checked: the last known state
        is shown, with its age.
      </p>
    </div>
  );
}

type ExportRowsProps = {
  readonly check: ExportCheck;
  readonly now: string;
  readonly isTicked: (row: ExportRow) => boolean;
  readonly onToggle: (row: ExportRow) => void;
};

export function ExportRows({ check, now, isTicked, onToggle }: ExportRowsProps) {
  const beyond = check.total - check.rows.length;
  return (
    <>
      <ul aria-label="Orders to export" className="divide-y divide-line border-y border-line">
        {check.rows.map((row) => (
          <li key={row.orderId} className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-1 py-2">
            <span className="pt-0.5">
              {row.isExportable ? (
                <Checkbox
                  checked={isTicked(row)}
                  label={`Export order ${row.number}, ${row.customerName}`}
                  isLabelHidden
                  onChange={() => onToggle(row)}
                />
              ) : null}
            </span>
            <Line row={row} now={now} isOld={check.unchecked !== null} />
          </li>
        ))}
      </ul>
      {beyond > 0 ? (
        <p className="pt-2 text-soft">
          And {counted(beyond, nouns.order)} more. Those that can be exported go as well.
        </p>
      ) : null}
    </>
  );
}

function Line({ row, now, isOld }: { readonly row: ExportRow; readonly now: string; readonly isOld: boolean }) {
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{row.number}</span>
        <span className="inline-flex min-w-0 items-baseline gap-1.5">
          {row.standing.state === "missing" ? (
            <TriangleAlert aria-label="Missing in QuickBooks" className="size-3.5 shrink-0 self-center text-warn" />
          ) : null}
          <span className="truncate">{row.customerName}</span>
        </span>
        <span className="ml-auto">
          <Money value={row.total} />
        </span>
      </p>
      <p className="flex flex-wrap items-center gap-x-2.5">
        <OrderStandingMark standing={row.standing} />
        <span className="text-soft">{row.note}</span>
        {isOld && row.checkedAt ? (
          <span className="text-xs text-faint">
            last checked <RelativeTime at={row.checkedAt} now={now} />
          </span>
        ) : null}
      </p>
      {row.hasNewLedgerPayments ? (
        <p className="flex items-start gap-1.5 text-xs text-warn">
          <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          <span>
            {newPaymentsNote}.{row.isExportable ? " Exported, it waits on Problem Sync until then." : ""}{" "}
            <Link prefetch={false} href={`/orders/${row.orderId}#payments`} className="text-link">
              Show its payments
            </Link>
          </span>
        </p>
      ) : null}
      {remarksOf(row).map((remark) => (
        <p key={remark} className="flex items-start gap-1.5 text-xs text-soft">
          <Info aria-hidden className="mt-px size-3.5 shrink-0" />
          {remark}
        </p>
      ))}
    </div>
  );
}

/** What somebody should know before ticking it. */
function remarksOf(row: ExportRow): string[] {
  const { removedPayments: removed, isExportable } = row;
  return [
    row.isEdited && isExportable && row.standing.state !== "missing"
      ? "Edited in QuickBooks: exporting says again what the order says."
      : "",
    removed > 0 && isExportable
      ? `${removed === 1 ? "A payment" : `${removed} payments`} the order has no longer will be voided in QuickBooks.`
      : "",
  ].filter(Boolean);
}

// May this order go to QuickBooks now? One button, named by what it would do; else the reason.
"use client";

import { Upload } from "lucide-react";
import { useMemo, useState } from "react";

import { ExportDialog } from "#app/(admin)/orders/export-dialog.tsx";
import { MAY_NOT_EXPORT } from "#app/(admin)/orders/order-selection.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ChooseOrders } from "#lib/sync/exports.ts";
import type { OrderShown } from "#lib/sync/orders-shown.ts";
import { isExportable, type OrderState } from "#lib/sync/standing.ts";

const VERBS: Readonly<Record<OrderState, string>> = {
  ready: "Export to QuickBooks",
  changed: "Update in QuickBooks",
  missing: "Export again",
  blocked: "Export to QuickBooks",
  "up-to-date": "Check in QuickBooks",
};

/** What the button does, in one line. */
const MEANS: Readonly<Record<OrderState, string>> = {
  ready: "Looks at what QuickBooks has, shows it, then sends.",
  changed: "Shows what changed beside what QuickBooks has, then sends it.",
  missing: "Shows what is gone there, asks about its payments, then makes it anew.",
  blocked: "",
  "up-to-date": "Asks QuickBooks whether it still holds all of it. Sends nothing.",
};

type ExportOrderProps = { readonly order: OrderShown; readonly mayExport: boolean };

export function ExportOrder({ order, mayExport }: ExportOrderProps) {
  const { orderId, companyFileId, standing, note } = order;
  const [isOpen, setOpen] = useState(false);
  const select = useMemo<ChooseOrders>(() => ({ is: "rows", orderIds: [orderId] }), [orderId]);
  const isUpToDate = standing.state === "up-to-date" && !standing.isUnderWay;
  const mayGo = isExportable(standing) || isUpToDate;
  const whyNot = standing.isUnderWay ? "It is under way already" : note;
  return (
    <div className="mt-2">
      <Button
        size="sm"
        variant={isExportable(standing) ? "primary" : undefined}
        icon={<Upload aria-hidden />}
        whyNot={mayExport ? (mayGo ? undefined : whyNot) : MAY_NOT_EXPORT}
        onClick={() => setOpen(true)}
      >
        {VERBS[standing.state]}
      </Button>
      {mayExport && mayGo ? <p className="mt-1 text-xs text-soft">{MEANS[standing.state]}</p> : null}
      <ExportDialog companyFileId={companyFileId} select={isOpen ? select : null} onClose={() => setOpen(false)} />
    </div>
  );
}

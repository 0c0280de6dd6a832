// Is it not that record? What clearing does, why it is done, and the ID typed, before it is gone.
"use client";

import { Confirm } from "#components/confirm.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { IdRow } from "#lib/sync/ledger-ids.ts";

import { clear } from "./actions.ts";
import { clearWords } from "./words.ts";

type ClearConfirmProps = {
  readonly row: IdRow;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
};

export function ClearConfirm({ row, isOpen, onClose, onDone }: ClearConfirmProps) {
  async function confirm(because: string): Promise<string | void> {
    const outcome = await clear({ documentId: row.documentId, because });
    if (!outcome.ok) return outcome.refusal.sentence;
    toast.done(`The ID of ${row.title} is cleared`, {
      detail: row.kind === "customer" ? "Its orders wait until it is linked again." : "It is on Problem Sync.",
    });
    await onDone();
  }
  return (
    <Confirm
      open={isOpen}
      onOpenChange={(next) => (next ? null : onClose())}
      title={`Clear the ID of ${row.title}?`}
      consequence={clearWords(row.kind)}
      confirmLabel="Clear ID"
      tone="danger"
      reasonLabel="Why is it not this record?"
      typed={row.ledgerId ?? ""}
      onConfirm={confirm}
    />
  );
}

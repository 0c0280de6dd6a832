// Which record is it? Looked up first; then the record, a reason and its ID typed, before it is linked.
"use client";

import { useState } from "react";

import { RecordSearch, type RecordFound } from "#app/(admin)/_link/record-search.tsx";
import { moneyText } from "#components/money.tsx";
import { Confirm } from "#components/confirm.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { IdRow } from "#lib/sync/ledger-ids.ts";

import { change, find } from "./actions.ts";

/** `text`: what it is looked up by at first. */
export type ChangeAsked = { readonly row: IdRow; readonly text: string };

type ChangeDialogProps = {
  /** Null: nothing is changed. */
  readonly asked: ChangeAsked | null;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
};

type Chosen = { readonly record: RecordFound; readonly isSure: boolean };

export function ChangeDialog({ asked, onClose, onDone }: ChangeDialogProps) {
  // The words stay while the dialog goes away.
  const [last, setLast] = useState<ChangeAsked | null>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  if (asked && asked !== last) {
    setLast(asked);
    setChosen(null);
  }
  if (!last) return null;
  const { row, text } = last;
  const close = () => {
    setChosen(null);
    onClose();
  };
  async function confirm(because: string): Promise<string | void> {
    if (!chosen) return;
    const { ledgerId, versionToken } = chosen.record;
    const outcome = await change({
      documentId: row.documentId,
      ledgerId,
      versionToken,
      isSure: chosen.isSure,
      because,
    });
    if (!outcome.ok) return outcome.refusal.sentence;
    toast.done(`${row.title} is linked to ${ledgerId} in QuickBooks`, {
      detail: "Nothing was sent. What waited for it goes by itself.",
    });
    await onDone();
  }
  return (
    <>
      <Dialog
        open={asked !== null && chosen === null}
        onOpenChange={(isOpen) => (isOpen ? null : close())}
        wide
        title={row.ledgerId === null ? `Link ${row.title} to a record` : `Change the ID of ${row.title}`}
        description="Paste its number or name, its QuickBooks ID or the address of its page there. It is looked up first."
      >
        <RecordSearch
          key={`${row.documentId}/${text}`}
          text={text}
          find={async (sought) => await find({ documentId: row.documentId, text: sought })}
          onChoose={async (record, isSure) => setChosen({ record, isSure })}
          onClose={close}
        />
      </Dialog>
      <Confirm
        open={asked !== null && chosen !== null}
        onOpenChange={(isOpen) => (isOpen ? null : close())}
        title={`Link ${row.title} to ${chosen?.record.ledgerId ?? ""}?`}
        consequence={chosen ? consequenceOf(row, chosen.record) : ""}
        confirmLabel={`Link to ${chosen?.record.ledgerId ?? ""}`}
        reasonLabel="Why is it this record?"
        typed={chosen?.record.ledgerId ?? ""}
        onConfirm={confirm}
      />
    </>
  );
}

function consequenceOf(row: IdRow, { number, customerName, total, ledgerId }: RecordFound): string {
  const what = [number, customerName, total ? moneyText(total) : ""].filter(Boolean).join(", ");
  const before =
    row.ledgerId === null || row.ledgerId === ledgerId
      ? ""
      : ` The record it has now, ${row.ledgerId}, stays in QuickBooks and is none of ours any more.`;
  return `From then on ${what || "that record"} in QuickBooks counts as ${row.title}. Nothing is sent, and nothing there changes.${before}`;
}

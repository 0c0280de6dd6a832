// What will these choices touch? Said with numbers, before they are saved.
"use client";

import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { Confirm } from "#components/confirm.tsx";
import type { BookingCounted } from "#lib/documents/booking.ts";

import { Touched } from "../touched.tsx";

type BookingQuestionProps = {
  /** Null: nothing is asked. */
  readonly touched: BookingCounted | null;
  /** Cancelled orders are voided from now on, and were not before. */
  readonly isVoiding: boolean;
  readonly onClose: () => void;
  readonly onSave: () => Promise<string | void>;
};

export function BookingQuestion({ touched, isVoiding, onClose, onSave }: BookingQuestionProps) {
  const waiting = touched?.waiting ?? 0;
  return (
    <Confirm
      open={touched !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="Save these choices?"
      consequence={touched ? <Touched touched={touched} isVoiding={isVoiding} /> : null}
      confirmLabel={waiting === 0 ? "Save" : `Save, and plan ${counted(waiting, nouns.order)} again`}
      onConfirm={onSave}
    />
  );
}

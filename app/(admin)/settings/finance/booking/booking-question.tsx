// What will these choices touch? Said with numbers, before they are saved.
"use client";

import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { Confirm } from "#components/confirm.tsx";
import type { BookingCounted } from "#lib/documents/booking.ts";

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

function Touched({ touched, isVoiding }: { readonly touched: BookingCounted; readonly isVoiding: boolean }) {
  const { waiting, there, cancelled } = touched;
  const are = (count: number) => (count === 1 ? "is" : "are");
  return (
    <div className="grid gap-2">
      <p>
        {waiting === 0
          ? "No order waits: these choices count for orders that come from now on."
          : `${counted(waiting, nouns.order)} that ${are(waiting)} not in QuickBooks yet ${are(waiting)} planned again, by these choices.`}
      </p>
      {there > 0 ? (
        <p>
          {counted(there, nouns.order)} that {are(there)} in QuickBooks {there === 1 ? "keeps" : "keep"} the form{" "}
          {there === 1 ? "it has" : "they have"} there.
        </p>
      ) : null}
      {isVoiding && cancelled > 0 ? (
        <p>
          What QuickBooks has of {counted(cancelled, { one: "cancelled order", many: "cancelled orders" })} is voided
          there.
        </p>
      ) : null}
    </div>
  );
}

// An invoice was deleted in QuickBooks and had payments: what becomes of them? Exactly one answer.
"use client";

import type { PaymentChoice } from "#lib/sync/exports.ts";

const ANSWERS: readonly { readonly choice: PaymentChoice; readonly label: string; readonly means: string }[] = [
  {
    choice: "new",
    label: "New payments only",
    means: "Those that were never exported before. The older ones stay as they are.",
  },
  {
    choice: "all",
    label: "All payments",
    means: "Those still in QuickBooks are applied to the new invoice; those deleted there are made again.",
  },
  { choice: "none", label: "No payments", means: "The invoice alone. Its payments are left out from now on." },
];

type ExportPaymentsProps = {
  /** How many of the ticked orders it is about. */
  readonly count: number;
  readonly choice: PaymentChoice | null;
  readonly onChoose: (choice: PaymentChoice) => void;
};

export function ExportPayments({ count, choice, onChoose }: ExportPaymentsProps) {
  return (
    <fieldset className="mb-4 grid gap-1.5 rounded-md border border-line p-3">
      <legend className="px-1 font-medium">
        {count === 1 ? "The deleted invoice had payments" : `${count} deleted invoices had payments`}
      </legend>
      {ANSWERS.map((answer) => (
        <label
          key={answer.choice}
          className="grid grid-cols-[auto_1fr] items-start gap-x-2.5 py-0.5 pointer-coarse:py-2"
        >
          <input
            type="radio"
            name="payments"
            className="mt-0.5 size-4 accent-accent"
            checked={choice === answer.choice}
            onChange={() => onChoose(answer.choice)}
          />
          <span>
            {answer.label}
            <span className="block text-xs text-soft">{answer.means}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

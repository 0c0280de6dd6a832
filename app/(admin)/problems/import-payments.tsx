// QuickBooks has payments that are not known here: which, and what goes once they are imported? Said before it is done.
"use client";

import { useState } from "react";

import { counted, nouns, tabNoun } from "#app/(admin)/_watch/words.ts";
import { MethodQuestions, whyNotResolved, type MethodAnswers } from "#app/(admin)/orders/[orderId]/method-answers.tsx";
import { MoneyList } from "#components/money.tsx";
import type { NewPaymentsLook, PaymentsImported } from "#lib/sync/new-payments.ts";

import { importPayments, lookAtPayments } from "./actions.ts";
import { whyNotFix, type FixProps } from "./fix-props.ts";
import { FixQuestion } from "./fix-question.tsx";

type ImportPaymentsProps = Pick<FixProps, "companyFileId" | "rights" | "onReleased"> & {
  readonly rows: number;
  /** Of these orders alone; else of all that wait. */
  readonly orderIds?: readonly string[];
};

const PAYMENTS = tabNoun("payments");

export function ImportPayments({ companyFileId, rights, rows, orderIds, onReleased }: ImportPaymentsProps) {
  const [answers, setAnswers] = useState<MethodAnswers>({});
  const which = { companyFileId, ...(orderIds ? { orderIds: [...orderIds] } : {}) };
  return (
    <FixQuestion
      label={(held) => `Import and release ${held}`}
      rows={rows}
      title="Import the payments that QuickBooks has?"
      description="They come onto their orders as QuickBooks has them, and nothing in QuickBooks is changed by it. What was to be exported goes then; a payment with the amount, day and reference of one of these is not sent again."
      lookKey={["payments", companyFileId, ...(orderIds ?? [])]}
      look={async () => await lookAtPayments(which)}
      whyNotAsk={whyNotFix(rights, false)}
      whyNot={({ unknownMethods }) => whyNotResolved(unknownMethods, answers)}
      confirmLabel={confirmLabel}
      onConfirm={async ({ orders }) => {
        const outcome = await importPayments({ companyFileId, orders: [...orders], methods: answers });
        if (outcome.ok) onReleased(importedText(outcome.value), outcome.value);
        return outcome;
      }}
    >
      {(found) => (
        <>
          <Found found={found} />
          <MethodQuestions
            unknown={found.unknownMethods}
            methods={found.methods}
            answers={answers}
            onAnswer={setAnswers}
          />
        </>
      )}
    </FixQuestion>
  );
}

function confirmLabel({ payments, rows }: NewPaymentsLook): string {
  return payments === 0 ? `Release ${rows}` : `Import ${counted(payments, PAYMENTS)} and release ${rows}`;
}

/** What was imported, and what stays as it is: "3 payments imported; 1 document left alone: …". */
function importedText({ payments, left }: Pick<PaymentsImported, "payments" | "left">): string {
  const done = payments === 0 ? "No payment was left to import" : `${counted(payments, PAYMENTS)} imported`;
  const alone = left.map(({ rows, reason }) => `${counted(rows, nouns.document)} left alone: ${reason}`);
  return [done, ...alone].join("; ");
}

function Found({ found: { rows, payments, money, paidOrders, others, isCut } }: { readonly found: NewPaymentsLook }) {
  if (rows === 0) return null;
  return (
    <div className="grid gap-1">
      {payments === 0 ? (
        <p>Every payment that QuickBooks has is known here by now: nothing is left to import.</p>
      ) : (
        <p>
          <strong>{counted(payments, PAYMENTS)}</strong> · <MoneyList values={money} /> · on the invoices of{" "}
          {counted(paidOrders, nouns.order)}
        </p>
      )}
      {others > 0 ? (
        <p className="text-soft">
          {counted(others, PAYMENTS)} known here {others === 1 ? "differs" : "differ"} from QuickBooks, or{" "}
          {others === 1 ? "is" : "are"} not there any more: QuickBooks' word is taken for {others === 1 ? "it" : "them"}
          .
        </p>
      ) : null}
      <p>
        {counted(rows, nouns.document)} {rows === 1 ? "waits" : "wait"} for it, and {rows === 1 ? "goes" : "go"} to
        QuickBooks then, but for payments that it has already.
      </p>
      {isCut ? (
        <p className="text-soft">More orders wait than can be asked about at once: the oldest come first.</p>
      ) : null}
    </div>
  );
}

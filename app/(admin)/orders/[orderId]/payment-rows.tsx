// Which payments does the order have, where did each come from, and which are locked?
"use client";

import { CircleSlash, ExternalLink, LoaderCircle, Lock, LockOpen } from "lucide-react";
import { useState } from "react";

import { Confirm } from "#components/confirm.tsx";
import { Money, moneyText } from "#components/money.tsx";
import { Button } from "#components/ui/button.tsx";
import { DateText } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { toast } from "#components/ui/toast.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { ASK_OWNER } from "#lib/access/roles.ts";
import { fromJson, toDecimal } from "#lib/money.ts";
import {
  correctionOf,
  isOutOfCount,
  lockNames,
  mayCorrect,
  mayTakeBack,
  type PaymentLock,
} from "#lib/orders/payment-lock.ts";
import type { PaymentHere, PaymentsShown } from "#lib/sync/payments.ts";

import { remove } from "./payment-actions.ts";
import type { PaymentFields } from "./record-payment.tsx";

export const NOT_ALLOWED = `Your role does not allow this. ${ASK_OWNER}`;

/** What a person wants to do with one: with the fields the form is filled with. */
export type PaymentDoing =
  | { readonly is: "edit" | "correct"; readonly payment: PaymentHere; readonly fields: PaymentFields }
  | { readonly is: "take-back"; readonly payment: PaymentHere };

type ShownPayment = PaymentsShown["payments"][number];

type PaymentRowsProps = {
  readonly shown: PaymentsShown;
  readonly onDo: (doing: PaymentDoing) => void;
  readonly onChanged: () => void;
};

export function PaymentRows({ shown, onDo, onChanged }: PaymentRowsProps) {
  const [deleting, setDeleting] = useState<ShownPayment>();
  if (shown.payments.length === 0) return <p className="px-edge pb-5 text-soft">Nothing was paid yet.</p>;

  async function deleteIt(): Promise<string | void> {
    const outcome = await remove({ orderId: shown.orderId, paymentId: deleting?.paymentId ?? "" });
    if (!outcome.ok) return outcome.refusal.sentence;
    toast.done("Payment deleted");
    onChanged();
  }

  return (
    <>
      <Table label="Payments">
        <TableHead>
          <Row>
            <HeadCell>Date</HeadCell>
            <HeadCell>Method</HeadCell>
            <HeadCell>Reference and notes</HeadCell>
            <HeadCell>Lock</HeadCell>
            <HeadCell align="end">Amount</HeadCell>
            <HeadCell>
              <span className="sr-only">What can be done</span>
            </HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {shown.payments.map((payment) => (
            <Row key={payment.paymentId}>
              <Cell phone="title">
                <DateText date={payment.date} />
              </Cell>
              <Cell>{payment.method ?? <span className="text-faint">Not said</span>}</Cell>
              <Cell>
                <About payment={payment} />
              </Cell>
              <Cell phone="wide">
                <LockMark lock={payment.lock} reason={payment.lockReason} />
              </Cell>
              <Cell align="end" phone="end">
                <Money value={payment.amount} className={isOutOfCount(payment.lock) ? "line-through" : ""} />
              </Cell>
              <Cell phone="wide">
                <Doings payment={payment} may={shown.may} onDo={onDo} onDelete={() => setDeleting(payment)} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
      <Confirm
        open={deleting !== undefined}
        onOpenChange={(open) => (open ? undefined : setDeleting(undefined))}
        title={`Delete the payment of ${deleting ? moneyText(deleting.amount) : ""}?`}
        consequence="It was not sent to QuickBooks yet. It is deleted here, and never sent."
        confirmLabel="Delete payment"
        tone="danger"
        onConfirm={deleteIt}
      />
    </>
  );
}

function About({ payment }: { readonly payment: ShownPayment }) {
  const { reference, note, ledgerId, ledgerUrl, addedBy } = payment;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3">
      {reference ? <span>{reference}</span> : null}
      {note ? <span className="text-soft">{note}</span> : null}
      {addedBy ? <span className="text-xs text-faint">by {addedBy}</span> : null}
      {ledgerId === null ? null : ledgerUrl ? (
        <a
          href={ledgerUrl}
          target="_blank"
          rel="noreferrer"
          className="text-link inline-flex items-center gap-1 text-xs"
        >
          QuickBooks ID {ledgerId}
          <ExternalLink aria-hidden className="size-3" />
          <span className="sr-only">, opens QuickBooks</span>
        </a>
      ) : (
        <span className="text-xs text-faint">QuickBooks ID {ledgerId}</span>
      )}
    </span>
  );
}

const lockIcons = {
  source: Lock,
  going: LoaderCircle,
  exported: Lock,
  imported: Lock,
  "taken-back": CircleSlash,
  "left-out": CircleSlash,
} as const satisfies Readonly<Record<PaymentLock, unknown>>;

function LockMark({ lock, reason }: { readonly lock: PaymentLock | null; readonly reason: string | null }) {
  const Icon = lock === null ? LockOpen : lockIcons[lock];
  const mark = (
    <span className="inline-flex items-center gap-1.5 text-soft">
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {lock === null ? "Not sent yet" : lockNames[lock]}
    </span>
  );
  if (reason === null) return mark;
  // The reason a person gave is part of the story; the others explain a lock.
  if (isOutOfCount(lock)) {
    return (
      <span className="inline-flex flex-wrap gap-x-2">
        {mark}
        <span className="text-soft">{reason}</span>
      </span>
    );
  }
  return (
    <Tooltip text={reason}>
      <button type="button" className="cursor-help rounded-sm">
        {mark}
      </button>
    </Tooltip>
  );
}

type DoingsProps = {
  readonly payment: ShownPayment;
  readonly may: PaymentsShown["may"];
  readonly onDo: (doing: PaymentDoing) => void;
  readonly onDelete: () => void;
};

function Doings({ payment, may, onDo, onDelete }: DoingsProps) {
  const { lock } = payment;
  const whyNot = may.record ? undefined : NOT_ALLOWED;
  const whyNotUnlock = may.unlock ? whyNot : "Only an accountant or an owner takes back what is in QuickBooks.";
  const which = `${moneyText(payment.amount)} of ${payment.date}`;
  return (
    <span className="inline-flex flex-wrap justify-end gap-1">
      {lock === null ? (
        <>
          <Button
            size="sm"
            whyNot={whyNot}
            aria-label={`Edit payment ${which}`}
            onClick={() => onDo({ is: "edit", payment, fields: fieldsOf(payment) })}
          >
            Edit
          </Button>
          <Button size="sm" whyNot={whyNot} aria-label={`Delete payment ${which}`} onClick={onDelete}>
            Delete
          </Button>
        </>
      ) : null}
      {mayCorrect(lock) ? (
        <Button
          size="sm"
          whyNot={whyNot}
          aria-label={`Correct payment ${which}`}
          onClick={() => onDo({ is: "correct", payment, fields: correctionFields(payment) })}
        >
          Correct
        </Button>
      ) : null}
      {mayTakeBack(lock) ? (
        <Button
          size="sm"
          variant="danger"
          whyNot={whyNotUnlock}
          aria-label={`Take back payment ${which}`}
          onClick={() => onDo({ is: "take-back", payment })}
        >
          Take back
        </Button>
      ) : null}
    </span>
  );
}

function fieldsOf({ date, amount, method, reference, note }: PaymentHere): PaymentFields {
  return {
    date,
    amount: toDecimal(fromJson(amount)),
    method: method ?? "",
    reference: reference ?? "",
    note: note ?? "",
  };
}

function correctionFields(payment: PaymentHere): PaymentFields {
  return { date: "", reference: "", ...correctionOf({ ...payment, amount: fromJson(payment.amount) }) };
}

// What was paid of this order, what is locked, and what can be done about it?
"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link2, Plus, RefreshCw } from "lucide-react";
import { useState } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { Money } from "#components/money.tsx";
import { Button } from "#components/ui/button.tsx";
import { Facts, Section } from "#components/ui/page.tsx";
import { DateText } from "#components/ui/relative-time.tsx";
import { fromJson, toJson, add, type MoneyJson } from "#lib/money.ts";
import type { OrderStanding } from "#lib/sync/standing.ts";
import type { OrderSums, PaymentHere, PaymentsShown } from "#lib/sync/payments.ts";

import { ComparePayments } from "./compare-payments.tsx";
import { NOT_ALLOWED, PaymentRows, type PaymentDoing } from "./payment-rows.tsx";
import { RecordPayment, type PaymentForm } from "./record-payment.tsx";
import { TakeBackPayment } from "./take-back-payment.tsx";
import { TakeOverInvoice } from "./take-over-invoice.tsx";

const GOING_MS = 2_000;
const CALM_MS = 20_000;

type Open =
  | { readonly is: "form"; readonly form: PaymentForm }
  | { readonly is: "take-back"; readonly payment: PaymentHere }
  | { readonly is: "compare" }
  | { readonly is: "take-over" };

type PaymentsPanelProps = { readonly orderId: string; readonly standing: OrderStanding };

export function PaymentsPanel({ orderId, standing }: PaymentsPanelProps) {
  const isGoing = standing.isUnderWay;
  const feed = useQuery({
    queryKey: ["payments", orderId],
    queryFn: async ({ signal }) => await fetchJson<PaymentsShown>(`/orders/${orderId}/payments`, signal),
    refetchInterval: isGoing ? GOING_MS : CALM_MS,
  });
  return (
    <div id="payments">
      {feed.data ? (
        <Payments shown={feed.data} />
      ) : (
        <Section title="Payments">
          <p role="status" className={feed.error ? "text-bad" : "text-soft"}>
            {feed.error ? feed.error.message : "Loading payments…"}
          </p>
        </Section>
      )}
    </div>
  );
}

function Payments({ shown }: { readonly shown: PaymentsShown }) {
  const [open, setOpen] = useState<Open>();
  const queries = useQueryClient();
  const { orderId, sums, methods } = shown;
  const close = () => setOpen(undefined);
  const again = () => {
    void queries.invalidateQueries({ queryKey: ["payments", orderId] });
    void queries.invalidateQueries({ queryKey: ["order", orderId] });
  };
  return (
    <Section title="Payments" isFlush>
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-4 px-edge pb-4">
        <Sums sums={sums} />
        <Doings shown={shown} onOpen={(is) => setOpen(is === "form" ? { is, form: newForm() } : { is })} />
      </div>
      <PaymentRows shown={shown} onDo={(doing) => setOpen(openOf(doing))} onChanged={again} />
      <Adjustments lines={shown.adjustments} />
      {open?.is === "form" ? (
        <RecordPayment
          orderId={orderId}
          total={toJson(add(fromJson(sums.order), fromJson(sums.adjustments)))}
          open={openWithout(sums.open, shown.payments, open.form.paymentId)}
          methods={methods}
          form={open.form}
          onClose={close}
          onSaved={again}
        />
      ) : null}
      {open?.is === "take-back" ? (
        <TakeBackPayment orderId={orderId} payment={open.payment} onClose={close} onDone={again} />
      ) : null}
      {open?.is === "compare" ? <ComparePayments orderId={orderId} onClose={close} onApplied={again} /> : null}
      {open?.is === "take-over" ? <TakeOverInvoice orderId={orderId} onClose={close} onTaken={again} /> : null}
    </Section>
  );
}

function openOf(doing: PaymentDoing): Open {
  if (doing.is === "take-back") return doing;
  const { payment } = doing;
  const { method, reference, note, date, amount } = doing.fields;
  const title = doing.is === "edit" ? "Edit payment" : "Correct this payment";
  const fields = { date: doing.is === "edit" ? date : today(), amount, method, reference, note };
  const lead =
    doing.is === "edit"
      ? undefined
      : "This adds a line of the opposite sign and leaves the payment as it is: as it stands, it cancels all of it. To take off a part, write that part with its minus.";
  return { is: "form", form: { title, lead, paymentId: doing.is === "edit" ? payment.paymentId : null, fields } };
}

/** What would be open if the payment that is edited were not there. */
function openWithout(open: MoneyJson, payments: readonly PaymentHere[], paymentId: string | null): MoneyJson {
  const edited = payments.find((payment) => payment.paymentId === paymentId);
  return edited ? toJson(add(fromJson(open), fromJson(edited.amount))) : open;
}

function newForm(): PaymentForm {
  const fields = { date: today(), amount: "", method: "", reference: "", note: "" };
  return { title: "Record a payment", paymentId: null, fields };
}

/** The day where the person is, as a date field wants it. */
function today(): string {
  const now = new Date();
  const two = (part: number) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function Sums({ sums }: { readonly sums: OrderSums }) {
  const { order, adjustments, paid, credits, accepted, open, paidOn } = sums;
  const isOver = open.minor.startsWith("-");
  return (
    <Facts
      facts={[
        { label: "Order", value: <Money value={order} /> },
        ...(adjustments.minor === "0" ? [] : [{ label: "Taken over", value: <Money value={adjustments} /> }]),
        {
          label: "Paid",
          value: (
            <>
              <Money value={paid} />
              {paidOn ? (
                <span className="text-soft">
                  , last on <DateText date={paidOn} />
                </span>
              ) : null}
            </>
          ),
        },
        ...(credits.minor === "0" ? [] : [{ label: "Credits used", value: <Money value={credits} /> }]),
        ...(accepted.minor === "0" ? [] : [{ label: "Accepted from QuickBooks", value: <Money value={accepted} /> }]),
        {
          label: isOver ? "Overpaid" : "Open",
          value: <Money value={isOver ? { ...open, minor: open.minor.slice(1) } : open} isTotal />,
        },
      ]}
    />
  );
}

type DoingsProps = {
  readonly shown: PaymentsShown;
  readonly onOpen: (is: "form" | "compare" | "take-over") => void;
};

function Doings({ shown, onOpen }: DoingsProps) {
  const { may, whyNoUpdate, whyNoTakeOver } = shown;
  const why = (reason: string | null) => (may.record ? (reason ?? undefined) : NOT_ALLOWED);
  return (
    <div className="flex flex-wrap gap-2">
      <Button icon={<Link2 aria-hidden />} whyNot={why(whyNoTakeOver)} onClick={() => onOpen("take-over")}>
        Link an invoice that is in QuickBooks
      </Button>
      <Button icon={<RefreshCw aria-hidden />} whyNot={why(whyNoUpdate)} onClick={() => onOpen("compare")}>
        Update from QuickBooks
      </Button>
      <Button icon={<Plus aria-hidden />} whyNot={why(null)} onClick={() => onOpen("form")}>
        Record a payment
      </Button>
    </div>
  );
}

/** Lines of an invoice that was there before, marked apart from the order's own. */
function Adjustments({ lines }: { readonly lines: PaymentsShown["adjustments"] }) {
  if (lines.length === 0) return null;
  return (
    <div className="border-t border-line px-edge py-4">
      <h3 className="font-medium">Lines taken over from QuickBooks</h3>
      <ul aria-label="Order adjustments" className="mt-1">
        {lines.map(({ lineNumber, itemName, description, quantity, amount }) => (
          <li key={lineNumber} className="flex flex-wrap items-baseline gap-x-3 py-1">
            <span className="inline-flex items-center gap-1.5 text-xs text-warn">
              <span aria-hidden className="size-2 rounded-full bg-warn" />
              Order adjustment
            </span>
            <span>
              {quantity === "1" ? "" : `${quantity} × `}
              {itemName}
            </span>
            {description ? <span className="text-soft">{description}</span> : null}
            <span className="ml-auto">
              <Money value={amount} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

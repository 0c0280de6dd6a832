// How is a payment put in? A day, an amount or a percentage of the order, how it came, what it says.
"use client";

import { CircleAlert } from "lucide-react";
import { useState } from "react";

import { moneyText } from "#components/money.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input, Select, Textarea } from "#components/ui/field.tsx";
import { toast } from "#components/ui/toast.tsx";
import { fromJson, toDecimal, toJson, type Money, type MoneyJson } from "#lib/money.ts";
import { beyondOpen, typedAmount } from "#lib/orders/payment-typed.ts";
import type { Refused } from "#lib/refusal.ts";

import { change, record } from "./payment-actions.ts";

export type PaymentFields = {
  readonly date: string;
  readonly amount: string;
  readonly method: string;
  readonly reference: string;
  readonly note: string;
};

/** new: with what it is filled in; edit: which one. */
export type PaymentForm = {
  readonly title: string;
  /** What saving will do, where that is not plain. */
  readonly lead?: string | undefined;
  readonly paymentId: string | null;
  readonly fields: PaymentFields;
};

type RecordPaymentProps = {
  readonly orderId: string;
  /** What a percentage is of. */
  readonly total: MoneyJson;
  /** What is open without the payment that the form is about. */
  readonly open: MoneyJson;
  readonly methods: readonly string[];
  readonly form: PaymentForm;
  readonly onClose: () => void;
  readonly onSaved: () => void;
};

export function RecordPayment(props: RecordPaymentProps) {
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : props.onClose())}
      title={props.form.title}
      description={props.form.lead}
    >
      <Fields {...props} />
    </Dialog>
  );
}

function Fields({ orderId, total, open, methods, form, onClose, onSaved }: RecordPaymentProps) {
  const [fields, setFields] = useState(form.fields);
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refused["refusal"]>();
  /** More than is open: asked about, until another amount is written. */
  const [over, setOver] = useState<Money | null>(null);
  const set = (more: Partial<PaymentFields>) => {
    if (more.amount !== undefined) setOver(null);
    setFields((before) => ({ ...before, ...more }));
  };
  const choices = methods.includes(fields.method) || fields.method === "" ? methods : [fields.method, ...methods];
  const errorOf = (path: string) => (refusal?.path === path ? refusal.sentence : undefined);

  async function save() {
    const amount = typedAmount(fields.amount, fromJson(total));
    if (!amount) {
      const sentence = "Write an amount such as 150.00, or a percentage such as 50%.";
      setRefusal({ code: "invalid", sentence, path: "amount" });
      return;
    }
    if (form.lead !== undefined && form.fields.amount.startsWith("-") && amount.minor > 0n) {
      const sentence = "A correction has the opposite sign: write it with a minus.";
      setRefusal({ code: "invalid", sentence, path: "amount" });
      return;
    }
    setRefusal(undefined);
    const more = beyondOpen(amount, fromJson(open));
    if (more && over?.minor !== more.minor) return setOver(more);
    setPending(true);
    const input = { orderId, ...fields, amount: toDecimal(amount) };
    const outcome = await (form.paymentId === null ? record(input) : change({ ...input, paymentId: form.paymentId }));
    setPending(false);
    if (!outcome.ok) return setRefusal(outcome.refusal);
    toast.done(form.paymentId === null ? "Payment recorded" : "Payment changed");
    onSaved();
    onClose();
  }

  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) void save();
      }}
    >
      <div className="grid grid-cols-2 items-start gap-3">
        <Field label="Date" error={errorOf("date")}>
          <Input type="date" required value={fields.date} onChange={(event) => set({ date: event.target.value })} />
        </Field>
        <Field
          label="Amount"
          error={errorOf("amount")}
          hint={`Or a percentage of ${moneyText(total)}: type 50 and then %.`}
        >
          <Input
            inputMode="text"
            autoComplete="off"
            value={fields.amount}
            onChange={(event) => set({ amount: amountAfter(event.target.value, total) })}
          />
        </Field>
      </div>
      <Field label="Payment method" error={errorOf("method")}>
        <Select value={fields.method} onChange={(event) => set({ method: event.target.value })}>
          <option value="">Not said</option>
          {choices.map((method) => (
            <option key={method} value={method}>
              {method}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Reference" error={errorOf("reference")} hint="Check number or transaction ID.">
        <Input
          maxLength={100}
          autoComplete="off"
          value={fields.reference}
          onChange={(event) => set({ reference: event.target.value })}
        />
      </Field>
      <Field label="Notes" error={errorOf("note")}>
        <Textarea maxLength={1000} value={fields.note} onChange={(event) => set({ note: event.target.value })} />
      </Field>
      {refusal && refusal.path === undefined ? (
        <p role="alert" className="text-bad">
          {refusal.sentence}
        </p>
      ) : null}
      {over ? (
        <p role="alert" className="flex items-start gap-1.5 text-warn">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          This is {moneyText(toJson(over))} more than is open. It will stand as credit of the customer.
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" pending={isPending}>
          {over ? "Save it all the same" : "Save payment"}
        </Button>
      </div>
    </form>
  );
}

/** The percent sign turns what stands before it into the amount it comes to. */
function amountAfter(text: string, total: MoneyJson): string {
  if (!text.trim().endsWith("%")) return text;
  const amount = typedAmount(text, fromJson(total));
  return amount ? toDecimal(amount) : text;
}

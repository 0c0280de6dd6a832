// Is a payment that is in the books really to be taken back? Only with a reason, which is kept.
"use client";

import { useState } from "react";

import { moneyText } from "#components/money.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { PaymentHere } from "#lib/sync/payments.ts";

import { remove } from "./payment-actions.ts";

type TakeBackPaymentProps = {
  readonly orderId: string;
  readonly payment: PaymentHere;
  readonly onClose: () => void;
  readonly onDone: () => void;
};

export function TakeBackPayment(props: TakeBackPaymentProps) {
  const { amount, ledgerId } = props.payment;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : props.onClose())}
      title={`Take back the payment of ${moneyText(amount)}?`}
      description={`It is voided in QuickBooks (ID ${ledgerId ?? "unknown"}), does not count any more and is never sent again. A correction by a new line keeps both in the books and is usually better.`}
    >
      <Reason {...props} />
    </Dialog>
  );
}

function Reason({ orderId, payment, onClose, onDone }: TakeBackPaymentProps) {
  const [reason, setReason] = useState("");
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function takeBack() {
    setPending(true);
    setRefusal(undefined);
    const outcome = await remove({ orderId, paymentId: payment.paymentId, reason });
    setPending(false);
    if (!outcome.ok) return setRefusal(outcome.refusal.sentence);
    toast.done("Payment taken back", { detail: "It is being voided in QuickBooks." });
    onDone();
    onClose();
  }

  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== "" && !isPending) void takeBack();
      }}
    >
      <Field label="Reason" error={refusal}>
        <Input maxLength={500} autoComplete="off" value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          variant="grave"
          pending={isPending}
          whyNot={reason.trim() === "" ? "Write the reason first" : undefined}
        >
          Take back and void
        </Button>
      </div>
    </form>
  );
}

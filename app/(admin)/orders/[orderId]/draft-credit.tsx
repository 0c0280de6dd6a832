// How is a credit put in? How much, for which charge, and why.
"use client";

import { useState } from "react";
import type { FormEvent } from "react";

import { Button } from "#components/ui/button.tsx";
import { Field, Input, Select, Textarea } from "#components/ui/field.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Refused } from "#lib/refusal.ts";

import { draft } from "./credits/actions.ts";

type DraftCreditFormProps = {
  readonly orderId: string;
  readonly today: string;
  readonly codes: readonly string[];
  readonly onDrafted: () => Promise<void>;
};

export function DraftCreditForm({ orderId, today, codes, onDrafted }: DraftCreditFormProps) {
  const [refusal, setRefusal] = useState<Refused["refusal"]>();
  const [isPending, setPending] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending) return;
    const given = Object.fromEntries(new FormData(event.currentTarget));
    setPending(true);
    setRefusal(undefined);
    const { chargeCode, ...rest } = given;
    const outcome = await draft({ orderId, ...rest, ...(chargeCode ? { chargeCode } : {}) }).catch(() => undefined);
    setPending(false);
    if (outcome?.ok) {
      toast.done("The credit is drafted");
      await onDrafted();
    } else {
      const sentence = "The server could not be reached. Please try again.";
      setRefusal(outcome?.refusal ?? { code: "unavailable", sentence });
    }
  }

  const errorOf = (name: string) => (refusal?.path === name ? refusal.sentence : undefined);
  return (
    <form className="grid gap-4" method="post" onSubmit={(event) => void submit(event)}>
      <Field label="Amount" error={errorOf("amount")}>
        <Input name="amount" inputMode="decimal" autoComplete="off" required />
      </Field>
      <Field label="Charge" hint="Its account takes the credit back." error={errorOf("chargeCode")}>
        <Select name="chargeCode" defaultValue="">
          <option value="">The whole order, in proportion</option>
          {codes.map((code) => (
            <option key={code} value={code}>
              {code}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Date" error={errorOf("date")}>
        <Input name="date" type="date" defaultValue={today} required />
      </Field>
      <Field label="Reason" error={errorOf("reason")}>
        <Textarea name="reason" maxLength={4000} required />
      </Field>
      {refusal && !refusal.path ? (
        <p role="alert" className="text-bad">
          {refusal.sentence}
        </p>
      ) : null}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" pending={isPending}>
          Draft
        </Button>
      </div>
    </form>
  );
}

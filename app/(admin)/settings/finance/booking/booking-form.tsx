// How does a person choose what orders become? One form a company file; nothing is saved until it is sent.
"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FormEvent } from "react";

import { fetchJson, queryText } from "#app/(admin)/_watch/fetch-json.ts";
import { Section } from "#components/ui/page.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { BookingChoices, BookingCounted, BookingShown } from "#lib/documents/booking.ts";

import { SaveBar } from "../save-bar.tsx";
import { plannedAgain } from "../words.ts";
import { save } from "./actions.ts";
import { BookingQuestion } from "./booking-question.tsx";
import { CancelledFields, CustomerFields, ModeFields, SendingFields } from "./booking-fields.tsx";

const NOT_REACHED = "The server could not be reached. Nothing was saved; please try again.";

type BookingFormProps = { readonly shown: BookingShown; readonly mayWrite: boolean };

export function BookingForm({ shown, mayWrite }: BookingFormProps) {
  const [choices, setChoices] = useState(shown.choices);
  const [isPending, setPending] = useState(false);
  const [touched, setTouched] = useState<BookingCounted | null>(null);
  const [trouble, setTrouble] = useState<string>();
  const router = useRouter();
  const isChanged = JSON.stringify(choices) !== JSON.stringify(shown.choices);
  const change = (part: Partial<BookingChoices>) => setChoices((now) => ({ ...now, ...part }));

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending || !isChanged) return;
    setPending(true);
    setTrouble(undefined);
    try {
      const query = queryText({ companyFileId: shown.companyFileId });
      setTouched(await fetchJson<BookingCounted>(`/settings/finance/booking/count?${query}`));
    } catch {
      setTrouble(NOT_REACHED);
    }
    setPending(false);
  }

  async function saveThem(): Promise<string | void> {
    const { companyFileId, version } = shown;
    const outcome = await save({ companyFileId, version, choices }).catch(() => undefined);
    if (!outcome?.ok) return outcome?.refusal.sentence ?? NOT_REACHED;
    toast.done("Saved", { detail: plannedAgain(touched?.waiting ?? 0) });
    router.refresh();
  }

  const fields = { choices, change, sources: shown.sources };
  return (
    <form method="post" onSubmit={(event) => void submit(event)}>
      <fieldset disabled={!mayWrite}>
        <legend className="sr-only">How orders of {shown.companyName} are booked</legend>
        <Section title="Documents">
          <ModeFields {...fields} />
        </Section>
        <Section title="Sending">
          <SendingFields {...fields} />
        </Section>
        <Section title="Cancelled orders and refunds">
          <CancelledFields {...fields} />
        </Section>
        <Section title="Customers and jobs">
          <CustomerFields {...fields} />
        </Section>
      </fieldset>
      {mayWrite ? <SaveBar isPending={isPending} isChanged={isChanged} trouble={trouble} /> : null}
      <BookingQuestion
        touched={touched}
        isVoiding={choices.whenCancelled === "void" && shown.choices.whenCancelled !== "void"}
        onClose={() => setTouched(null)}
        onSave={saveThem}
      />
    </form>
  );
}

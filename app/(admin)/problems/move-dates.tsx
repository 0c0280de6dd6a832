// The books are closed for these documents: to which day do they move, how many, and why? Said before it is done.
"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useState } from "react";
import type { FormEvent } from "react";

import { NotLoaded } from "#app/(admin)/_watch/freshness.tsx";
import { counted, figure, tabNoun } from "#app/(admin)/_watch/words.ts";
import { MoneyList } from "#components/money.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { DateText, dateText } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { MoveLook } from "#lib/sync/amending.ts";

import { lookAt, move } from "./actions.ts";
import type { FixControlProps } from "./fix-props.ts";

export function MoveDates(props: FixControlProps) {
  const [isOpen, setOpen] = useState(false);
  const { cause } = props;
  return (
    <>
      <Button className="max-md:flex-1" onClick={() => setOpen(true)}>
        Move and release {figure(cause.rows)}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={`Move what is dated ${cause.about} to an open day?`}
        description="The orders stay as their source told them: only the day they are booked on is another, and the message on the document keeps the day it was. Each order's page shows it, with a way to take it back."
      >
        <MoveForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

type MoveFormProps = FixControlProps & { readonly onClose: () => void };

function MoveForm({ companyFileId, cause, view, onReleased, onClose }: MoveFormProps) {
  const { about } = cause;
  const { tab } = view;
  const looked = useQuery({
    queryKey: ["move-look", companyFileId, tab, about],
    queryFn: async () => {
      const outcome = await lookAt({ companyFileId, tab, about });
      if (!outcome.ok) throw new Error(outcome.refusal.sentence);
      return outcome.value;
    },
    // What was shown is what is confirmed: it is looked up anew next time.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const [typed, setTyped] = useState<string | null>(null);
  const [because, setBecause] = useState("Books closed");
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const found = looked.data;
  const date = typed ?? found?.firstOpenDay ?? "";
  const noun = tabNoun(tab);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!found || isPending) return;
    setPending(true);
    setRefusal(undefined);
    const asked = { companyFileId, tab, about, date, because: because.trim(), asOf: found.asOf };
    const outcome = await move(asked).catch(() => null);
    setPending(false);
    if (!outcome?.ok) {
      setRefusal(outcome ? outcome.refusal.sentence : "The server could not be reached. Please try again.");
      return;
    }
    toast.done(`${counted(outcome.value.rows, noun)} moved to ${dateText(date)}`, {
      detail: "They go to QuickBooks by themselves.",
    });
    onClose();
    onReleased();
  }

  if (looked.error && !found) {
    return <NotLoaded error={looked.error} isTrying={looked.isFetching} onRetry={() => void looked.refetch()} />;
  }
  if (!found) {
    return (
      <div role="status" aria-label="Looking at what would move" className="grid gap-2">
        <Skeleton className="w-48" />
        <Skeleton className="w-full" />
      </div>
    );
  }
  return (
    <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <WhatMoves found={found} count={counted(found.rows, noun)} />
      <Field
        label="Booked on"
        hint={
          found.closedUntil === null ? (
            "QuickBooks does not say until when the books are closed: ask your accountant for an open day."
          ) : (
            <>
              The books are closed up to <DateText date={found.closedUntil} />.
            </>
          )
        }
      >
        <Input
          type="date"
          className="max-w-48"
          min={found.firstOpenDay ?? undefined}
          value={date}
          onChange={({ target }) => setTyped(target.value)}
        />
      </Field>
      <Field label="Why" hint="Kept with your name and today's date.">
        <Input value={because} maxLength={500} onChange={({ target }) => setBecause(target.value)} />
      </Field>
      {refusal ? (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" pending={isPending} whyNot={whyNotYet(found, date, because)}>
          Move and release {figure(found.rows)}
        </Button>
      </div>
    </form>
  );
}

function WhatMoves({ found, count }: { readonly found: MoveLook; readonly count: string }) {
  return (
    <div className="grid gap-2">
      <p>
        <strong>{count}</strong>
        {found.money.length > 0 ? (
          <>
            {" · "}
            <MoneyList values={found.money} />
          </>
        ) : null}
      </p>
      {found.skips.length > 0 ? (
        <div className="grid grid-cols-[auto_1fr] gap-x-2">
          <CircleAlert aria-hidden className="mt-0.5 size-4 text-faint" />
          <ul aria-label="Left alone" className="text-soft">
            {found.skips.map(({ reason, rows }) => (
              <li key={reason}>
                {figure(rows)} left alone: {reason}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

function whyNotYet({ rows, closedUntil }: MoveLook, date: string, because: string): string | undefined {
  if (rows === 0) return "There is nothing that could be moved";
  if (date === "") return "Choose a day first";
  if (closedUntil !== null && date <= closedUntil) return "The books are closed for this day";
  return because.trim().length < 3 ? "Say why first" : undefined;
}

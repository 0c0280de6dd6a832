// The books are closed for these documents: to which day do they move, and how many? Said before it is done.
"use client";

import { useState } from "react";

import { counted, figure, tabNoun } from "#app/(admin)/_watch/words.ts";
import { MoneyList } from "#components/money.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { DateText } from "#components/ui/relative-time.tsx";
import { dateText } from "#lib/dates.ts";
import { toast } from "#components/ui/toast.tsx";
import type { MoveLook } from "#lib/sync/amending.ts";

import { lookAt, move, unmove } from "./actions.ts";
import type { FixProps } from "./fix-props.ts";
import { FixQuestion } from "./fix-question.tsx";

export function MoveDates({ companyFileId, cause, view, onDone }: FixProps) {
  const { about } = cause;
  const { tab } = view;
  const [typed, setTyped] = useState<string | null>(null);
  const noun = tabNoun(tab);
  const dateOf = (found: MoveLook) => typed ?? found.firstOpenDay ?? "";
  return (
    <FixQuestion
      label={(rows) => `Move and release ${figure(rows)}`}
      rows={cause.rows}
      title={`Move what is dated ${about} to an open day?`}
      description="The orders stay as their source told them: only the day they are booked on is another, and the message on the document keeps the day it was. Each order's page shows it, with a way to take it back."
      lookKey={["move", companyFileId, tab, about]}
      look={async () => await lookAt({ companyFileId, tab, about })}
      reason="Books closed"
      whyNot={({ closedUntil, ...found }) => whyNotDay(dateOf({ closedUntil, ...found }), closedUntil)}
      onConfirm={async (found, because) => {
        const date = dateOf(found);
        const outcome = await move({ companyFileId, tab, about, date, because, asOf: found.asOf });
        if (!outcome.ok) return outcome;
        const moved = `${counted(outcome.value.rows, noun)} moved to ${dateText(date)}`;
        const { at } = outcome.value;
        toast.done(moved, {
          detail: "They go to QuickBooks by themselves.",
          action: { label: "Undo", onClick: () => void takeBack(companyFileId, at).then(onDone) },
        });
        onDone();
        return outcome;
      }}
    >
      {(found) => (
        <>
          <p>
            <strong>{counted(found.rows, noun)}</strong>
            {found.money.length > 0 ? (
              <>
                {" · "}
                <MoneyList values={found.money} />
              </>
            ) : null}
          </p>
          <Field label="Booked on" hint={<ClosedUntil day={found.closedUntil} />}>
            <Input
              type="date"
              className="max-w-48"
              min={found.firstOpenDay ?? undefined}
              value={dateOf(found)}
              onChange={({ target }) => setTyped(target.value)}
            />
          </Field>
        </>
      )}
    </FixQuestion>
  );
}

/** Says what came back, and what had gone meanwhile. */
async function takeBack(companyFileId: string, at: string): Promise<void> {
  const outcome = await unmove({ companyFileId, at });
  if (!outcome.ok) {
    toast.failed("This could not be taken back", { detail: outcome.refusal.sentence });
    return;
  }
  const { orders, left } = outcome.value;
  const stays = `${counted(left, ORDERS)} had gone to QuickBooks meanwhile and ${left === 1 ? "stays" : "stay"} on the new day.`;
  const back = `${counted(orders, ORDERS)} booked on their own day again.`;
  toast.info("Undone", { detail: left > 0 ? `${back} ${stays}` : back });
}

const ORDERS = { one: "order", many: "orders" };

function ClosedUntil({ day }: { readonly day: string | null }) {
  if (day === null)
    return "QuickBooks does not say until when the books are closed: ask your accountant for an open day.";
  return (
    <>
      The books are closed up to <DateText date={day} />.
    </>
  );
}

function whyNotDay(date: string, closedUntil: string | null): string | undefined {
  if (date === "") return "Choose a day first";
  return closedUntil !== null && date <= closedUntil ? "The books are closed for this day" : undefined;
}

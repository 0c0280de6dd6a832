// What will an act do, and shall it? First what would happen, then why or until when, then one button that says how many.
"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, TriangleAlert } from "lucide-react";
import { useId, useState } from "react";
import type { FormEvent } from "react";

import { NotLoaded } from "#app/(admin)/_watch/freshness.tsx";
import { counted, figure } from "#app/(admin)/_watch/words.ts";
import { MoneyList } from "#components/money.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Checkbox, Field, Textarea } from "#components/ui/field.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { ActDone, ActPreview, ProblemAct } from "#lib/sync/problem-acts.ts";

import { actWords, reasonLabels, type ActName } from "./acts.ts";
import { act as doIt, preview } from "./actions.ts";
import { AssignFields, SnoozeFields, untilOf, type SnoozeChoice } from "./act-fields.tsx";
import type { NamedPerson } from "./filter-words.ts";
import { spoken, type Target } from "./use-selection.ts";

/** An act that is about to be done, and to what. */
export type Asked = { readonly act: ActName; readonly target: Target };

export type ActDialogProps = {
  readonly companyFileId: string;
  /** Null: nothing is asked. */
  readonly asked: Asked | null;
  readonly people: readonly NamedPerson[];
  readonly today: string;
  readonly onClose: () => void;
  /** The person has said yes; the server has not answered yet. */
  readonly onStart: (asked: Asked) => void;
  readonly onDone: (asked: Asked, done: ActDone) => void;
  readonly onRefused: () => void;
};

export function ActDialog(props: ActDialogProps) {
  const { asked } = props;
  // The words stay while the dialog goes away.
  const [last, setLast] = useState<Asked | null>(null);
  if (asked && asked !== last) setLast(asked);
  if (!last) return null;
  return (
    <Dialog
      open={asked !== null}
      onOpenChange={(isOpen) => (isOpen ? null : props.onClose())}
      title={`${actWords[last.act].label}?`}
    >
      <ActForm key={JSON.stringify([last.act, last.target.select])} {...props} asked={last} />
    </Dialog>
  );
}

type Filled = { reason: string; snooze: SnoozeChoice; userId: string; withFollowers: boolean };

function ActForm({ asked, companyFileId, people, today, ...on }: ActDialogProps & { readonly asked: Asked }) {
  const { act, target } = asked;
  const [filled, setFilled] = useState<Filled>({
    reason: "",
    snooze: { is: "day", day: dayAfter(today, 7), more: target.count ?? 10 },
    userId: "",
    withFollowers: false,
  });
  const fill = (change: Partial<Filled>) => setFilled((before) => ({ ...before, ...change }));
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const looked = usePreview(companyFileId, asked, filled.snooze.is);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!looked.data || isPending) return;
    const { asOf } = looked.data;
    setPending(true);
    setRefusal(undefined);
    on.onStart(asked);
    try {
      const outcome = await doIt({ companyFileId, act: actOf(act, filled), select: { ...target.select, asOf } });
      if (outcome.ok) on.onDone(asked, outcome.value);
      else setRefusal(outcome.refusal.sentence);
      if (!outcome.ok) on.onRefused();
    } catch {
      setRefusal("The server could not be reached. Nothing was changed; please try again.");
      on.onRefused();
    }
    setPending(false);
  }

  const what = counted(looked.data?.total ?? target.count ?? 0, target.noun);
  const reasonLabel = reasonLabels[act];
  return (
    <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
      {looked.data ? <WhatHappens found={looked.data} asked={asked} /> : null}
      {looked.isPending && !looked.error ? <Looking /> : null}
      {looked.error && !looked.data ? (
        <div className="-mx-5">
          <NotLoaded error={looked.error} isTrying={looked.isFetching} onRetry={() => void looked.refetch()} />
        </div>
      ) : null}
      {reasonLabel ? (
        <Field label={reasonLabel} hint="Kept with your name and today's date.">
          <Textarea
            rows={2}
            maxLength={500}
            autoFocus
            value={filled.reason}
            onChange={({ target: { value } }) => fill({ reason: value })}
          />
        </Field>
      ) : null}
      {act === "clear" && looked.data && looked.data.behind > 0 ? (
        <Checkbox
          checked={filled.withFollowers}
          label={`Clear the ${figure(looked.data.behind)} that wait behind ${target.count === 1 ? "it" : "them"} too`}
          onChange={({ target: { checked } }) => fill({ withFollowers: checked })}
        />
      ) : null}
      {act === "snooze" ? (
        <SnoozeFields choice={filled.snooze} today={today} onChange={(snooze) => fill({ snooze })} />
      ) : null}
      {act === "assign" ? (
        <AssignFields people={people} userId={filled.userId} onChange={(userId) => fill({ userId })} />
      ) : null}
      {refusal ? (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={on.onClose}>Cancel</Button>
        <Button type="submit" variant="primary" pending={isPending} whyNot={whyNotYet(act, filled, looked.data, today)}>
          {looked.data ? actWords[act].button(what) : actWords[act].label}
        </Button>
      </div>
    </form>
  );
}

function usePreview(companyFileId: string, { act, target }: Asked, until: SnoozeChoice["is"]) {
  return useQuery({
    queryKey: ["problem-preview", companyFileId, act, act === "snooze" ? until : "", target.select],
    queryFn: async () => {
      const more = act === "snooze" ? { until } : {};
      const outcome = await preview({ companyFileId, act, select: target.select, ...more });
      if (!outcome.ok) throw new Error(outcome.refusal.sentence);
      return outcome.value;
    },
    // What was shown is what is confirmed: it does not change while a person reads it, and is looked up anew next time.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
}

type WhatHappensProps = { readonly found: ActPreview; readonly asked: Asked };

/** The dry run in words and numbers. */
function WhatHappens({ found, asked: { act, target } }: WhatHappensProps) {
  const money = spoken(found.money);
  const sends = [
    { count: found.creates, words: "to create in QuickBooks" },
    { count: found.updates, words: "to update there" },
    { count: found.voids, words: "to void there" },
    { count: found.plans, words: "to plan again first" },
  ].filter(({ count }) => act === "resync" && count > 0);
  return (
    <div className="grid gap-3">
      <p>
        <strong>{counted(found.total, target.noun)}</strong>
        {money.length > 0 ? (
          <>
            {" · "}
            <MoneyList values={money} />
          </>
        ) : null}
      </p>
      {sends.length > 0 ? (
        <ul aria-label="What is sent" className="flex flex-wrap gap-x-5 gap-y-1">
          {sends.map(({ count, words }) => (
            <li key={words}>
              <span className="font-medium">{figure(count)}</span> <span className="text-soft">{words}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {found.says.length > 0 ? <p className="text-soft">{found.says.join(" ")}</p> : null}
      <Reasons icon="warn" title="Will most likely come back" reasons={found.willFail} />
      <Reasons icon="neutral" title="Left alone" reasons={found.skips} />
    </div>
  );
}

type ReasonsProps = { readonly icon: "warn" | "neutral"; readonly title: string; reasons: ActPreview["skips"] };

function Reasons({ icon, title, reasons }: ReasonsProps) {
  const id = useId();
  if (reasons.length === 0) return null;
  const Icon = icon === "warn" ? TriangleAlert : CircleAlert;
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2">
      <Icon aria-hidden className={icon === "warn" ? "mt-0.5 size-4 text-warn" : "mt-0.5 size-4 text-faint"} />
      <div>
        <p id={id} className="font-medium">
          {title}
        </p>
        <ul aria-labelledby={id} className="text-soft">
          {reasons.map(({ reason, rows }) => (
            <li key={reason}>
              {figure(rows)}: {reason}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Looking() {
  return (
    <div role="status" aria-label="Looking at what would happen" className="grid gap-2">
      <Skeleton className="w-48" />
      <Skeleton className="w-full" />
    </div>
  );
}

function whyNotYet(act: ActName, filled: Filled, found: ActPreview | undefined, today: string): string | undefined {
  if (!found) return "Still looking at what would happen";
  const [only, ...others] = found.skips;
  if (found.total === 0 && only && others.length === 0) return only.reason;
  if (found.total === 0) return "There is nothing left that this can be done to";
  if (reasonLabels[act] && filled.reason.trim().length < 3) return "Say why first";
  if (act === "snooze" && filled.snooze.is === "day" && filled.snooze.day <= today)
    return "Choose a day that is to come";
  return undefined;
}

function actOf(act: ActName, { reason, snooze, userId, withFollowers }: Filled): ProblemAct {
  switch (act) {
    case "resync":
    case "restore":
      return { act };
    case "clear":
      return { act, because: reason.trim(), withFollowers };
    case "mark-paid":
      return { act, because: reason.trim() };
    case "assign":
      return { act, userId: userId || null };
    case "snooze":
      return { act, until: untilOf(snooze) };
    default:
      return act satisfies never;
  }
}

/** "2026-12-04", so many days after another. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

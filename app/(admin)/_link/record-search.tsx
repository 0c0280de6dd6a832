// Which record of QuickBooks is meant? An ID, a number or an address; what was found, how well it fits, and one button.
"use client";

import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useId, useState } from "react";
import type { FormEvent } from "react";

import { titled } from "#app/(admin)/_watch/words.ts";
import { Money } from "#components/money.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox, Field, Input } from "#components/ui/field.tsx";
import { DateText } from "#components/ui/relative-time.tsx";
import type { MoneyJson } from "#lib/money.ts";
import type { Outcome } from "#lib/refusal.ts";
import type { FoundRecord, MatchGrade } from "#lib/sync/relink.ts";

/** Customers and items have no total. `note`: what has to be accepted before it is linked. */
export type RecordFound = Omit<FoundRecord, "total"> & {
  readonly total: MoneyJson | null;
  readonly note?: string | null;
};

export type RecordsFound = {
  readonly records: readonly RecordFound[];
  /** What was looked for: "invoice". */
  readonly kind: string;
  /** What the ID is instead, where it is none of these. */
  readonly elsewhere?: string | null;
};

export const UNREACHED = "The server could not be reached. Nothing was changed; please try again.";

type RecordSearchProps = {
  /** What it is looked for by, until a person types something else. */
  readonly text: string;
  readonly find: (text: string) => Promise<Outcome<RecordsFound>>;
  /** Returns why it was not done; nothing when it was. */
  readonly onChoose: (record: RecordFound, isSure: boolean) => Promise<string | void>;
  readonly onClose: () => void;
};

export function RecordSearch({ text: first, find, onChoose, onClose }: RecordSearchProps) {
  const [text, setText] = useState(first);
  const [found, setFound] = useState<(RecordsFound & { readonly sought: string }) | null>(null);
  const [pending, setPending] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string>();

  async function lookUp(event: FormEvent) {
    event.preventDefault();
    const sought = text.trim();
    if (sought === "" || pending !== null) return;
    setPending("look");
    setRefusal(undefined);
    setFound(null);
    const outcome = await find(sought).catch(() => null);
    if (outcome?.ok) setFound({ ...outcome.value, sought });
    else setRefusal(outcome ? outcome.refusal.sentence : UNREACHED);
    setPending(null);
  }

  async function choose(record: RecordFound, isSure: boolean) {
    setPending(record.ledgerId);
    setRefusal(undefined);
    setRefusal((await onChoose(record, isSure).catch(() => UNREACHED)) ?? undefined);
    setPending(null);
  }

  return (
    <div className="grid gap-4">
      <form role="search" className="flex items-end gap-2" onSubmit={(event) => void lookUp(event)}>
        <Field label="ID, number or address in QuickBooks" className="min-w-0 flex-1">
          <Input
            value={text}
            maxLength={500}
            autoFocus
            autoComplete="off"
            onChange={({ target: { value } }) => setText(value)}
          />
        </Field>
        <Button
          type="submit"
          variant={found?.records.length ? "plain" : "primary"}
          pending={pending === "look"}
          whyNot={text.trim() === "" ? "Type what to look for first" : undefined}
        >
          Look up
        </Button>
      </form>
      {refusal ? (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      ) : null}
      <p role="status" className={found ? "text-soft" : "sr-only"}>
        {found ? foundText(found, found.sought) : ""}
      </p>
      {found && found.records.length > 0 ? (
        <ul aria-label="Found in QuickBooks" className="grid">
          {found.records.map((record) => (
            <li key={record.ledgerId} className="border-t border-line py-3 first:border-t-0 first:pt-0">
              <Record
                record={record}
                kind={found.kind}
                isPending={pending === record.ledgerId}
                onLink={(isSure) => void choose(record, isSure)}
              />
            </li>
          ))}
        </ul>
      ) : null}
      <p className="flex justify-end">
        <Button onClick={onClose}>Cancel</Button>
      </p>
    </div>
  );
}

function foundText({ records, kind, elsewhere }: RecordsFound, sought: string): string {
  if (elsewhere) return elsewhere;
  if (records.length === 0) return `QuickBooks has no ${kind} “${sought}”. Look it up by another number, or by its ID.`;
  return `${records.length === 1 ? `One ${kind}` : `${records.length} records`} found for “${sought}”.`;
}

const grades: Readonly<
  Record<MatchGrade, { readonly label: string; readonly tone: "good" | "neutral" | "warn"; Icon: typeof CircleCheck }>
> = {
  exact: { label: "Same in everything", tone: "good", Icon: CircleCheck },
  near: { label: "Same customer and total", tone: "neutral", Icon: CircleCheck },
  differs: { label: "Differs", tone: "warn", Icon: TriangleAlert },
};

type RecordProps = {
  readonly record: RecordFound;
  readonly kind: string;
  readonly isPending: boolean;
  readonly onLink: (isSure: boolean) => void;
};

/** One record with how well it fits. One that differs is linked only after a tick. */
function Record({ record, kind, isPending, onLink }: RecordProps) {
  const [isSure, setSure] = useState(false);
  const titleId = useId();
  const { number, date, customerName, total, grade, reasons, refused, note, ledgerId } = record;
  const mustBeSure = grade === "differs" || Boolean(note);
  const { label, tone, Icon } = total === null && grade === "near" ? { ...grades.near, label: "Alike" } : grades[grade];
  const name = `${titled(kind)} ${number || `with ID ${ledgerId}`}`;
  return (
    <section aria-labelledby={titleId} className="grid gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 id={titleId} className="font-medium">
          {name}
        </h3>
        {total ? <Money value={total} /> : null}
      </div>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
        {customerName ? <span>{customerName}</span> : null}
        {date ? <DateText date={date} /> : null}
        <Badge tone={tone} icon={<Icon aria-hidden />}>
          {label}
        </Badge>
      </p>
      <Reasons reasons={reasons} />
      {(refused ?? note) ? (
        <p className="flex items-start gap-1.5 text-warn">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {refused ?? note}
        </p>
      ) : null}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        {mustBeSure && !refused ? (
          <Checkbox
            checked={isSure}
            label={`It is this ${kind} all the same`}
            onChange={({ target }) => setSure(target.checked)}
          />
        ) : (
          <span />
        )}
        <Button
          variant="primary"
          pending={isPending}
          whyNot={refused ?? (mustBeSure && !isSure ? "Say first that it is the same one all the same" : undefined)}
          onClick={() => onLink(isSure)}
        >
          Link<span className="sr-only"> to {name}</span>
        </Button>
      </div>
    </section>
  );
}

/** What agrees in one line, and each thing that does not with both sides. */
function Reasons({ reasons }: Pick<FoundRecord, "reasons">) {
  const same = reasons.filter((reason) => reason.isSame).map(({ what }) => what);
  return (
    <ul aria-label="How it fits" className="grid gap-0.5">
      {reasons
        .filter((reason) => !reason.isSame)
        .map(({ what, ours, theirs }) => (
          <li key={what}>
            {titled(what)}: <Side what={what} value={theirs} /> in QuickBooks, <Side what={what} value={ours} /> here
          </li>
        ))}
      {same.length > 0 ? <li className="text-soft">The same: {same.join(", ")}</li> : null}
    </ul>
  );
}

function Side({ what, value }: { readonly what: string; readonly value: string }) {
  return <span className="font-medium">{what === "date" && value ? <DateText date={value} /> : value || "none"}</span>;
}

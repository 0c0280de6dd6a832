// Which record of QuickBooks is this document? An ID, a number or an address; what was found, how well it fits, and one button.
"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useId, useState } from "react";
import type { FormEvent } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { NotLoaded } from "#app/(admin)/_watch/freshness.tsx";
import { titled } from "#app/(admin)/_watch/words.ts";
import { Money } from "#components/money.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Checkbox, Field, Input } from "#components/ui/field.tsx";
import { DateText } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { ProblemShown } from "#lib/sync/problems.ts";
import type { FoundRecord, FoundRecords, MatchGrade } from "#lib/sync/relink.ts";

import { find, link } from "./actions.ts";

/** A row whose record is looked for. */
export type LinkAsked = { readonly rowId: string; readonly title: string };

export type LinkDialogProps = {
  /** Null: nothing is looked for. */
  readonly asked: LinkAsked | null;
  readonly onClose: () => void;
  readonly onLinked: (title: string, number: string) => void;
};

export function LinkDialog({ asked, onClose, onLinked }: LinkDialogProps) {
  // The words stay while the dialog goes away.
  const [last, setLast] = useState<LinkAsked | null>(null);
  if (asked && asked !== last) setLast(asked);
  if (!last) return null;
  return (
    <Dialog
      open={asked !== null}
      onOpenChange={(isOpen) => (isOpen ? null : onClose())}
      wide
      title={`Link ${last.title} to what QuickBooks has`}
      description="Paste its number, its QuickBooks ID or the address of its page there. Nothing is sent, and nothing in QuickBooks changes: from then on the record there counts as this document."
    >
      <LinkForm key={last.rowId} asked={last} onClose={onClose} onLinked={onLinked} />
    </Dialog>
  );
}

type LinkFormProps = LinkDialogProps & { readonly asked: LinkAsked };

function LinkForm({ asked, onClose, onLinked }: LinkFormProps) {
  const { rowId, title } = asked;
  const shown = useQuery({
    queryKey: ["problem", rowId],
    queryFn: async ({ signal }) => await fetchJson<ProblemShown>(`/problems/rows/${rowId}`, signal),
  });
  if (shown.data) {
    const { number, whyNoLink } = shown.data.tie;
    if (whyNoLink === null)
      return <SearchForm asked={asked} number={number} onClose={onClose} onLinked={(to) => onLinked(title, to)} />;
    return (
      <div className="grid gap-4">
        <p>{whyNoLink}</p>
        <p className="flex justify-end">
          <Button onClick={onClose}>Close</Button>
        </p>
      </div>
    );
  }
  if (shown.error) {
    return <NotLoaded error={shown.error} isTrying={shown.isFetching} onRetry={() => void shown.refetch()} />;
  }
  return (
    <div role="status" aria-label="Loading" className="grid gap-2">
      <Skeleton className="w-48" />
      <Skeleton className="w-full" />
    </div>
  );
}

const UNREACHED = "The server could not be reached. Nothing was changed; please try again.";

type SearchFormProps = {
  readonly asked: LinkAsked;
  /** What it is looked for by, until a person types something else. */
  readonly number: string;
  readonly onClose: () => void;
  readonly onLinked: (number: string) => void;
};

function SearchForm({ asked: { rowId }, number, onClose, onLinked }: SearchFormProps) {
  const [text, setText] = useState(number);
  const [found, setFound] = useState<(FoundRecords & { readonly sought: string }) | null>(null);
  const [pending, setPending] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string>();

  async function lookUp(event: FormEvent) {
    event.preventDefault();
    const sought = text.trim();
    if (sought === "" || pending !== null) return;
    setPending("look");
    setRefusal(undefined);
    setFound(null);
    const outcome = await find({ rowId, text: sought }).catch(() => null);
    if (outcome?.ok) setFound({ ...outcome.value, sought });
    else setRefusal(outcome ? outcome.refusal.sentence : UNREACHED);
    setPending(null);
  }

  async function choose({ ledgerId, versionToken }: FoundRecord, isSure: boolean) {
    setPending(ledgerId);
    setRefusal(undefined);
    const outcome = await link({ rowId, ledgerId, versionToken, isSure }).catch(() => null);
    if (outcome?.ok) onLinked(outcome.value.number);
    else setRefusal(outcome ? outcome.refusal.sentence : UNREACHED);
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

function foundText({ records, kind }: FoundRecords, sought: string): string {
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
  readonly record: FoundRecord;
  readonly kind: string;
  readonly isPending: boolean;
  readonly onLink: (isSure: boolean) => void;
};

/** One record with how well it fits. One that differs is linked only after a tick. */
function Record({ record, kind, isPending, onLink }: RecordProps) {
  const [isSure, setSure] = useState(false);
  const titleId = useId();
  const { number, date, customerName, total, grade, reasons, refused, ledgerId } = record;
  const { label, tone, Icon } = grades[grade];
  const name = `${titled(kind)} ${number || `with ID ${ledgerId}`}`;
  return (
    <section aria-labelledby={titleId} className="grid gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 id={titleId} className="font-medium">
          {name}
        </h3>
        <Money value={total} />
      </div>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
        <span>{customerName}</span>
        <DateText date={date} />
        <Badge tone={tone} icon={<Icon aria-hidden />}>
          {label}
        </Badge>
      </p>
      <Reasons reasons={reasons} />
      {refused ? (
        <p className="flex items-start gap-1.5 text-warn">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {refused}
        </p>
      ) : null}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        {grade === "differs" && !refused ? (
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
          whyNot={
            refused ?? (grade === "differs" && !isSure ? "It differs: say that it is the same one first" : undefined)
          }
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

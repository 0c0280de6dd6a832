// Who is not linked yet, and who might each be? Decided one by one.
"use client";

import { CircleAlert, CircleCheck, CircleHelp } from "lucide-react";
import { useState } from "react";

import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { Confirm } from "#components/confirm.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { CandidateShown, UnlinkedRow } from "#lib/sync/links.ts";
import type { MatchGrade } from "#lib/sync/matching.ts";

import { create } from "./actions.ts";
import { CustomerLine } from "./customer-line.tsx";
import { LinkButton } from "./link-controls.tsx";
import { useLinking } from "./use-linking.ts";
import { gradeWords, MAY_NOT } from "./words.ts";

const CANDIDATES_SHOWN = 2;
const TONES: Readonly<Record<MatchGrade, Tone>> = { exact: "good", near: "warn", weak: "neutral" };
const MARKS = {
  exact: <CircleCheck aria-hidden />,
  near: <CircleAlert aria-hidden />,
  weak: <CircleHelp aria-hidden />,
};

type UnlinkedListProps = {
  readonly rows: readonly UnlinkedRow[];
  readonly mayLink: boolean;
  readonly onLater: (documentId: string) => void;
};

export function UnlinkedList({ rows, mayLink, onLater }: UnlinkedListProps) {
  return (
    <ul aria-label="Not linked">
      {rows.map((row) => (
        <li key={row.documentId} className="border-b border-line px-edge py-3">
          <Unlinked row={row} mayLink={mayLink} onLater={() => onLater(row.documentId)} />
        </li>
      ))}
    </ul>
  );
}

type UnlinkedProps = { readonly row: UnlinkedRow; readonly mayLink: boolean; readonly onLater: () => void };

function Unlinked({ row, mayLink, onLater }: UnlinkedProps) {
  const { linkTo, pending, takeOver, setTakeOver, takeItOver } = useLinking(() => {});
  const [refusal, setRefusal] = useState<string>();
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? row.candidates : row.candidates.slice(0, CANDIDATES_SHOWN);
  const hidden = row.candidates.length - shown.length;
  async function choose(candidate: CandidateShown) {
    setRefusal((await linkTo(row, candidate)) ?? undefined);
  }
  return (
    <div className="grid gap-x-8 gap-y-3 md:grid-cols-2">
      <div className="grid content-start gap-1">
        <Who row={row} />
        <div className="mt-1 flex flex-wrap gap-2">
          <LinkButton target={row} mayLink={mayLink} label={row.candidates.length > 0 ? "Other customer" : "Search"} />
          <CreateButton row={row} mayLink={mayLink} />
          <Button size="sm" variant="quiet" onClick={onLater}>
            Later<span className="sr-only"> for {row.name}</span>
          </Button>
        </div>
        {refusal ? (
          <p role="alert" className="text-bad">
            {refusal}
          </p>
        ) : null}
      </div>
      <div className="grid content-start gap-2">
        {row.candidates.length === 0 ? <p className="text-soft">Nobody in QuickBooks looks like it.</p> : null}
        {shown.map((candidate) => (
          <Candidate
            key={candidate.ledgerId}
            candidate={candidate}
            pending={pending === candidate.ledgerId}
            mayLink={mayLink}
            onLink={() => void choose(candidate)}
          />
        ))}
        {hidden > 0 ? (
          <Button size="sm" variant="quiet" className="justify-self-start" onClick={() => setShowsAll(true)}>
            Show {hidden} more<span className="sr-only"> for {row.name}</span>
          </Button>
        ) : null}
      </div>
      <Confirm
        open={takeOver !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setTakeOver(null))}
        title={`Link ${row.name} to ${takeOver?.chosen.name ?? ""} all the same?`}
        consequence={takeOver?.sentence ?? ""}
        confirmLabel="Link all the same"
        onConfirm={takeItOver}
      />
    </div>
  );
}

function Who({ row }: { readonly row: UnlinkedRow }) {
  const facts = [row.jobOf ? `Job of ${row.jobOf}` : null, row.company, row.email, row.city];
  // What held it was said when it was planned; the list of QuickBooks may know more by now.
  const isFound = row.decision === null && row.candidates[0]?.grade === "exact";
  const why = isFound && row.why ? "It waited because QuickBooks did not have it; one fits exactly now." : row.why;
  return (
    <>
      <h2 className="font-medium">{row.name}</h2>
      <p className="text-soft">{[...facts.filter(Boolean), counted(row.orders, nouns.order)].join(" · ")}</p>
      {row.decision === "create" ? (
        <p className="text-accent">To be created in QuickBooks, as somebody decided.</p>
      ) : null}
      {why ? (
        <p className="flex items-start gap-1.5 text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {why}
        </p>
      ) : row.decision === null ? (
        <p className="text-soft">On its way: looked for, or created, when it is sent.</p>
      ) : null}
    </>
  );
}

type CandidateProps = {
  readonly candidate: CandidateShown;
  readonly pending: boolean;
  readonly mayLink: boolean;
  readonly onLink: () => void;
};

function Candidate({ candidate, pending, mayLink, onLink }: CandidateProps) {
  const { grade, score, reasons } = candidate;
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
      <div className="grid min-w-0 flex-1 basis-52 gap-1">
        <CustomerLine customer={candidate} />
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <Badge tone={TONES[grade]} icon={MARKS[grade]}>
            {gradeWords[grade]}, {score} of 100
          </Badge>
          <span className="text-xs text-soft">{reasons.join(", ")}</span>
        </span>
      </div>
      <Button size="sm" pending={pending} whyNot={mayLink ? undefined : MAY_NOT} onClick={onLink}>
        Link to {candidate.name}
      </Button>
    </div>
  );
}

function CreateButton({ row, mayLink }: { readonly row: UnlinkedRow; readonly mayLink: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const { settle } = useLinking(() => {});
  const what = row.jobOf ? "job" : "customer";
  const whyNot = mayLink ? undefined : MAY_NOT;
  async function confirm(): Promise<string | void> {
    const outcome = await create({ documentId: row.documentId });
    if (!outcome.ok) return outcome.refusal.sentence;
    toast.done(`${row.name} is created in QuickBooks`, { detail: "It goes in a moment, and its orders after it." });
    await settle();
  }
  return (
    <>
      <Button
        size="sm"
        whyNot={row.decision === "create" ? "It is to be created already." : whyNot}
        onClick={() => setOpen(true)}
      >
        Create new<span className="sr-only"> for {row.name}</span>
      </Button>
      <Confirm
        open={isOpen}
        onOpenChange={setOpen}
        title={`Create ${row.name} in QuickBooks?`}
        consequence={`QuickBooks gets a new ${what}, unless it has one of exactly this name. ${counted(row.orders, nouns.order)} for it may go then. The decision is remembered.`}
        confirmLabel={`Create ${what}`}
        onConfirm={confirm}
      />
    </>
  );
}

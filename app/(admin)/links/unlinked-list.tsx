// Who is not linked yet, and who might each be? Decided one by one, or several together.
"use client";

import { CircleAlert, CircleCheck, CircleHelp } from "lucide-react";
import { useState } from "react";

import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { BulkBar } from "#components/bulk-bar.tsx";
import { Confirm } from "#components/confirm.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/field.tsx";
import { nameWithOwner, type CandidateShown, type UnlinkedRow } from "#lib/sync/links.ts";
import type { MatchGrade } from "#lib/sync/matching.ts";

import { CreateButton, CreateManyButton } from "./create-buttons.tsx";
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
  readonly onLater: (documentIds: readonly string[]) => void;
};

export function UnlinkedList({ rows, mayLink, onLater }: UnlinkedListProps) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  // Who was linked meanwhile, or put aside, is not decided about.
  const chosen = rows.filter(({ documentId }) => ticked.has(documentId));
  const drop = () => setTicked(new Set());
  const toggle = (documentId: string) =>
    setTicked((before) =>
      before.has(documentId)
        ? new Set([...before].filter((id) => id !== documentId))
        : new Set([...before, documentId]),
    );
  return (
    <>
      <ul aria-label="Not linked">
        {rows.map((row) => {
          const name = nameAmong(row, rows);
          return (
            <li key={row.documentId} className="flex gap-3 border-b border-line px-edge py-3">
              <Checkbox
                checked={ticked.has(row.documentId)}
                label={`Select ${name}`}
                isLabelHidden
                className="self-start"
                onChange={() => toggle(row.documentId)}
              />
              <Unlinked row={row} name={name} mayLink={mayLink} onLater={() => onLater([row.documentId])} />
            </li>
          );
        })}
      </ul>
      {chosen.length > 0 ? (
        <BulkBar
          countText={`${chosen.length} of ${rows.length} chosen`}
          more={
            chosen.length < rows.length ? (
              <Button
                size="sm"
                variant="quiet"
                onClick={() => setTicked(new Set(rows.map(({ documentId }) => documentId)))}
              >
                Choose all {rows.length} shown
              </Button>
            ) : null
          }
          actions={
            <>
              <CreateManyButton rows={chosen} mayLink={mayLink} onDone={drop} />
              <Button
                size="sm"
                onClick={() => {
                  onLater(chosen.map(({ documentId }) => documentId));
                  drop();
                }}
              >
                Later for {chosen.length}
              </Button>
            </>
          }
          onDrop={drop}
        />
      ) : null}
    </>
  );
}

/** Jobs of different customers often bear one name: then whose it is belongs to it. */
function nameAmong(row: UnlinkedRow, rows: readonly UnlinkedRow[]): string {
  const isAlone = rows.every((other) => other === row || other.name !== row.name);
  return isAlone ? row.name : nameWithOwner(row);
}

type UnlinkedProps = {
  readonly row: UnlinkedRow;
  /** As it is told from the others of the list. */
  readonly name: string;
  readonly mayLink: boolean;
  readonly onLater: () => void;
};

function Unlinked({ row, name, mayLink, onLater }: UnlinkedProps) {
  const { linkTo, pending, takeOver, setTakeOver, takeItOver } = useLinking(() => {});
  const [refusal, setRefusal] = useState<string>();
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? row.candidates : row.candidates.slice(0, CANDIDATES_SHOWN);
  const hidden = row.candidates.length - shown.length;
  async function choose(candidate: CandidateShown) {
    setRefusal((await linkTo({ documentId: row.documentId, name }, candidate)) ?? undefined);
  }
  return (
    <div className="grid min-w-0 flex-1 gap-x-8 gap-y-3 md:grid-cols-2">
      <div className="grid content-start gap-1">
        <Who row={row} />
        <div className="mt-1 flex flex-wrap gap-2">
          <LinkButton
            target={{ documentId: row.documentId, name }}
            mayLink={mayLink}
            label={row.candidates.length > 0 ? (row.jobOf ? "Other job" : "Other customer") : "Search"}
          />
          <CreateButton row={row} name={name} mayLink={mayLink} />
          <Button size="sm" variant="quiet" onClick={onLater}>
            Later<span className="sr-only"> for {name}</span>
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
            Show {hidden} more<span className="sr-only"> for {name}</span>
          </Button>
        ) : null}
      </div>
      <Confirm
        open={takeOver !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setTakeOver(null))}
        title={`Link ${name} to ${takeOver?.chosen.name ?? ""} all the same?`}
        consequence={takeOver?.sentence ?? ""}
        confirmLabel="Link all the same"
        onConfirm={takeItOver}
      />
    </div>
  );
}

function Who({ row }: { readonly row: UnlinkedRow }) {
  const facts = [row.company, row.email, row.city];
  // What held it was said when it was planned; the list of QuickBooks may know more by now.
  const isFound = row.decision === null && row.candidates[0]?.grade === "exact";
  const why = isFound && row.why ? "It waited because QuickBooks did not have it; one fits exactly now." : row.why;
  return (
    <>
      <h2 className="font-medium">
        {row.name}
        {row.jobOf ? <span className="font-normal text-soft">, job of {row.jobOf}</span> : null}
      </h2>
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
        <p className="text-soft">{goingWords(row)}</p>
      ) : null}
    </>
  );
}

function goingWords({ going, jobOf }: UnlinkedRow): string {
  switch (going) {
    case "owner":
      return `Waits for ${jobOf ?? "its customer"}: decide about that customer first.`;
    case "not-sent":
      return "Not sent yet: looked for, or created, when an order of it is exported.";
    case "by-itself":
      return "On its way: looked for, or created, when it is sent.";
    default:
      return going satisfies never;
  }
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

// A choice that solves a cause: which entry, what that means, and everything that waited for it goes.
"use client";

import dynamic from "next/dynamic";
import { useState } from "react";

import { Button } from "#components/ui/button.tsx";
import { entryWords, type EntryList } from "#lib/ledgers/choices.ts";
import type { EntryShown } from "#lib/ledgers/entry-shapes.ts";
import type { Outcome } from "#lib/refusal.ts";
import type { Released } from "#lib/sync/fixes.ts";

import { EntrySelect } from "./entry-select.tsx";
import type { FixProps, HeldUpText } from "./fix-props.ts";
import { consequenceOf, releaseLabel, type ChoiceWords } from "./fix-words.ts";
import { useEntries } from "./use-entries.ts";

const Confirm = dynamic(async () => (await import("#components/confirm.tsx")).Confirm, { ssr: false });

type ReleaseFormProps = {
  readonly companyFileId: string;
  readonly list: EntryList;
  /** "Map", "Choose" */
  readonly verb: string;
  readonly words: ChoiceWords;
  readonly held: HeldUpText;
  /** Why this person cannot; the choice is not drawn then. */
  readonly whyNot?: string | undefined;
  readonly onChoose: (entry: EntryShown) => Promise<Outcome<Released>>;
  readonly onReleased: FixProps["onReleased"];
};

export function ReleaseForm({
  companyFileId,
  list,
  verb,
  words,
  held,
  whyNot,
  onChoose,
  onReleased,
}: ReleaseFormProps) {
  const [entryId, setEntryId] = useState("");
  const [isAsking, setAsking] = useState(false);
  const [hasAsked, setAsked] = useState(false);
  const entries = useEntries(companyFileId, list, nounOf(list), whyNot === undefined);
  const entry = entries.entries.find((each) => each.ledgerId === entryId);
  const name = entry?.name ?? "";
  const label = releaseLabel(verb, held);

  async function choose(): Promise<string | void> {
    if (!entry) return undefined;
    const outcome = await onChoose(entry);
    if (!outcome.ok) return outcome.refusal.sentence;
    setEntryId("");
    onReleased(words.done(name), outcome.value);
    return undefined;
  }

  return (
    <>
      {whyNot === undefined ? (
        <EntrySelect label={words.label} isLabelHidden list={entries} value={entryId} onChange={setEntryId} />
      ) : null}
      <Button
        variant={entry ? "primary" : "plain"}
        className="max-md:flex-1"
        whyNot={whyNot ?? (entry ? undefined : `Choose ${nounOf(list)} first`)}
        onClick={() => {
          setAsked(true);
          setAsking(true);
        }}
      >
        {label}
      </Button>
      {hasAsked ? (
        <Confirm
          open={isAsking}
          onOpenChange={setAsking}
          title={words.title(name)}
          consequence={consequenceOf(words.fromNowOn(name), held)}
          confirmLabel={label}
          onConfirm={choose}
        />
      ) : null}
    </>
  );
}

/** "an item", "the terms" */
function nounOf(list: EntryList): string {
  const word = entryWords[list];
  if (list === "term") return word;
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}

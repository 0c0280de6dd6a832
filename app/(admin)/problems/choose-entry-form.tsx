// What stands in QuickBooks for a name it does not have? Terms, classes, payment methods; or the company's tax code, its accounts.
"use client";

import { changesSetting, choiceFor } from "#lib/ledgers/choices.ts";

import { choose } from "./actions.ts";
import { whyNotFix, type FixProps } from "./fix-props.ts";
import { choiceWords } from "./fix-words.ts";
import { ReleaseForm } from "./release-form.tsx";

/** Nothing where no choice solves it: the sentence of the cause says what does. */
export function ChooseEntryForm({ companyFileId, cause: { code, about }, view, held, rights, onReleased }: FixProps) {
  const choice = choiceFor(code, about, view.tab);
  if (!choice) return null;
  return (
    <ReleaseForm
      companyFileId={companyFileId}
      list={choice.list}
      verb="Choose"
      words={choiceWords(choice.sets, about)}
      held={held}
      whyNot={whyNotFix(rights, changesSetting(choice))}
      onChoose={async ({ ledgerId }) => await choose({ companyFileId, code, about, tab: view.tab, entryId: ledgerId })}
      onReleased={onReleased}
    />
  );
}

// How does a person write what stands on documents? One draft of all templates; nothing is saved until it is sent.
"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { FormEvent } from "react";

import { Field, Select } from "#components/ui/field.tsx";
import { Toolbar } from "#components/ui/page.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { DescriptionsCounted, DescriptionsShown, PlacedFault } from "#lib/documents/descriptions/saving.ts";
import {
  situations,
  startOf,
  templateAt,
  textsOf,
  withTemplate,
  type Descriptions,
  type SituationName,
  type TextName,
} from "#lib/documents/descriptions/templates.ts";
import { placeName, situationNames } from "#lib/documents/descriptions/words.ts";

import { SaveBar } from "../save-bar.tsx";
import { plannedAgain } from "../words.ts";
import { count, save } from "./actions.ts";
import { SaveQuestion } from "./save-question.tsx";
import { TextSection } from "./text-section.tsx";

const NOT_REACHED = "The server could not be reached. Nothing was saved; please try again.";

type DescriptionsFormProps = { readonly shown: DescriptionsShown; readonly mayWrite: boolean };

export function DescriptionsForm({ shown, mayWrite }: DescriptionsFormProps) {
  const { companyFileId, version, names } = shown;
  const [draft, setDraft] = useState<Descriptions>(shown.descriptions);
  const [situation, setSituation] = useState<SituationName>("everywhere");
  const [active, setActive] = useState<TextName>("message");
  const [touched, setTouched] = useState<DescriptionsCounted | null>(null);
  const [faults, setFaults] = useState<readonly PlacedFault[]>([]);
  const [trouble, setTrouble] = useState<string>();
  const [isPending, startCounting] = useTransition();
  const router = useRouter();
  const isChanged = JSON.stringify(draft) !== JSON.stringify(shown.descriptions);

  function change(text: TextName, template: string | undefined) {
    setDraft((now) => withTemplate(now, situation, text, template));
    setFaults((now) => now.filter((one) => one.situation !== situation || one.text !== text));
    setTrouble(undefined);
  }

  function refuse(wrong: readonly PlacedFault[]): string {
    const [first] = wrong;
    setFaults(wrong);
    if (first) {
      setSituation(first.situation);
      setActive(first.text);
    }
    return first ? `Nothing was saved. ${placeName(first)}: ${first.sentence}` : "Nothing was saved.";
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending || !isChanged) return;
    startCounting(async () => {
      const outcome = await count({ companyFileId, descriptions: draft }).catch(() => undefined);
      if (!outcome?.ok) setTrouble(outcome?.refusal.sentence ?? NOT_REACHED);
      else if (outcome.value.faults.length > 0) setTrouble(refuse(outcome.value.faults));
      else setTouched(outcome.value);
    });
  }

  async function saveThem(reach: "waiting" | "all"): Promise<string | void> {
    const outcome = await save({ companyFileId, version, descriptions: draft, reach }).catch(() => undefined);
    if (!outcome?.ok) return outcome?.refusal.sentence ?? NOT_REACHED;
    if (outcome.value.faults.length > 0) return refuse(outcome.value.faults);
    toast.done("Saved", { detail: plannedAgain(outcome.value.orders) });
    router.refresh();
  }

  return (
    <form method="post" onSubmit={submit}>
      <Toolbar>
        <Field label="Written on" className="grid-cols-[auto_1fr] items-center gap-x-3">
          <Select
            value={situation}
            onChange={({ target }) => setSituation(situations.find((one) => one === target.value) ?? "everywhere")}
          >
            {situations.map((one) => (
              <option key={one} value={one}>
                {situationNames[one]}
                {one !== "everywhere" && hasOwn(draft, one) ? " (texts of their own)" : ""}
              </option>
            ))}
          </Select>
        </Field>
      </Toolbar>
      {textsOf(situation).map((text) => (
        <TextSection
          key={`${situation}/${text}`}
          companyFileId={companyFileId}
          situation={situation}
          text={text}
          template={templateAt(draft, situation, text)}
          start={startOf(draft, situation, text)}
          names={names}
          faults={faults.filter((one) => one.situation === situation && one.text === text)}
          isActive={active === text}
          mayWrite={mayWrite}
          onActive={() => setActive(text)}
          onChange={(template) => change(text, template)}
        />
      ))}
      {mayWrite ? <SaveBar isPending={isPending} isChanged={isChanged} trouble={trouble} /> : null}
      <SaveQuestion touched={touched} onClose={() => setTouched(null)} onSave={saveThem} />
    </form>
  );
}

function hasOwn(descriptions: Descriptions, situation: SituationName): boolean {
  return textsOf(situation).some((text) => templateAt(descriptions, situation, text) !== undefined);
}

// How is one text written, and what does it say of real orders?
"use client";

import { useRef } from "react";

import { Button } from "#components/ui/button.tsx";
import { Field, Textarea } from "#components/ui/field.tsx";
import { Section } from "#components/ui/page.tsx";
import { inserted, type Inserting } from "#lib/documents/descriptions/inserting.ts";
import type { DescriptionsShown, PlacedFault } from "#lib/documents/descriptions/saving.ts";
import { placeOf, TEMPLATE_MAX, type SituationName, type TextName } from "#lib/documents/descriptions/templates.ts";
import { textNames } from "#lib/documents/descriptions/words.ts";

import { FieldChips } from "./field-chips.tsx";
import { TextPreview, usePreview } from "./text-preview.tsx";
import { faultWords, otherwiseWords, textMeans } from "./words.ts";

type TextSectionProps = {
  readonly companyFileId: string;
  readonly situation: SituationName;
  readonly text: TextName;
  /** Undefined: the situation has none of its own. */
  readonly template: string | undefined;
  /** What its own template begins with. */
  readonly start: string;
  readonly names: DescriptionsShown["names"];
  /** Why it was not saved. */
  readonly faults: readonly PlacedFault[];
  readonly isActive: boolean;
  readonly mayWrite: boolean;
  readonly onActive: () => void;
  readonly onChange: (template: string | undefined) => void;
};

export function TextSection(props: TextSectionProps) {
  const { situation, text, template, start, mayWrite, onActive, onChange } = props;
  const name = textNames[text];
  const isEverywhere = situation === "everywhere";
  return (
    <Section
      title={name}
      aside={
        mayWrite && !isEverywhere && template !== undefined ? (
          <Button size="sm" variant="quiet" onClick={() => onChange(undefined)}>
            Without a text of their own
          </Button>
        ) : null
      }
    >
      {template === undefined ? (
        <div className="flex flex-wrap items-center gap-3 text-soft">
          <p>{otherwiseWords(situation, text)}</p>
          {mayWrite ? (
            <Button
              size="sm"
              onClick={() => {
                onActive();
                onChange(start);
              }}
            >
              Write a {name.toLowerCase()} of their own
            </Button>
          ) : null}
        </div>
      ) : (
        <Editor {...props} template={template} />
      )}
    </Section>
  );
}

function Editor(props: TextSectionProps & { readonly template: string }) {
  const { companyFileId, situation, text, template, names, faults, isActive, mayWrite, onActive, onChange } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const { shown, isOld } = usePreview({ companyFileId, situation, text, template });
  const wrong = faults.length > 0 ? faults : isOld ? [] : (shown?.faults ?? []);

  function insert(wanted: Pick<Inserting, "path" | "label" | "isOptional" | "separator">) {
    const at = area.current?.selectionStart ?? template.length;
    const next = inserted({ ...wanted, place: placeOf(situation, text), template, at });
    onChange(next.template);
    // The cursor is set when the new text is there.
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(next.at, next.at);
    });
  }

  return (
    <div className="grid gap-x-8 gap-y-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] xl:grid-rows-[auto_1fr]">
      <Field
        label={`${textNames[text]}: template`}
        isLabelHidden
        hint={textMeans[text]}
        error={wrong.length > 0 ? wrong.map(faultWords).join(" ") : undefined}
      >
        <Textarea
          ref={area}
          value={template}
          maxLength={TEMPLATE_MAX}
          disabled={!mayWrite}
          spellCheck={false}
          className="font-mono text-xs"
          onFocus={onActive}
          onChange={({ target }) => onChange(target.value)}
        />
      </Field>
      <div className="xl:col-start-2 xl:row-span-2 xl:row-start-1">
        <TextPreview text={text} template={template} shown={shown} isOld={isOld} />
      </div>
      {mayWrite && isActive ? (
        <FieldChips place={placeOf(situation, text)} names={names} onInsert={insert} />
      ) : mayWrite ? (
        <div>
          <Button size="sm" onClick={onActive}>
            Insert a field
          </Button>
        </div>
      ) : null}
    </div>
  );
}

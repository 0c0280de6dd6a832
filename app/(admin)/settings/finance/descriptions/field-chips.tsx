// Which fields can be put into a text? Each a chip; a click writes it where the cursor is.
"use client";

import { useState } from "react";

import { Checkbox, Field, Select } from "#components/ui/field.tsx";
import { fieldGroups, type Place } from "#lib/documents/descriptions/fields.ts";
import type { Inserting } from "#lib/documents/descriptions/inserting.ts";
import type { DescriptionsShown } from "#lib/documents/descriptions/saving.ts";

const separators = [
  { label: "a comma", value: ", " },
  { label: "a semicolon", value: "; " },
  { label: "a dash", value: " – " },
  { label: "a new line", value: "\n" },
  { label: "nothing", value: "" },
] as const;

type Chip = { readonly path: string; readonly label: string; readonly example?: string };

type FieldChipsProps = {
  readonly place: Place;
  readonly names: DescriptionsShown["names"];
  readonly onInsert: (wanted: Pick<Inserting, "path" | "label" | "isOptional" | "separator">) => void;
};

export function FieldChips({ place, names, onInsert }: FieldChipsProps) {
  const [isOptional, setOptional] = useState(false);
  const [separator, setSeparator] = useState<string>(", ");
  return (
    <div className="grid gap-3" role="group" aria-label="Fields to insert">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <Checkbox
          label="With its name, and only where there is one"
          checked={isOptional}
          onChange={({ target }) => setOptional(target.checked)}
        />
        <Field label="Between several" className="grid-cols-[auto_auto] items-center gap-x-2">
          <Select value={separator} onChange={({ target }) => setSeparator(target.value)}>
            {separators.map(({ label, value }) => (
              <option key={label} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {chipGroups(place, names).map(({ title, chips }) => (
        <div key={title} className="grid gap-1">
          <p className="text-xs text-faint">{title}</p>
          <div className="flex flex-wrap gap-1.5">
            {chips.map(({ path, label, example }) => (
              <button
                key={path}
                type="button"
                title={example === undefined ? undefined : `Such as ${example}`}
                className="rounded border border-line-strong bg-surface px-1.5 py-0.5 text-xs hover:border-soft hover:bg-sunken pointer-coarse:min-h-11 pointer-coarse:px-3"
                onClick={() => onInsert({ path, label, isOptional, separator })}
              >
                {label}
              </button>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

/** By what they belong to; references and custom fields by the names the newest orders have. */
function chipGroups(place: Place, names: DescriptionsShown["names"]) {
  const groups = new Map<string, Chip[]>();
  const add = (title: string, chips: readonly Chip[]) => {
    if (chips.length > 0) groups.set(title, [...(groups.get(title) ?? []), ...chips]);
  };
  for (const { title, root, fields } of fieldGroups) {
    if (root !== "credit" || place === "credit") add(title, fields);
  }
  add(
    "References",
    names.reference.map((name) => named("reference", name)),
  );
  add(
    "Custom fields",
    names.custom.map((name) => named("custom", name)),
  );
  return [...groups].map(([title, chips]) => ({ title, chips }));
}

function named(kind: "reference" | "custom", name: string): Chip {
  return { path: `order.${kind}[${JSON.stringify(name)}]`, label: name };
}

// A list of QuickBooks as a select: the browser's own, by name.
"use client";

import { Field, Select } from "#components/ui/field.tsx";

import type { Entries } from "./use-entries.ts";

type EntrySelectProps = {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly list: Entries;
  readonly value: string;
  readonly onChange: (entryId: string) => void;
};

export function EntrySelect({ label, isLabelHidden = false, list, value, onChange }: EntrySelectProps) {
  return (
    <Field label={label} isLabelHidden={isLabelHidden} error={list.error} className="w-full">
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{list.first}</option>
        {list.entries.map((entry) => (
          <option key={entry.ledgerId} value={entry.ledgerId}>
            {entry.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

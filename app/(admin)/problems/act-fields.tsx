// Until when does a problem sleep, and who looks after it? The questions of two acts.
"use client";

import { Field, Input, Select } from "#components/ui/field.tsx";
import type { Role } from "#lib/access/roles.ts";
import type { ProblemAct } from "#lib/sync/problem-acts.ts";
import { snoozes, type Snooze } from "#lib/sync/triage.ts";

import type { NamedPerson } from "./filter-words.ts";

export type SnoozeChoice = { readonly is: Snooze; readonly day: string; readonly more: number };

type Until = Extract<ProblemAct, { act: "snooze" }>["until"];

const snoozeLabels: Readonly<Record<Snooze, string>> = {
  day: "Until a day",
  "period-opens": "Until the books open the period",
  "record-changes": "Until the order changes",
  "group-grows": "Until the cause grows",
};

/** What is chosen, as the act says it. */
export function untilOf({ is, day, more }: SnoozeChoice): Until {
  switch (is) {
    case "day":
      return { is, day };
    case "group-grows":
      return { is, more };
    case "period-opens":
    case "record-changes":
      return { is };
    default:
      return is satisfies never;
  }
}

type SnoozeFieldsProps = {
  readonly choice: SnoozeChoice;
  readonly today: string;
  readonly onChange: (choice: SnoozeChoice) => void;
};

export function SnoozeFields({ choice, today, onChange }: SnoozeFieldsProps) {
  return (
    <fieldset className="grid gap-1">
      <legend className="font-medium">Stays off the list</legend>
      {snoozes.map((is) => (
        <label key={is} className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
          <input
            type="radio"
            name="snooze"
            className="size-4 accent-accent"
            checked={choice.is === is}
            onChange={() => onChange({ ...choice, is })}
          />
          {snoozeLabels[is]}
        </label>
      ))}
      {choice.is === "day" ? (
        <Field label="Day" className="mt-1 max-w-48">
          <Input
            type="date"
            min={today}
            value={choice.day}
            onChange={({ target }) => onChange({ ...choice, day: target.value })}
          />
        </Field>
      ) : null}
      {choice.is === "group-grows" ? (
        <Field label="By so many rows" className="mt-1 max-w-48">
          <Input
            type="number"
            min={1}
            max={10_000}
            value={choice.more}
            onChange={({ target }) => onChange({ ...choice, more: Math.max(1, Number(target.value)) })}
          />
        </Field>
      ) : null}
    </fieldset>
  );
}

type AssignFieldsProps = { people: readonly NamedPerson[]; userId: string; onChange: (userId: string) => void };

/** By what they may do: "your accountant" is somebody with a name. */
const groups: readonly { readonly role: Role; readonly label: string }[] = [
  { role: "clerk", label: "Clerks" },
  { role: "accountant", label: "Accountants" },
  { role: "owner", label: "Owners" },
  { role: "viewer", label: "Viewers" },
];

export function AssignFields({ people, userId, onChange }: AssignFieldsProps) {
  return (
    <Field label="To whom">
      <Select value={userId} autoFocus onChange={({ target }) => onChange(target.value)}>
        <option value="">Nobody</option>
        {groups
          .map(({ role, label }) => ({ label, of: people.filter((person) => person.role === role) }))
          .filter(({ of }) => of.length > 0)
          .map(({ label, of }) => (
            <optgroup key={label} label={label}>
              {of.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
            </optgroup>
          ))}
      </Select>
    </Field>
  );
}

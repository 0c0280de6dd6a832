// Which rows shall be listed? All parts of a filter in one form, each also as what to leave out where that makes sense.
"use client";

import { useId } from "react";
import type { FormEvent, ReactNode } from "react";

import { kindNoun, titled } from "#app/(admin)/_watch/words.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input, Select } from "#components/ui/field.tsx";
import { documentKinds } from "#lib/documents/document.ts";
import { problemCodes, problemTitle } from "#lib/problem.ts";
import type { ProblemFilter } from "#lib/sync/problem-filter.ts";
import type { Cause } from "#lib/sync/problems.ts";

import { filterOfForm, formOfFilter, type FilterForm } from "./filter-form.ts";
import type { FilterChoices, Named } from "./filter-words.ts";

type FilterDialogProps = {
  readonly isOpen: boolean;
  readonly filter: ProblemFilter;
  readonly causes: readonly Cause[];
  readonly choices: FilterChoices;
  readonly onClose: () => void;
  readonly onFilter: (filter: ProblemFilter) => void;
};

export function FilterDialog({ isOpen, onClose, ...rest }: FilterDialogProps) {
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(next) => (next ? null : onClose())}
      title="Filter"
      description="Everything that is filled in must hold. No time is left out unless you say so."
    >
      <FilterFields {...rest} onClose={onClose} />
    </Dialog>
  );
}

function FilterFields({ filter, causes, choices, onClose, onFilter }: Omit<FilterDialogProps, "isOpen">) {
  const form = formOfFilter(filter, choices.currency);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const entries = Object.fromEntries(new FormData(event.currentTarget)) as unknown as FilterForm;
    onFilter(filterOfForm(entries, filter, choices.currency));
  }
  return (
    <form className="grid gap-3" onSubmit={submit}>
      <Pair label="Cause" is="codeIs" value={form.codeIs}>
        <Select name="code" defaultValue={form.code}>
          <option value="">Any cause</option>
          <CauseOptions causes={causes} />
        </Select>
      </Pair>
      <Pair label="Customer" is="partyIs" value={form.partyIs}>
        <Input name="party" defaultValue={form.party} maxLength={500} placeholder="Name as in the list" />
      </Pair>
      <Pair label="Source" is="sourceIs" value={form.sourceIs}>
        <Named name="source" value={form.source} any="Any source" named={choices.sources} />
      </Pair>
      <Field label="Assigned to">
        <Named
          name="assignee"
          value={form.assignee}
          any="Anybody"
          named={[
            { id: "me", name: "Me" },
            { id: "others", name: "Others" },
            { id: "nobody", name: "Nobody" },
            ...choices.people,
          ]}
        />
      </Field>
      <Field label="Type of document">
        <Named
          name="kind"
          value={form.kind}
          any="Any type"
          named={documentKinds.map((kind) => ({ id: kind, name: titled(kindNoun(kind).one) }))}
        />
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Figure label={`From ${choices.currency}`} name="min" value={form.min} step="any" />
        <Figure label={`Up to ${choices.currency}`} name="max" value={form.max} step="any" />
        <Figure label="Older than, days" name="older" value={form.older} step="1" />
        <Figure label="From the last, days" name="newer" value={form.newer} step="1" />
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary">
          Show what matches
        </Button>
      </div>
    </form>
  );
}

/** The causes that are here first, then all there are. */
function CauseOptions({ causes }: Pick<FilterDialogProps, "causes">) {
  const here = [...new Set(causes.map(({ code }) => code))];
  const option = (code: (typeof problemCodes)[number]) => (
    <option key={code} value={code}>
      {problemTitle(code, "…")}
    </option>
  );
  return (
    <>
      {here.length > 0 ? <optgroup label="In this list">{here.map(option)}</optgroup> : null}
      <optgroup label="All causes">{problemCodes.filter((code) => !here.includes(code)).map(option)}</optgroup>
    </>
  );
}

type PairProps = { readonly label: string; readonly is: string; readonly value: string; children: ReactNode };

/** A value, and whether it is meant or left out. */
function Pair({ label, is, value, children }: PairProps) {
  const id = useId();
  return (
    <fieldset className="grid grid-cols-[6.5rem_1fr] items-end gap-2">
      <legend className="sr-only">{label}</legend>
      <Field label={label}>
        <Select name={is} defaultValue={value} aria-label={`${label}: is or is not`} id={`${id}-is`}>
          <option value="is">is</option>
          <option value="not">is not</option>
        </Select>
      </Field>
      <Field label={`${label}, which`} isLabelHidden>
        {children}
      </Field>
    </fieldset>
  );
}

type NamedProps = { name: string; value: string; any: string; named: readonly Named[] };

function Named({ name, value, any, named }: NamedProps) {
  return (
    <Select name={name} defaultValue={value}>
      <option value="">{any}</option>
      {named.map((each) => (
        <option key={each.id} value={each.id}>
          {each.name}
        </option>
      ))}
    </Select>
  );
}

type FigureProps = { label: string; name: string; value: string; step: string };

function Figure({ label, name, value, step }: FigureProps) {
  return (
    <Field label={label}>
      <Input name={name} type="number" min={0} step={step} inputMode="decimal" defaultValue={value} />
    </Field>
  );
}

// Under which name is this view kept, and for whom?
"use client";

import { useState } from "react";
import type { FormEvent } from "react";

import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Checkbox, Field, Input } from "#components/ui/field.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { SavedView } from "#lib/sync/saved-views.ts";

import { saveNamed } from "./actions.ts";
import { keptQuery, type ProblemView } from "./view.ts";

export function SaveViewDialog({ isOpen, ...rest }: NameFormProps & { readonly isOpen: boolean }) {
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(next) => (next ? null : rest.onClose())}
      title="Save this view"
      description="Lane, tab, filters, search and order of rows. The same name again keeps the newer one."
    >
      <NameForm {...rest} />
    </Dialog>
  );
}

type NameFormProps = {
  readonly view: ProblemView;
  /** The person's own view that this one grew from: under its name it takes its place. */
  readonly grown: SavedView | null;
  readonly mayShare: boolean;
  readonly onClose: () => void;
  readonly onSaved: () => void;
};

function NameForm({ view, grown, mayShare, onClose, onSaved }: NameFormProps) {
  const [name, setName] = useState(grown?.name ?? "");
  const [isShared, setShared] = useState(grown?.isShared ?? false);
  const [refusal, setRefusal] = useState<string>();
  async function submit(event: FormEvent) {
    event.preventDefault();
    const known = grown?.name === name.trim() ? { viewId: grown.viewId } : {};
    const outcome = await saveNamed({ ...known, name, query: keptQuery(view), isShared });
    if (!outcome.ok) {
      setRefusal(outcome.refusal.sentence);
      return;
    }
    toast.done(`The view “${name.trim()}” is kept`);
    onSaved();
    onClose();
  }
  return (
    <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <Field label="Name" error={refusal}>
        <Input value={name} maxLength={80} onChange={({ target }) => setName(target.value)} />
      </Field>
      {mayShare ? (
        <Checkbox
          checked={isShared}
          label="For everybody of this tenant"
          onChange={({ target }) => setShared(target.checked)}
        />
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" whyNot={name.trim() ? undefined : "Write a name first"}>
          Save view
        </Button>
      </div>
    </form>
  );
}

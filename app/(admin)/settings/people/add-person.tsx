// How does an owner add somebody? By e-mail address; a password for the first sign-in is shown once.
"use client";

import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FormEvent } from "react";

import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input, Select } from "#components/ui/field.tsx";
import { roles } from "#lib/access/roles.ts";
import type { Refused } from "#lib/refusal.ts";

import { add } from "./actions.ts";
import { roleWords } from "./role-words.ts";

type Added = { readonly email: string; readonly password: string | null };

export function AddPerson() {
  const [isOpen, setOpen] = useState(false);
  const [added, setAdded] = useState<Added | null>(null);
  const router = useRouter();

  function close() {
    setOpen(false);
    // The password leaves the page with the dialog.
    setAdded(null);
    router.refresh();
  }

  return (
    <>
      <Button variant="primary" icon={<UserPlus />} onClick={() => setOpen(true)}>
        Add a person
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={(next) => (next ? setOpen(true) : close())}
        title={added ? "Added" : "Add a person"}
      >
        {added ? <Welcome added={added} onClose={close} /> : <AddForm onAdded={setAdded} />}
      </Dialog>
    </>
  );
}

function Welcome({ added, onClose }: { readonly added: Added; readonly onClose: () => void }) {
  return (
    <div className="grid gap-4">
      {added.password === null ? (
        <p>{added.email} has a sign-in here already and can use it for this tenant from now on.</p>
      ) : (
        <>
          <p>
            Give this password to {added.email}. It is shown only now: Tieout sends no mail and keeps no readable copy.
          </p>
          <CodeBlock label="Password" value={added.password} />
        </>
      )}
      <div className="flex justify-end">
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}

function AddForm({ onAdded }: { readonly onAdded: (added: Added) => void }) {
  const [refusal, setRefusal] = useState<Refused["refusal"]>();
  const [isPending, setPending] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending) return;
    const form = new FormData(event.currentTarget);
    setPending(true);
    setRefusal(undefined);
    const outcome = await add(Object.fromEntries(form)).catch(() => undefined);
    setPending(false);
    if (outcome?.ok) onAdded(outcome.value);
    else
      setRefusal(
        outcome?.refusal ?? { code: "unavailable", sentence: "The server could not be reached. Please try again." },
      );
  }

  const errorOf = (name: string) => (refusal?.path === name ? refusal.sentence : undefined);
  return (
    <form className="grid gap-4" method="post" onSubmit={(event) => void submit(event)}>
      <Field label="E-mail" error={errorOf("email")}>
        <Input type="email" name="email" autoComplete="off" required />
      </Field>
      <Field label="Name" error={errorOf("name")}>
        <Input name="name" autoComplete="off" required />
      </Field>
      <Field label="Role" error={errorOf("role")}>
        <Select name="role" defaultValue="clerk">
          {roles.map((role) => (
            <option key={role} value={role}>
              {roleWords[role].name}: {roleWords[role].means}
            </option>
          ))}
        </Select>
      </Field>
      {refusal && !refusal.path ? (
        <p role="alert" className="text-bad">
          {refusal.sentence}
        </p>
      ) : null}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" pending={isPending}>
          Add
        </Button>
      </div>
    </form>
  );
}

// How is a place added that orders come from? A name, a kind, and the books it feeds.
"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FormEvent } from "react";

import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input, Select } from "#components/ui/field.tsx";
import { toast } from "#components/ui/toast.tsx";
import { sourceKinds } from "#lib/orders/take-in.ts";
import type { Refused } from "#lib/refusal.ts";

import { add } from "./actions.ts";
import { kindWords } from "./words.ts";

export type CompanyChoice = { readonly companyFileId: string; readonly name: string };

export function AddSourceButton({ companies }: { readonly companies: readonly CompanyChoice[] }) {
  const [isOpen, setOpen] = useState(false);
  const router = useRouter();

  function added(name: string) {
    setOpen(false);
    toast.done(`${name} was added`);
    router.refresh();
  }

  return (
    <>
      <Button variant="primary" icon={<Plus />} onClick={() => setOpen(true)}>
        Add a source
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title="Add a source">
        <AddForm companies={companies} onAdded={added} />
      </Dialog>
    </>
  );
}

type AddFormProps = { readonly companies: readonly CompanyChoice[]; readonly onAdded: (name: string) => void };

function AddForm({ companies, onAdded }: AddFormProps) {
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
    if (outcome?.ok) onAdded(nameIn(form));
    else
      setRefusal(
        outcome?.refusal ?? { code: "unavailable", sentence: "The server could not be reached. Please try again." },
      );
  }

  const errorOf = (name: string) => (refusal?.path === name ? refusal.sentence : undefined);
  return (
    <form className="grid gap-4" method="post" onSubmit={(event) => void submit(event)}>
      <Field label="Name" hint="What people here call it: the shop's or the system's name." error={errorOf("name")}>
        <Input name="name" autoComplete="off" maxLength={100} required />
      </Field>
      <Field label="Kind" error={errorOf("kind")}>
        <Select name="kind" defaultValue="api">
          {sourceKinds.map((kind) => (
            <option key={kind} value={kind}>
              {kindWords[kind].name}: {kindWords[kind].means}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Company file" hint="Its orders go into these books." error={errorOf("companyFileId")}>
        <Select name="companyFileId" defaultValue={companies[0]?.companyFileId}>
          {companies.map((company) => (
            <option key={company.companyFileId} value={company.companyFileId}>
              {company.name}
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

function nameIn(form: FormData): string {
  const name = form.get("name");
  return typeof name === "string" ? name.trim() : "";
}

// How does an address come to hear of new causes? Its secret is shown once, with how to check what it signs.
"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FormEvent } from "react";

import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import type { Refused } from "#lib/refusal.ts";

import { add } from "./actions.ts";

export function AddWebhook() {
  const [isOpen, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const router = useRouter();

  function close() {
    setOpen(false);
    // The secret leaves the page with the dialog.
    setSecret(null);
    router.refresh();
  }

  return (
    <>
      <Button size="sm" icon={<Plus />} onClick={() => setOpen(true)}>
        Add a webhook
      </Button>
      <Dialog open={isOpen && secret === null} onOpenChange={setOpen} title="Add a webhook">
        <AddForm onAdded={setSecret} />
      </Dialog>
      <Dialog
        open={secret !== null}
        onOpenChange={(isStaying) => (isStaying ? undefined : close())}
        title="The webhook was added"
        description="Copy its secret now: it is shown only this once, and kept only sealed."
        footer={
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        }
      >
        <CodeBlock label="Signing secret" value={secret ?? ""} />
        <p className="mt-3 text-soft">
          Each message carries the headers webhook-id, webhook-timestamp and webhook-signature, as Standard Webhooks
          describes them; a library for it checks them with this secret.
        </p>
      </Dialog>
    </>
  );
}

function AddForm({ onAdded }: { readonly onAdded: (secret: string) => void }) {
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
    if (outcome?.ok) onAdded(outcome.value.secret);
    else
      setRefusal(
        outcome?.refusal ?? { code: "unavailable", sentence: "The server could not be reached. Please try again." },
      );
  }

  return (
    <form className="grid gap-4" method="post" onSubmit={(event) => void submit(event)} noValidate>
      <Field
        label="Address"
        hint="It begins with https:// and can be reached from the internet."
        error={refusal?.path === "url" ? refusal.sentence : undefined}
      >
        <Input name="url" type="url" inputMode="url" autoComplete="off" maxLength={2000} required />
      </Field>
      {refusal && refusal.path !== "url" ? (
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

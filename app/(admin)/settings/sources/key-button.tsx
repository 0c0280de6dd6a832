// How does a source get an API key? Asked first when one would end; shown once, with a call to try it.
"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { Confirm } from "#components/confirm.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.tsx";

import { makeKey } from "./actions.ts";
import { exampleCall } from "./example-call.ts";

type KeyButtonProps = {
  readonly source: { readonly sourceId: string; readonly name: string; readonly apiKeyStart: string | null };
};

export function KeyButton({ source }: KeyButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const [isPending, setPending] = useState(false);
  const [key, setKey] = useState<string | null>(null);
  const router = useRouter();
  const hasKey = source.apiKeyStart !== null;

  /** Makes the key; a sentence when it was refused. */
  async function make(): Promise<string | void> {
    const outcome = await makeKey({ sourceId: source.sourceId });
    if (!outcome.ok) return outcome.refusal.sentence;
    setKey(outcome.value.key);
  }

  async function makeFirst() {
    setPending(true);
    const sentence = await make().catch(() => "The server could not be reached. Please try again.");
    setPending(false);
    if (sentence) toast.failed(sentence);
  }

  function close() {
    // The key leaves the page with the dialog.
    setKey(null);
    router.refresh();
  }

  const label = hasKey ? "Replace API key" : "Make API key";
  return (
    <>
      <Button
        size="sm"
        pending={isPending}
        aria-label={`${label} of ${source.name}`}
        onClick={() => (hasKey ? setAsking(true) : void makeFirst())}
      >
        {label}
      </Button>
      <Confirm
        open={isAsking}
        onOpenChange={setAsking}
        title={`Replace the API key of ${source.name}?`}
        consequence={`Programs that send orders with the key ${source.apiKeyStart ?? ""} are refused from now on, until they have the new one. Orders already here stay.`}
        confirmLabel="Replace API key"
        tone="danger"
        onConfirm={make}
      />
      <Dialog
        open={key !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : close())}
        title={`API key of ${source.name}`}
        description="Copy it now: it is shown only this once, and kept only as a hash."
        footer={
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        }
        wide
      >
        {key === null ? null : <NewKey apiKey={key} />}
      </Dialog>
    </>
  );
}

function NewKey({ apiKey }: { readonly apiKey: string }) {
  return (
    <div className="grid gap-4">
      <CodeBlock label="API key" value={apiKey} />
      <CodeBlock label="Send an order" value={exampleCall(window.location.origin, apiKey)} />
    </div>
  );
}

// Is this customer or job linked, and how is that changed? On the order page and in the list of links.
"use client";

import { Link2, Link2Off } from "lucide-react";
import { useState } from "react";

import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { Confirm } from "#components/confirm.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";

import { unlink } from "./actions.ts";
import { LinkDialog } from "./link-dialog.tsx";
import { useLinking, type Target } from "./use-linking.ts";
import { MAY_NOT } from "./words.ts";

type LinkControlsProps = { readonly target: Target; readonly isLinked: boolean; readonly mayLink: boolean };

/** A mark with its word, and the button beside it. */
export function LinkControls({ target, isLinked, mayLink }: LinkControlsProps) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <span
        className={isLinked ? "inline-flex items-center gap-1 text-good" : "inline-flex items-center gap-1 text-warn"}
      >
        {isLinked ? <Link2 aria-hidden className="size-3.5" /> : <Link2Off aria-hidden className="size-3.5" />}
        {isLinked ? "Linked" : "Not linked"}
      </span>
      {isLinked ? (
        <UnlinkButton target={target} mayLink={mayLink} />
      ) : (
        <LinkButton target={target} mayLink={mayLink} label="Link" />
      )}
    </span>
  );
}

type LinkButtonProps = { readonly target: Target; readonly mayLink: boolean; readonly label: string };

export function LinkButton({ target, mayLink, label }: LinkButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" whyNot={mayLink ? undefined : MAY_NOT} onClick={() => setOpen(true)}>
        {label}
        <span className="sr-only"> for {target.name}</span>
      </Button>
      <LinkDialog target={target} open={isOpen} onOpenChange={setOpen} />
    </>
  );
}

export function UnlinkButton({ target, mayLink }: Omit<LinkButtonProps, "label">) {
  const [isOpen, setOpen] = useState(false);
  const { settle } = useLinking(() => {});
  async function confirm(): Promise<string | void> {
    const outcome = await unlink({ documentId: target.documentId });
    if (!outcome.ok) return outcome.refusal.sentence;
    const { orders } = outcome.value;
    const detail = orders === 0 ? undefined : `${counted(orders, nouns.order)} wait until you link it again.`;
    toast.done(`${target.name} is not linked any more`, detail === undefined ? {} : { detail });
    await settle();
  }
  return (
    <>
      <Button size="sm" variant="danger" whyNot={mayLink ? undefined : MAY_NOT} onClick={() => setOpen(true)}>
        Unlink<span className="sr-only"> {target.name}</span>
      </Button>
      <Confirm
        open={isOpen}
        onOpenChange={setOpen}
        title={`Unlink ${target.name}?`}
        consequence="Nothing changes in QuickBooks, and what was sent stays there. What is still to go for it waits until somebody links it again or lets it be created; it is not matched by itself any more."
        confirmLabel="Unlink"
        tone="danger"
        onConfirm={confirm}
      />
    </>
  );
}

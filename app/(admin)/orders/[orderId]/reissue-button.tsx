// How is an invoice of several orders dissolved? Only by voiding it and issuing it again, and only after a question.
"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Confirm } from "#components/confirm.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";

import { reissue } from "./document-actions.ts";

type ReissueButtonProps = { readonly documentId: string; readonly title: string; readonly mayAct: boolean };

export function ReissueButton({ documentId, title, mayAct }: ReissueButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const queries = useQueryClient();
  const confirm = async () => {
    const outcome = await reissue({ documentId });
    if (!outcome.ok) return outcome.refusal.sentence;
    toast.done(`${title} is being voided`, { detail: "Its orders are booked anew as soon as that is done." });
    await queries.invalidateQueries({ queryKey: ["order"] });
  };
  return (
    <>
      <Button
        size="sm"
        onClick={() => setOpen(true)}
        whyNot={mayAct ? undefined : "Your role does not allow changing what is in QuickBooks"}
      >
        Void and reissue…
      </Button>
      <Confirm
        open={isOpen}
        onOpenChange={setOpen}
        title={`Void and reissue ${title}?`}
        consequence="It is voided in QuickBooks, and each of its orders is booked anew as it is now. Payments stay, and pay what is issued again."
        confirmLabel="Void and reissue"
        tone="danger"
        onConfirm={confirm}
      />
    </>
  );
}

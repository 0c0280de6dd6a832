// How is a consequence stated before it happens? In words, with numbers; typed when it is grave.
"use client";

import { useState } from "react";
import type { ReactNode } from "react";

import { Button } from "./ui/button.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field, Input, Textarea } from "./ui/field.tsx";

export type ConfirmProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The question: "Resync 37 invoices?" */
  readonly title: string;
  /** What will happen, and what will not. */
  readonly consequence: ReactNode;
  /** The verb and the number, as on the button that led here. */
  readonly confirmLabel: string;
  readonly tone?: "plain" | "danger";
  /** For undoing or deleting in QuickBooks: this must be typed first. */
  readonly typed?: string;
  /** A reason is asked for under this label, and not done without. */
  readonly reasonLabel?: string | undefined;
  /** What has to be put in first, above the buttons; with why it is not done without, as long as it is missing. */
  readonly children?: ReactNode;
  readonly whyNot?: string | undefined;
  /** Resolves when done; the dialog then closes. Rejection or a returned sentence keeps it open with that sentence. */
  readonly onConfirm: (reason: string) => Promise<string | void> | void;
};

/** A dialog with one question. Escape and Cancel change nothing. */
export function Confirm({ open, onOpenChange, title, consequence, ...rest }: ConfirmProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} description={consequence}>
      <ConfirmForm {...rest} onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

type ConfirmFormProps = Omit<ConfirmProps, "open" | "onOpenChange" | "title" | "consequence"> & {
  readonly onClose: () => void;
};

function ConfirmForm(props: ConfirmFormProps) {
  const { confirmLabel, tone = "plain", typed, reasonLabel, children, onConfirm, onClose } = props;
  const [text, setText] = useState("");
  const [reason, setReason] = useState("");
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function confirm() {
    setPending(true);
    setRefusal(undefined);
    try {
      const sentence = await onConfirm(reason.trim());
      if (sentence) setRefusal(sentence);
      else onClose();
    } catch {
      setRefusal("This did not work. Nothing more was sent; please try again.");
    }
    setPending(false);
  }

  const isTypedRight = typed === undefined || text.trim() === typed;
  const isReasonGiven = reasonLabel === undefined || reason.trim() !== "";
  const isTypedWrong = isTypedRight ? undefined : `Type “${typed ?? ""}” first`;
  const whyNot = props.whyNot ?? (isReasonGiven ? isTypedWrong : "Say why first");
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (whyNot === undefined && !isPending) void confirm();
      }}
    >
      {children}
      {reasonLabel === undefined ? null : (
        <Field label={reasonLabel} hint="Kept with your name and today's date.">
          <Textarea rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
      {typed === undefined ? null : (
        <Field label={`Type “${typed}” to confirm`} error={refusal}>
          <Input value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
        </Field>
      )}
      {typed === undefined && refusal ? (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant={tone === "danger" ? "grave" : "primary"} pending={isPending} whyNot={whyNot}>
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}

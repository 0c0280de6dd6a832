// What does a dialog show while QuickBooks is being asked, and when it did not answer?
"use client";

import { Button } from "#components/ui/button.tsx";

import type { Asked } from "./use-asked.ts";

type NotToldProps = {
  readonly asked: Exclude<Asked<never>, { readonly is: "told" }>;
  readonly onClose: () => void;
  readonly onAskAgain: () => void;
};

export function NotTold({ asked, onClose, onAskAgain }: NotToldProps) {
  if (asked.is === "asking") {
    return (
      <p role="status" className="text-soft">
        Asking QuickBooks…
      </p>
    );
  }
  return (
    <div className="grid gap-4">
      <p role="alert" className="text-bad">
        {asked.sentence}
      </p>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Close</Button>
        <Button onClick={onAskAgain}>Ask again</Button>
      </div>
    </div>
  );
}

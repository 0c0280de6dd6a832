// What will a resync do? Said with numbers before it is done; nothing is sent without this answer.
"use client";

import { useState } from "react";

import { Confirm } from "#components/confirm.tsx";
import { moneyText } from "#components/money.tsx";

import { resync } from "./actions.ts";
import { targetText, type Target } from "./use-selection.ts";

type ResyncQuestionProps = {
  readonly companyFileId: string;
  /** Null: nothing is asked. */
  readonly target: Target | null;
  readonly onClose: () => void;
  readonly onStarted: (bulkRunId: string) => void;
};

export function ResyncQuestion({ companyFileId, target, onClose, onStarted }: ResyncQuestionProps) {
  // The words stay while the dialog goes away.
  const [last, setLast] = useState<Target | null>(null);
  if (target && target !== last) setLast(target);
  if (!last) return null;
  const asked = last;

  async function send(): Promise<string | void> {
    const outcome = await resync({ companyFileId, select: asked.select });
    if (!outcome.ok) return outcome.refusal.sentence;
    onStarted(outcome.value.bulkRunId);
  }

  return (
    <Confirm
      open={target !== null}
      onOpenChange={(isOpen) => (isOpen ? null : onClose())}
      title={`Resync ${targetText(asked)}?`}
      consequence={<Consequence target={asked} />}
      confirmLabel={`Resync ${targetText(asked)}`}
      onConfirm={send}
    />
  );
}

function Consequence({ target }: { readonly target: Target }) {
  const { count, money, fix } = target;
  const isOne = count === 1;
  const amount = money.map(moneyText).join(" + ");
  return (
    <div className="grid gap-2">
      <p>
        {isOne ? "It goes" : "They go"} to QuickBooks again{amount ? `, ${amount} in all` : ""}. What is in the books
        already is found and not booked twice; what is still refused comes back here.
      </p>
      {fix ? (
        <p>
          <span className="text-ink">Unless the cause is solved, the same answer comes back.</span> {fix}
        </p>
      ) : null}
    </div>
  );
}

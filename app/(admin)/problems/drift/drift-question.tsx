// What will a decision do? Said in plain words before it is done; nothing happens without this answer.
"use client";

import { useState } from "react";

import { Confirm } from "#components/confirm.tsx";
import { toast } from "#components/ui/toast.tsx";
import {
  choiceConsequence,
  choiceLabels,
  choicesWithReason,
  type DriftChoice,
  type DriftResolved,
  type ResolveDrift,
} from "#lib/sync/drift-choices.ts";

import { resolve } from "./actions.ts";

export type DriftTarget = Pick<ResolveDrift, "asOf" | "select"> & {
  readonly choice: DriftChoice;
  readonly count: number;
  /** "12 invoices were dated into the next month", "Invoice L-1" */
  readonly what: string;
  readonly isGone: boolean;
};

type DriftQuestionProps = {
  readonly companyFileId: string;
  /** Null: nothing is asked. */
  readonly target: DriftTarget | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
};

export function DriftQuestion({ companyFileId, target, onClose, onDone }: DriftQuestionProps) {
  // The words stay while the dialog goes away.
  const [last, setLast] = useState<DriftTarget | null>(null);
  if (target && target !== last) setLast(target);
  if (!last) return null;
  const { choice, asOf, select, count, what, isGone } = last;
  const label = count > 1 ? `${choiceLabels[choice]} for ${count}` : choiceLabels[choice];
  const isReasonAsked = choicesWithReason.includes(choice);

  async function decide(reason: string): Promise<string | void> {
    const outcome = await resolve({ companyFileId, choice, asOf, select, ...(reason ? { reason } : {}) });
    if (!outcome.ok) return outcome.refusal.sentence;
    say(outcome.value);
    onDone();
  }

  return (
    <Confirm
      open={target !== null}
      onOpenChange={(isOpen) => (isOpen ? null : onClose())}
      title={`${label}?`}
      tone={choice === "unlink" || choice === "treat-as-paid" ? "danger" : "plain"}
      consequence={
        <div className="grid gap-2">
          <p className="text-ink">{what}.</p>
          <p>{choiceConsequence(choice, isGone)}</p>
        </div>
      }
      confirmLabel={label}
      reasonLabel={isReasonAsked ? "Why?" : undefined}
      onConfirm={decide}
    />
  );
}

function say({ done, results }: DriftResolved): void {
  const notDone = results.filter((result) => !result.isDone);
  const [first] = results.filter((result) => result.isDone);
  if (notDone.length === 0) {
    toast.done(results.length === 1 ? `${first?.title}: decided` : `${done} decided`, {
      detail: first?.sentence ?? "",
    });
  } else {
    toast.info(`${done} decided, ${notDone.length} not`, { detail: notDone[0]?.sentence ?? "" });
  }
}

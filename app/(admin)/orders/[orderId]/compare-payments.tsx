// How do the payments in QuickBooks differ from ours? Shown first, and exactly that is then applied.
"use client";

import { ArrowRight, CircleCheck, Minus, Plus, RefreshCw } from "lucide-react";
import { useState } from "react";

import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { Money } from "#components/money.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { DateText } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { PaymentChange, PaymentDifferences, PaymentFacts } from "#lib/sync/payments.ts";

import { MethodQuestions, whyNotResolved, type MethodAnswers } from "./method-answers.tsx";
import { apply, compare } from "./payment-actions.ts";
import { NotTold } from "./not-told.tsx";
import { useAsked } from "./use-asked.ts";

type ComparePaymentsProps = {
  readonly orderId: string;
  readonly onClose: () => void;
  readonly onApplied: () => void;
};

export function ComparePayments(props: ComparePaymentsProps) {
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => (open ? undefined : props.onClose())}
      title="Update payments from QuickBooks"
      description="What QuickBooks says wins. Nothing is changed before you apply it, and nothing is changed in QuickBooks."
    >
      <Differences {...props} />
    </Dialog>
  );
}

function Differences({ orderId, onClose, onApplied }: ComparePaymentsProps) {
  const [asked, askAgain] = useAsked(["differences", orderId], () => compare({ orderId }));
  if (asked.is !== "told") return <NotTold asked={asked} onClose={onClose} onAskAgain={askAgain} />;
  const { value } = asked;
  if (value.changes.length > 0) {
    return (
      <Apply
        key={value.shown}
        orderId={orderId}
        differences={value}
        onClose={onClose}
        onApplied={onApplied}
        onAgain={askAgain}
      />
    );
  }
  return (
    <div className="grid gap-4">
      <p role="status" className="flex items-center gap-2">
        <CircleCheck aria-hidden className="size-4 text-good" />
        Both sides have the same payments.
      </p>
      <div className="flex justify-end">
        <Button onClick={onClose}>Close</Button>
      </div>
    </div>
  );
}

type ApplyProps = ComparePaymentsProps & { readonly differences: PaymentDifferences; readonly onAgain: () => void };

function Apply({ orderId, differences, onClose, onApplied, onAgain }: ApplyProps) {
  const { changes, shown, unknownMethods, methods } = differences;
  const [answers, setAnswers] = useState<MethodAnswers>({});
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<{ readonly sentence: string; readonly isOld: boolean }>();

  async function applyAll() {
    setPending(true);
    setRefusal(undefined);
    const outcome = await apply({ orderId, shown, methods: answers });
    setPending(false);
    if (!outcome.ok) {
      const { sentence, code } = outcome.refusal;
      return setRefusal({ sentence, isOld: code === "moved-on" });
    }
    const { released } = outcome.value;
    const detail = released > 0 ? `${counted(released, nouns.document)} that waited for it on the way.` : undefined;
    toast.done(`${counted(changes.length, changeNoun)} taken over from QuickBooks`, { detail });
    onApplied();
    onClose();
  }

  return (
    <div className="grid gap-4">
      <ul aria-label="Differences" className="border-t border-line">
        {changes.map((change) => (
          <li key={`${change.is} ${change.ledgerId}`} className="border-b border-line py-2">
            <Difference change={change} />
          </li>
        ))}
      </ul>
      <MethodQuestions unknown={unknownMethods} methods={methods} answers={answers} onAnswer={setAnswers} />
      {refusal ? (
        <p role="alert" className="text-bad">
          {refusal.sentence}
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        {refusal?.isOld ? <Button onClick={onAgain}>Look again</Button> : null}
        <Button
          variant="primary"
          pending={isPending}
          whyNot={whyNotResolved(unknownMethods, answers)}
          onClick={() => void applyAll()}
        >
          Apply {counted(changes.length, changeNoun)}
        </Button>
      </div>
    </div>
  );
}

const changeNoun = { one: "change", many: "changes" };

const words = {
  update: { Icon: RefreshCw, word: "Change", tone: "text-warn" },
  add: { Icon: Plus, word: "Add", tone: "text-good" },
  remove: { Icon: Minus, word: "Remove", tone: "text-bad" },
} as const;

function Difference({ change }: { readonly change: PaymentChange }) {
  const { Icon, word, tone } = words[change.is];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
      <span className={`inline-flex w-20 shrink-0 items-center gap-1.5 font-medium ${tone}`}>
        <Icon aria-hidden className="size-3.5" />
        {word}
      </span>
      {change.is === "add" ? null : <Facts facts={change.before} isOld={change.is === "update"} />}
      {change.is === "update" ? <ArrowRight aria-label="becomes" className="size-3.5 text-faint" /> : null}
      {change.is === "remove" ? null : <Facts facts={change.after} />}
      <span className="text-xs text-faint">
        QuickBooks ID {change.ledgerId}
        {change.is === "add" && change.same !== null ? " · the one typed here that was not sent yet" : ""}
        {change.is === "remove" ? " · not there any more" : ""}
      </span>
    </div>
  );
}

function Facts({ facts, isOld = false }: { readonly facts: PaymentFacts; readonly isOld?: boolean }) {
  const { amount, date, method, reference } = facts;
  return (
    <span className={isOld ? "text-soft line-through" : undefined}>
      <Money value={amount} /> · <DateText date={date} />
      {method ? ` · ${method}` : ""}
      {reference ? ` · ${reference}` : ""}
    </span>
  );
}

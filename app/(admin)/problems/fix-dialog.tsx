// What would a fix in a card do, and shall it? Looked at first, then one reason and one button that says how many.
"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useState } from "react";
import type { FormEvent } from "react";

import { NotLoaded } from "#app/(admin)/_watch/freshness.tsx";
import { figure } from "#app/(admin)/_watch/words.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

import type { FixQuestionProps, Look } from "./fix-props.ts";

type FixDialogProps<Found extends Look> = FixQuestionProps<Found> & {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
};

export function FixDialog<Found extends Look>({ isOpen, onOpenChange, ...props }: FixDialogProps<Found>) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange} title={props.title} description={props.description}>
      <FixForm {...props} onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

function FixForm<Found extends Look>(props: FixQuestionProps<Found> & { readonly onClose: () => void }) {
  const { lookKey, look, label, children, whyNot, onConfirm, onClose } = props;
  const looked = useQuery({
    queryKey: ["fix-look", ...lookKey],
    queryFn: async () => {
      const outcome = await look();
      if (!outcome.ok) throw new Error(outcome.refusal.sentence);
      return outcome.value;
    },
    // What was shown is what is confirmed: it is looked up anew next time.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const [because, setBecause] = useState(props.reason ?? "");
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const found = looked.data;
  const isReasonMissing = props.reason !== undefined && because.trim().length < 3;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!found || isPending) return;
    setPending(true);
    setRefusal(undefined);
    const outcome = await onConfirm(found, because.trim()).catch(() => null);
    setPending(false);
    if (outcome?.ok) onClose();
    else setRefusal(outcome ? outcome.refusal.sentence : "The server could not be reached. Please try again.");
  }

  if (looked.error && !found) {
    return <NotLoaded error={looked.error} isTrying={looked.isFetching} onRetry={() => void looked.refetch()} />;
  }
  if (!found) {
    return (
      <div role="status" aria-label="Looking at what would happen" className="grid gap-2">
        <Skeleton className="w-48" />
        <Skeleton className="w-full" />
      </div>
    );
  }
  return (
    <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
      {children(found)}
      <LeftAlone skips={found.skips} />
      {props.reason === undefined ? null : (
        <Field label="Why" hint="Kept with your name and today's date.">
          <Input value={because} maxLength={500} onChange={({ target }) => setBecause(target.value)} />
        </Field>
      )}
      {refusal ? (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          pending={isPending}
          whyNot={whyNotYet(found) ?? whyNot?.(found) ?? (isReasonMissing ? "Say why first" : undefined)}
        >
          {props.confirmLabel?.(found) ?? label(found.rows)}
        </Button>
      </div>
    </form>
  );
}

/** Where nothing can be done, the reason says why. */
function whyNotYet({ rows, skips }: Look): string | undefined {
  return rows > 0 ? undefined : (skips[0]?.reason ?? "There is nothing left that this can be done to");
}

function LeftAlone({ skips }: Pick<Look, "skips">) {
  if (skips.length === 0) return null;
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2">
      <CircleAlert aria-hidden className="mt-0.5 size-4 text-faint" />
      <ul aria-label="Left alone" className="text-soft">
        {skips.map(({ reason, rows }) => (
          <li key={reason}>
            {figure(rows)} left alone: {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}

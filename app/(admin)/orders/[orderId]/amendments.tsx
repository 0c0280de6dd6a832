// What did people correct on top of the order? Each with who, why and since when, and a way to take it back.
"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Confirm } from "#components/confirm.tsx";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { AmendmentShown } from "#lib/sync/amending.ts";

import { amendmentText, endedText } from "./amendment-words.ts";
import { takeBack } from "./document-actions.ts";
import { LOOKS_ONLY } from "./why-not.ts";

type AmendmentsProps = {
  readonly orderId: string;
  readonly amendments: readonly AmendmentShown[];
  readonly now: string;
  readonly mayAct: boolean;
};

export function Amendments({ orderId, amendments, now, mayAct }: AmendmentsProps) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<AmendmentShown | null>(null);

  async function confirm(): Promise<string | void> {
    if (!asked) return;
    const outcome = await takeBack({ amendmentId: asked.amendmentId });
    if (!outcome.ok) return outcome.refusal.sentence;
    toast.done("Taken back", { detail: "The order is planned again as its source told it." });
    await queries.invalidateQueries({ queryKey: ["order", orderId] });
  }

  return (
    <>
      <ul className="border-t border-line">
        {amendments.map((amendment) => (
          <li
            key={amendment.amendmentId}
            className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b border-line px-edge py-2 last:border-b-0"
          >
            <span className={amendment.ended ? "text-soft" : undefined}>{amendmentText(amendment)}</span>
            <span className="text-soft">
              <RelativeTime at={amendment.madeAt} now={now} />
            </span>
            {amendment.ended ? (
              <span className="ml-auto text-soft max-md:ml-0">
                {endedText(amendment.ended)} <RelativeTime at={amendment.ended.at} now={now} />
              </span>
            ) : (
              <Button
                size="sm"
                className="ml-auto max-md:ml-0"
                whyNot={mayAct ? undefined : LOOKS_ONLY}
                onClick={() => setAsked(amendment)}
              >
                Take back
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Confirm
        open={asked !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setAsked(null))}
        title="Take it back?"
        consequence={`${asked ? amendmentText(asked) : ""}. Taken back, the order is planned again as its source told it. What is in QuickBooks already is changed with it, and needs a person again where QuickBooks refuses that.`}
        confirmLabel="Take back"
        onConfirm={confirm}
      />
    </>
  );
}

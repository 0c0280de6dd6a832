// QuickBooks came to other totals: by how much, and are they accepted? Said one by one before it is done.
"use client";

import { counted, figure, tabNoun } from "#app/(admin)/_watch/words.ts";
import { Money } from "#components/money.tsx";
import { toast } from "#components/ui/toast.tsx";
import { differenceText } from "#lib/sync/total-words.ts";

import { accept, lookAtSums } from "./actions.ts";
import type { FixProps } from "./fix-props.ts";
import { FixQuestion } from "./fix-question.tsx";

export function AcceptTotals({ companyFileId, cause, view, onDone }: FixProps) {
  const { tab } = view;
  const noun = tabNoun(tab);
  const label = (rows: number) => `Accept ${rows === 1 ? "1 total" : `${figure(rows)} totals`}`;
  return (
    <FixQuestion
      label={label}
      rows={cause.rows}
      title="Accept QuickBooks' totals?"
      description="The order stays as its source told it. What differs stands on the document as rounding, and nothing in QuickBooks is changed by it. The rows go by themselves once both sides agree."
      lookKey={["totals", companyFileId, tab]}
      look={async () => await lookAtSums({ companyFileId, tab })}
      reason="Rounding of tax"
      onConfirm={async (found, because) => {
        const outcome = await accept({ companyFileId, tab, because, asOf: found.asOf });
        if (!outcome.ok) return outcome;
        toast.done(`Totals of ${counted(outcome.value.rows, noun)} accepted`, {
          detail: "Each document shows the rounding, and its order's page who accepted it.",
        });
        onDone();
        return outcome;
      }}
    >
      {(found) =>
        found.rows === 0 ? null : (
          <ul aria-label="Totals" className="grid gap-1">
            {found.shown.map((shown) => (
              <li key={shown.title} className="flex flex-wrap justify-between gap-x-4">
                <span>{shown.title}</span>
                <span>
                  <Money value={shown.theirs} /> <span className="text-soft">is {differenceText(shown)}</span>
                </span>
              </li>
            ))}
            {found.rows > found.shown.length ? (
              <li className="text-soft">and {figure(found.rows - found.shown.length)} more</li>
            ) : null}
          </ul>
        )
      }
    </FixQuestion>
  );
}

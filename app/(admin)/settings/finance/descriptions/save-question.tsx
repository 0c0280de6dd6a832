// What will these templates touch? Said with numbers, before they are saved.
"use client";

import { useState } from "react";

import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { Confirm } from "#components/confirm.tsx";
import { Checkbox } from "#components/ui/field.tsx";
import type { DescriptionsCounted } from "#lib/documents/descriptions/saving.ts";

type SaveQuestionProps = {
  /** Null: nothing is asked. */
  readonly touched: DescriptionsCounted | null;
  readonly onClose: () => void;
  readonly onSave: (reach: "waiting" | "all") => Promise<string | void>;
};

export function SaveQuestion({ touched, onClose, onSave }: SaveQuestionProps) {
  const [isAll, setAll] = useState(false);
  const { waiting, there } = touched ?? { waiting: 0, there: 0 };
  const again = isAll ? waiting + there : waiting;
  const are = (orders: number) => (orders === 1 ? "is" : "are");
  return (
    <Confirm
      open={touched !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="Save these descriptions?"
      consequence={
        <div className="grid gap-2">
          <p>
            {waiting === 0
              ? "No order waits: these descriptions count for orders that come from now on."
              : `${counted(waiting, nouns.order)} that ${are(waiting)} not in QuickBooks yet ${are(waiting)} planned again.`}
          </p>
          {there > 0 && !isAll ? (
            <p>
              {counted(there, nouns.order)} in QuickBooks {there === 1 ? "keeps its texts" : "keep their texts"} there
              until {there === 1 ? "it changes" : "they change"}.
            </p>
          ) : null}
        </div>
      }
      confirmLabel={again === 0 ? "Save" : `Save, and plan ${counted(again, nouns.order)} again`}
      onConfirm={() => onSave(isAll ? "all" : "waiting")}
    >
      {there > 0 ? (
        <Checkbox
          label={`Change what ${counted(there, nouns.order)} ${there === 1 ? "has" : "have"} in QuickBooks, too`}
          checked={isAll}
          onChange={({ target }) => setAll(target.checked)}
        />
      ) : null}
    </Confirm>
  );
}

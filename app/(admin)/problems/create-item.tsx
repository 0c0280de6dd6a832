// The item is missing because nobody made it: created in QuickBooks from here, on the income account a person names.
"use client";

import dynamic from "next/dynamic";
import { useState } from "react";

import { Button } from "#components/ui/button.tsx";

import { create } from "./actions.ts";
import { EntrySelect } from "./entry-select.tsx";
import { whyNotFix, type FixProps } from "./fix-props.ts";
import { consequenceOf, releaseLabel } from "./fix-words.ts";
import { MapItemForm } from "./map-item-form.tsx";
import { useEntries } from "./use-entries.ts";

const Confirm = dynamic(async () => (await import("#components/confirm.tsx")).Confirm, { ssr: false });

/** The two ways out of a missing item. */
export function MapOrCreateItem(props: FixProps) {
  return (
    <>
      <MapItemForm {...props} />
      <CreateItem {...props} />
    </>
  );
}

function CreateItem({ companyFileId, cause: { about }, held, rights, onReleased }: FixProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [hasAsked, setAsked] = useState(false);
  const accounts = useEntries(companyFileId, "income-account", "an income account", hasAsked);
  const accountId = chosen ?? accounts.chosenId;
  const label = releaseLabel("Create", held);

  async function createIt(): Promise<string | void> {
    const outcome = await create({ companyFileId, about, accountId });
    if (!outcome.ok) return outcome.refusal.sentence;
    onReleased(`The item “${about}” is on its way to QuickBooks`, outcome.value);
    return undefined;
  }

  return (
    <>
      <Button
        className="max-md:flex-1"
        whyNot={whyNotFix(rights, false)}
        onClick={() => {
          setAsked(true);
          setAsking(true);
        }}
      >
        Create in QuickBooks<span className="sr-only"> the item {about}</span>
      </Button>
      {hasAsked ? (
        <Confirm
          open={isAsking}
          onOpenChange={setAsking}
          title={`Create the item “${about}” in QuickBooks?`}
          consequence={`A service item of that name is created, once. ${consequenceOf(`charges that mean “${about}” are booked with it`, held)}`}
          confirmLabel={label}
          whyNot={accountId === "" ? "Choose the income account first" : undefined}
          onConfirm={createIt}
        >
          <EntrySelect label="Income account" list={accounts} value={accountId} onChange={setChosen} />
        </Confirm>
      ) : null}
    </>
  );
}

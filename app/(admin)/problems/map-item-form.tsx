// Which QuickBooks item does this charge mean? Chosen once, and everything that waited for it goes.
"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";

import { fetchJson, queryText } from "#app/(admin)/_watch/fetch-json.ts";
import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, Select } from "#components/ui/field.tsx";
import { toast } from "#components/ui/toast.tsx";

import { map } from "./actions.ts";

const Confirm = dynamic(async () => (await import("#components/confirm.tsx")).Confirm, { ssr: false });

type LedgerItem = { readonly ledgerId: string; readonly name: string };

type MapItemFormProps = {
  readonly companyFileId: string;
  /** The item the books do not have. */
  readonly about: string;
  /** "37 invoices" */
  readonly countText: string;
  readonly count: number;
  readonly onMapped: () => void;
};

export function MapItemForm({ companyFileId, about, countText, count, onMapped }: MapItemFormProps) {
  const [itemId, setItemId] = useState("");
  const [isAsking, setAsking] = useState(false);
  const [hasAsked, setAsked] = useState(false);
  const items = useQuery({
    queryKey: ["ledger-items", companyFileId],
    queryFn: async ({ signal }) =>
      await fetchJson<readonly LedgerItem[]>(`/problems/items?${queryText({ companyFileId })}`, signal),
    staleTime: 60_000,
  });
  const item = items.data?.find((each) => each.ledgerId === itemId);
  const first = items.isPending ? "Loading items…" : "Choose an item…";

  async function mapIt(): Promise<string | void> {
    const outcome = await map({ companyFileId, about, itemId });
    if (!outcome.ok) return outcome.refusal.sentence;
    const { orders } = outcome.value;
    toast.done(`“${about}” is now “${item?.name ?? ""}”`, {
      detail: `${counted(orders, nouns.order)} planned again; what was held up goes by itself.`,
    });
    setItemId("");
    onMapped();
  }

  return (
    <>
      <Field label={`QuickBooks item for ${about}`} isLabelHidden error={items.error?.message} className="w-full">
        <Select value={itemId} onChange={(event) => setItemId(event.target.value)}>
          <option value="">{first}</option>
          {items.data?.map((each) => (
            <option key={each.ledgerId} value={each.ledgerId}>
              {each.name}
            </option>
          ))}
        </Select>
      </Field>
      <Button
        variant={item ? "primary" : "plain"}
        className="max-md:flex-1"
        whyNot={item ? undefined : "Choose the QuickBooks item first"}
        onClick={() => {
          setAsked(true);
          setAsking(true);
        }}
      >
        Map and release {count.toLocaleString("en-US")}
      </Button>
      {hasAsked ? (
        <Confirm
          open={isAsking}
          onOpenChange={setAsking}
          title={`Book “${about}” as “${item?.name ?? ""}”?`}
          consequence={`From now on, charges that meant “${about}” are booked with the item “${item?.name ?? ""}”. ${countText} held up by it ${count === 1 ? "is" : "are"} planned again and sent to QuickBooks. What is already in the books stays as it is.`}
          confirmLabel={`Map and release ${count.toLocaleString("en-US")}`}
          onConfirm={mapIt}
        />
      ) : null}
    </>
  );
}

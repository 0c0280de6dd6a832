// How are the balances of all orders that the list shows pulled? Counted first, asked once, watched in the strip above the list.
"use client";

import { useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useState } from "react";

import { fetchJson, queryText } from "#app/(admin)/_watch/fetch-json.ts";
import { counted, figure, nouns } from "#app/(admin)/_watch/words.ts";
import { Confirm } from "#components/confirm.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { BalancesCounted } from "#lib/sync/balances.ts";

import { pullFound } from "./actions.ts";
import type { OrderView } from "./view.ts";

type PullBalancesProps = { readonly companyFileId: string; readonly view: OrderView; readonly mayPull: boolean };

type Asked =
  | { readonly found: Record<string, string>; readonly counted: BalancesCounted }
  | { readonly refusal: string };

export function PullBalances({ companyFileId, view, mayPull }: PullBalancesProps) {
  const [isCounting, setCounting] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isOpen, setOpen] = useState(false);

  async function count() {
    setCounting(true);
    const { before: _before, ...filter } = view;
    const found = Object.fromEntries(
      Object.entries({ companyFileId, ...filter }).filter((entry): entry is [string, string] => Boolean(entry[1])),
    );
    try {
      const answer = await fetchJson<BalancesCounted>(`/orders/pull/count?${queryText(found)}`);
      setAsked({ found, counted: answer });
    } catch (thrown) {
      setAsked({ refusal: thrown instanceof Error ? thrown.message : "The orders could not be counted." });
    }
    setCounting(false);
    setOpen(true);
  }

  return (
    <>
      <Button
        icon={<RefreshCw aria-hidden />}
        pending={isCounting}
        whyNot={
          mayPull ? undefined : "You may look at orders, not pull balances: ask a clerk, an accountant or the owner."
        }
        onClick={() => void count()}
      >
        Pull balances
      </Button>
      {asked ? <Question companyFileId={companyFileId} asked={asked} isOpen={isOpen} onOpenChange={setOpen} /> : null}
    </>
  );
}

type QuestionProps = {
  readonly companyFileId: string;
  readonly asked: Asked;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
};

function Question({ companyFileId, asked, isOpen, onOpenChange }: QuestionProps) {
  const queries = useQueryClient();
  if ("refusal" in asked || asked.counted.records === 0) {
    return (
      <Dialog
        open={isOpen}
        onOpenChange={onOpenChange}
        title="No balance to pull"
        description={"refusal" in asked ? asked.refusal : <NothingPushed counted={asked.counted} />}
        footer={<Button onClick={() => onOpenChange(false)}>Close</Button>}
      />
    );
  }
  const { found } = asked;
  async function start(): Promise<string | void> {
    const answer = await pullFound(found);
    await queries.invalidateQueries({ queryKey: ["pull", companyFileId] });
    if (!answer.ok) return answer.refusal.sentence;
  }
  const orders = counted(asked.counted.orders, nouns.order);
  return (
    <Confirm
      open={isOpen}
      onOpenChange={onOpenChange}
      title={`Pull balances of ${orders}?`}
      consequence={<Consequence counted={asked.counted} />}
      confirmLabel={`Pull balances of ${orders}`}
      onConfirm={start}
    />
  );
}

function NothingPushed({ counted: { neverPushed } }: { readonly counted: BalancesCounted }) {
  return neverPushed === 0
    ? "There is no order here."
    : `${neverPushed === 1 ? "This order was" : `None of these ${figure(neverPushed)} orders was`} ever pushed: QuickBooks has no balance of it.`;
}

function Consequence({ counted: { records, reads, neverPushed, isFiltered } }: { readonly counted: BalancesCounted }) {
  const documents = records === 1 ? "1 document" : `${figure(records)} documents`;
  const questions = reads === 1 ? "1 question" : `${figure(reads)} questions`;
  return (
    <div className="grid gap-2">
      <p>
        {isFiltered ? "The orders that the list finds now" : "Every order that was pushed"}: QuickBooks is asked about{" "}
        {documents} in {questions}, and about payments that were not sent from here. Nothing is changed there.
      </p>
      {neverPushed > 0 ? (
        <p>
          {neverPushed === 1
            ? "1 order was never pushed and is"
            : `${figure(neverPushed)} orders were never pushed and are`}{" "}
          passed over.
        </p>
      ) : null}
      <p>It goes on when you leave this page, and can be stopped and resumed.</p>
    </div>
  );
}

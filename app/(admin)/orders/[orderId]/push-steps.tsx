// How is an order pushed? Three steps in one dialog: a question, sending, and how it ended.
"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { useState, type ReactNode } from "react";

import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { pushOne } from "#app/(admin)/orders/actions.ts";
import { plainView, viewHref } from "#app/(admin)/problems/view.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { OrderShown } from "#lib/sync/orders-shown.ts";

import { pushOutcome } from "./why-not.ts";

const LOOK_MS = 700;

type Step =
  | { readonly is: "confirm"; readonly refusal?: string }
  | { readonly is: "sending"; readonly sentAt: number | null }
  | { readonly is: "result"; readonly because: string };

type PushStepsProps = {
  readonly order: OrderShown;
  readonly isUpdate: boolean;
  readonly onClose: () => void;
};

/** Closing it stops nothing: the order goes on, and its page shows how. */
export function PushSteps({ order, isUpdate, onClose }: PushStepsProps) {
  const [step, setStep] = useState<Step>({ is: "confirm" });
  const [unasked, setUnasked] = useState<string | null>(null);
  const sentAt = step.is === "sending" ? step.sentAt : null;
  const pushed = usePushed(order.orderId, sentAt);
  const outcome = pushed ? pushOutcome(pushed) : null;
  const left = outcome?.is === "going" ? outcome.left : 0;

  async function send() {
    setStep({ is: "sending", sentAt: null });
    const answer = await pushOne({ orderId: order.orderId });
    if (!answer.ok) setStep({ is: "confirm", refusal: answer.refusal.sentence });
    else if (answer.value.because) setStep({ is: "result", because: answer.value.because });
    else {
      setUnasked(answer.value.unasked);
      setStep({ is: "sending", sentAt: Date.now() });
    }
  }

  const verb = isUpdate ? "Update invoice" : "Push invoice";
  if (step.is === "confirm") {
    return (
      <Shell
        title={`${verb} of order ${order.number}?`}
        onClose={onClose}
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" onClick={() => void send()}>
              {verb}
            </Button>
          </>
        }
      >
        <p>
          {isUpdate
            ? "What changed since is written into the invoice that QuickBooks holds. No second one is made."
            : "Its documents go to QuickBooks before everything else that waits."}
        </p>
        {step.refusal ? (
          <p role="alert" className="mt-2 text-bad">
            {step.refusal}
          </p>
        ) : null}
      </Shell>
    );
  }
  if (step.is === "result") {
    return (
      <Shell title="Nothing was sent" onClose={onClose} footer={<Button onClick={onClose}>Close</Button>}>
        <p role="status">{step.because}</p>
      </Shell>
    );
  }
  if (!pushed || !outcome || outcome.is === "going") {
    return (
      <Shell
        title={`Order ${order.number} is being pushed`}
        onClose={onClose}
        footer={<Button onClick={onClose}>Close</Button>}
      >
        <p role="status" className="flex items-start gap-2">
          <LoaderCircle aria-hidden className="mt-0.5 size-4 shrink-0 text-accent motion-safe:animate-spin" />
          <span>
            Sending to QuickBooks
            {left > 0 ? `: ${counted(left, nouns.document)} to go` : ""}. You may close this: it goes on by itself.
          </span>
        </p>
      </Shell>
    );
  }
  const titles = outcome.is === "problem" ? outcome.titles : null;
  return <Result order={pushed} titles={titles} unasked={unasked} onClose={onClose} />;
}

/** The order as it is after the push was asked for; watched until the dialog closes. */
function usePushed(orderId: string, sentAt: number | null): OrderShown | undefined {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ["order-pushed", orderId, sentAt],
    queryFn: async ({ signal }) => {
      const order = await fetchJson<OrderShown>(`/orders/${orderId}/feed`, signal);
      if (pushOutcome(order).is !== "going") await queries.invalidateQueries({ queryKey: ["order", orderId] });
      return order;
    },
    enabled: sentAt !== null,
    staleTime: 0,
    gcTime: 0,
    refetchInterval: ({ state }) => (state.data && pushOutcome(state.data).is !== "going" ? false : LOOK_MS),
  });
  return data;
}

type ResultProps = {
  readonly order: OrderShown;
  readonly titles: readonly string[] | null;
  /** Why QuickBooks could not be asked for payments that are not known here. */
  readonly unasked: string | null;
  readonly onClose: () => void;
};

function Result({ order, titles, unasked, onClose }: ResultProps) {
  const isGood = titles === null;
  return (
    <Shell
      title={isGood ? "Pushed to QuickBooks" : "Not pushed"}
      onClose={onClose}
      footer={
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      <div role="status" className="grid gap-2">
        <p className="flex items-start gap-2">
          {isGood ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
          ) : (
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
          )}
          <span>
            {isGood
              ? `Order ${order.number} is in QuickBooks as it is here.`
              : `${titles.join(", ")} could not be sent. The reason stands with the document on this page.`}
          </span>
        </p>
        {order.inBooks.map((document) => (
          <p key={document.documentId}>
            {document.title}, QuickBooks ID <span className="font-mono">{document.ledgerId}</span>
          </p>
        ))}
        {unasked === null ? null : (
          <p>Whether QuickBooks has payments on its invoice that are not known here could not be asked. {unasked}</p>
        )}
        {isGood ? null : (
          <Link prefetch={false} href={viewHref({ ...plainView, company: order.companyFileId })} className="text-link">
            Show on Problem Sync
          </Link>
        )}
      </div>
    </Shell>
  );
}

type ShellProps = { title: string; onClose: () => void; footer: ReactNode; children: ReactNode };

function Shell({ title, onClose, footer, children }: ShellProps) {
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? null : onClose())} title={title} footer={footer}>
      {children}
    </Dialog>
  );
}

// What can a person do with this order and QuickBooks? Push or update it, pull its balance, look at it there.
"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ExternalLink, RefreshCw, Send } from "lucide-react";
import { useState } from "react";

import { pullOne } from "#app/(admin)/orders/actions.ts";
import { buttonClass } from "#components/ui/button-class.ts";
import { Button } from "#components/ui/button.tsx";
import { orderBalanceOf } from "#lib/sync/balances.ts";
import type { OrderShown } from "#lib/sync/orders-shown.ts";

import { PushSteps } from "./push-steps.tsx";
import { LOOKS_ONLY, viewOf, whyNotPull, whyNotPush } from "./why-not.ts";

type OrderActionsProps = { readonly order: OrderShown; readonly mayAct: boolean };
type Said = { readonly text: string; readonly isBad: boolean };

export function OrderActions({ order, mayAct }: OrderActionsProps) {
  const queries = useQueryClient();
  const [isPushing, setPushing] = useState(false);
  const [isPulling, setPulling] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);
  const isUpdate = order.inBooks.some(({ kind }) => kind === "invoice" || kind === "sales-receipt");

  async function pull() {
    setPulling(true);
    setSaid(null);
    const answer = await pullOne({ orderId: order.orderId });
    if (answer.ok) {
      const { failures } = answer.value;
      const text = failures.map(({ title, reason }) => `${title}: ${reason}`).join(" ") || "The balance was pulled.";
      setSaid({ text, isBad: failures.length > 0 });
    } else setSaid({ text: answer.refusal.sentence, isBad: true });
    await queries.invalidateQueries({ queryKey: ["order", order.orderId] });
    setPulling(false);
  }

  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          icon={<Send aria-hidden />}
          whyNot={whyNotPush(order, mayAct)}
          onClick={() => setPushing(true)}
        >
          {isUpdate ? "Update invoice" : "Push invoice"}
        </Button>
        <Button
          size="sm"
          icon={<RefreshCw aria-hidden />}
          pending={isPulling}
          whyNot={whyNotPull(order, mayAct)}
          onClick={() => void pull()}
        >
          Pull balance
        </Button>
        <ViewInQuickBooks order={order} />
      </div>
      {mayAct ? (
        <ul className="text-xs text-soft">
          <li>
            {isUpdate
              ? "Update invoice writes what changed here into the invoice there, at once and before everything that waits."
              : "Push invoice sends its documents at once, before everything that waits."}
          </li>
          <li>Pull balance asks QuickBooks what is open and when it was paid. It changes nothing there.</li>
        </ul>
      ) : (
        <p className="text-soft">{LOOKS_ONLY}</p>
      )}
      <p role="status" className={said?.isBad ? "text-bad" : "text-soft"}>
        {said?.text ?? ""}
      </p>
      {isPushing ? <PushSteps order={order} isUpdate={isUpdate} onClose={() => setPushing(false)} /> : null}
      {orderBalanceOf(order.inBooks)?.isMissing ? (
        <p className="text-bad">
          QuickBooks does not hold all of it any more. Push it again to make what is missing anew.
        </p>
      ) : null}
    </div>
  );
}

function ViewInQuickBooks({ order }: { readonly order: OrderShown }) {
  const view = viewOf(order);
  const icon = <ExternalLink aria-hidden />;
  if ("whyNot" in view) {
    return (
      <Button size="sm" icon={icon} whyNot={view.whyNot}>
        View in QuickBooks
      </Button>
    );
  }
  return (
    <a href={view.url} target="_blank" rel="noreferrer" className={buttonClass("plain", "sm")}>
      {icon}
      View in QuickBooks
    </a>
  );
}

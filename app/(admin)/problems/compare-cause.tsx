// Less of a payment pays its invoice in QuickBooks than here: what else pays it? The way to the order, which compares both.
"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { figure } from "#app/(admin)/_watch/words.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";

import { firstRowOf, NOT_LOADED } from "./first-row.ts";
import type { FixProps } from "./fix-props.ts";

/** Payments are compared order by order: of several rows the card leads to them. */
export function CompareCause(props: FixProps) {
  const { cause, onShowRows } = props;
  const router = useRouter();
  const [isPending, setPending] = useState(false);

  async function open() {
    setPending(true);
    const orderId = (await firstRowOf(props))?.orderIds[0];
    if (orderId) router.push(`/orders/${orderId}#payments`);
    else toast.failed("The order was not found", { detail: NOT_LOADED });
    setPending(false);
  }

  return cause.rows === 1 ? (
    <Button className="max-md:flex-1" pending={isPending} onClick={() => void open()}>
      Compare payments
    </Button>
  ) : (
    <Button className="max-md:flex-1" onClick={onShowRows}>
      Compare {figure(cause.rows)} one by one
    </Button>
  );
}

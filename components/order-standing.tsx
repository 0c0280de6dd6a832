// How does an order stand in the books? An icon and a word, never a colour alone.
import { CircleAlert, CircleCheck, CircleDashed, Hourglass, LoaderCircle } from "lucide-react";

import type { OrderStanding } from "#lib/sync/orders-shown.ts";

import { toneText } from "./ui/badge.tsx";
import type { Tone } from "./ui/badge.tsx";
import { cn } from "./ui/cn.ts";

type Look = { readonly word: string; readonly means: string; readonly tone: Tone; readonly icon: typeof CircleCheck };

const LOOKS: Readonly<Record<OrderStanding, Look>> = {
  planning: { word: "Planning", means: "Came in and was not looked at yet", tone: "neutral", icon: CircleDashed },
  "not-due": { word: "Not due", means: "Open or cancelled: nothing to book", tone: "neutral", icon: Hourglass },
  problem: { word: "Problem", means: "Needs a person", tone: "bad", icon: CircleAlert },
  going: { word: "Going", means: "On its way into QuickBooks", tone: "accent", icon: LoaderCircle },
  "in-books": { word: "In the books", means: "Everything of it is in QuickBooks", tone: "good", icon: CircleCheck },
};

export function OrderStandingMark({ standing, className }: { standing: OrderStanding; className?: string }) {
  const { word, means, tone, icon: Icon } = LOOKS[standing];
  return (
    <span title={means} className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", toneText[tone], className)}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {word}
    </span>
  );
}

/** The word alone, for filters. */
export function orderStandingWord(standing: OrderStanding): string {
  return LOOKS[standing].word;
}

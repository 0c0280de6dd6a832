// How does an order stand between us and the books? An icon and a word, never a colour alone.
import { CircleCheck, CircleDashed, CircleSlash, LoaderCircle, RefreshCw, TriangleAlert } from "lucide-react";

import type { OrderStanding, OrderState } from "#lib/sync/standing.ts";

import { toneText } from "./ui/badge.tsx";
import type { Tone } from "./ui/badge.tsx";
import { cn } from "./ui/cn.ts";

type Look = { readonly word: string; readonly means: string; readonly tone: Tone; readonly icon: typeof CircleCheck };

const LOOKS: Readonly<Record<OrderState, Look>> = {
  ready: { word: "Ready", means: "Not exported yet, and can be", tone: "accent", icon: CircleDashed },
  changed: { word: "Changed since", means: "Changed since it was exported", tone: "warn", icon: RefreshCw },
  missing: {
    word: "Missing in QuickBooks",
    means: "Was exported, and was deleted or voided in QuickBooks",
    tone: "bad",
    icon: TriangleAlert,
  },
  blocked: { word: "Cannot be exported", means: "See the reason beside it", tone: "neutral", icon: CircleSlash },
  "up-to-date": { word: "Up to date", means: "QuickBooks holds all of it", tone: "good", icon: CircleCheck },
};

/** What needs a person is red; what waits for its day is not. */
function lookOf({ state, because }: OrderStanding): Look {
  const isBad = state === "blocked" && (because === "problem" || because === "payment-method");
  return isBad ? { ...LOOKS.blocked, tone: "bad" } : LOOKS[state];
}

type OrderStandingMarkProps = { readonly standing: OrderStanding; readonly className?: string };

export function OrderStandingMark({ standing, className }: OrderStandingMarkProps) {
  const { word, means, tone, icon: Icon } = lookOf(standing);
  return (
    <span className={cn("inline-flex flex-wrap items-center gap-x-2.5", className)}>
      <span title={means} className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", toneText[tone])}>
        <Icon aria-hidden className="size-3.5 shrink-0" />
        {word}
      </span>
      {standing.isUnderWay ? (
        <span
          title="Being planned, or on its way"
          className="inline-flex items-center gap-1.5 whitespace-nowrap text-accent"
        >
          <LoaderCircle aria-hidden className="size-3.5 shrink-0" />
          Under way
        </span>
      ) : null}
    </span>
  );
}

/** The word alone, for filters. */
export function orderStateWord(state: OrderState): string {
  return LOOKS[state].word;
}

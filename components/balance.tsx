// What is open on it? The amount, and in a word and an icon what that means.
import { CircleAlert, CircleCheck, CircleDashed, CircleDot, CircleSlash } from "lucide-react";

import { balanceWord, type BalanceWord, type OrderBalance } from "#lib/sync/balances.ts";

import { Money } from "./money.tsx";
import { toneText } from "./ui/badge.tsx";
import type { Tone } from "./ui/badge.tsx";
import { cn } from "./ui/cn.ts";

type Look = { readonly word: string; readonly means: string; readonly tone: Tone; readonly icon: typeof CircleCheck };

const LOOKS: Readonly<Record<BalanceWord, Look>> = {
  open: { word: "Open", means: "Nothing of it is paid", tone: "neutral", icon: CircleDashed },
  "partly-paid": { word: "Partly paid", means: "Less is open than was invoiced", tone: "accent", icon: CircleDot },
  paid: { word: "Paid", means: "Nothing is open", tone: "good", icon: CircleCheck },
  overpaid: { word: "Overpaid", means: "More was paid than was invoiced", tone: "warn", icon: CircleAlert },
  missing: { word: "Missing", means: "QuickBooks does not hold it any more", tone: "bad", icon: CircleSlash },
  "not-checked": { word: "Not pulled yet", means: "Pull its balance to know", tone: "neutral", icon: CircleDashed },
};

type BalanceProps = {
  readonly seen: Pick<OrderBalance, "balance" | "total" | "isMissing">;
  readonly className?: string;
};

export function Balance({ seen, className }: BalanceProps) {
  const { word, means, tone, icon: Icon } = LOOKS[balanceWord(seen)];
  return (
    <span className={cn("inline-flex items-center gap-2 whitespace-nowrap", className)}>
      <span title={means} className={cn("inline-flex items-center gap-1 text-xs", toneText[tone])}>
        <Icon aria-hidden className="size-3 shrink-0" />
        {word}
      </span>
      {seen.balance && !seen.isMissing ? <Money value={seen.balance} /> : null}
    </span>
  );
}

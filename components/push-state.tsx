// Where does a document stand on its way into the books? An icon and a word, never a colour alone.
import {
  ArrowUpToLine,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleSlash,
  Hourglass,
  Layers,
} from "lucide-react";

import type { PushState } from "#lib/sync/push.ts";

import { toneText } from "./ui/badge.tsx";
import type { Tone } from "./ui/badge.tsx";
import { cn } from "./ui/cn.ts";

type Look = { readonly word: string; readonly means: string; readonly tone: Tone; readonly icon: typeof CircleCheck };

const LOOKS: Record<PushState, Look> = {
  waiting: { word: "Waiting", means: "Waits for another document to post first", tone: "neutral", icon: Hourglass },
  ready: { word: "Ready", means: "Goes to QuickBooks at the next turn", tone: "neutral", icon: CircleDashed },
  sending: { word: "Sending", means: "Being sent to QuickBooks right now", tone: "accent", icon: ArrowUpToLine },
  unsure: {
    word: "Outcome unknown",
    means: "Sent, but no answer came. QuickBooks is asked first before anything is sent again",
    tone: "warn",
    icon: CircleHelp,
  },
  posted: { word: "Posted", means: "In QuickBooks", tone: "good", icon: CircleCheck },
  problem: { word: "Problem", means: "Needs a person", tone: "bad", icon: CircleAlert },
  cleared: { word: "Cleared", means: "A person decided that it is not sent", tone: "neutral", icon: CircleSlash },
  superseded: {
    word: "Superseded",
    means: "A newer version of the document replaced it",
    tone: "neutral",
    icon: Layers,
  },
};

type PushStateMarkProps = {
  readonly state: PushState;
  /** In place of the word when more is known: "Posted as 1042". */
  readonly word?: string;
  readonly className?: string;
};

export function PushStateMark({ state, word, className }: PushStateMarkProps) {
  const look = LOOKS[state];
  const Icon = look.icon;
  return (
    <span
      title={look.means}
      className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", toneText[look.tone], className)}
    >
      <Icon aria-hidden className={cn("size-3.5 shrink-0", state === "sending" && "motion-safe:animate-breathe")} />
      {word ?? look.word}
    </span>
  );
}

/** The word of a state alone, for filters and sentences. */
export function pushStateWord(state: PushState): string {
  return LOOKS[state].word;
}

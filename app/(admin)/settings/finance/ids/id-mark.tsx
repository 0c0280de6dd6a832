// How does a document stand to the books? An icon and a word, never a colour alone.
import { CircleAlert, CircleCheck, CircleDashed, CircleSlash, Hourglass, PencilLine, Unlink } from "lucide-react";

import { toneText, type Tone } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import type { IdState } from "#lib/sync/ledger-ids.ts";

type Look = { readonly word: string; readonly means: string; readonly tone: Tone; readonly Icon: typeof CircleCheck };

const looks: Readonly<Record<IdState, Look>> = {
  linked: { word: "Linked", means: "QuickBooks has it, as it said last", tone: "good", Icon: CircleCheck },
  edited: { word: "Edited there", means: "Somebody changed it in QuickBooks", tone: "warn", Icon: PencilLine },
  gone: { word: "Gone there", means: "It was deleted or voided in QuickBooks", tone: "bad", Icon: Unlink },
  problem: { word: "Needs you", means: "It waits on Problem Sync for a person", tone: "bad", Icon: CircleAlert },
  going: { word: "On its way", means: "It is sent by itself", tone: "neutral", Icon: Hourglass },
  cleared: { word: "Cleared", means: "A person decided that it is not sent", tone: "neutral", Icon: CircleSlash },
  "left-out": { word: "Left out", means: "A person left it out: it is not sent", tone: "neutral", Icon: CircleSlash },
  unsent: { word: "Not sent", means: "Nothing of it was sent yet", tone: "neutral", Icon: CircleDashed },
};

export function IdMark({ state }: { readonly state: IdState }) {
  const { word, means, tone, Icon } = looks[state];
  return (
    <span title={means} className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", toneText[tone])}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {word}
    </span>
  );
}

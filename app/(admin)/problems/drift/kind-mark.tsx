// What happened to a document in QuickBooks? An icon and a word, never a colour alone.
import { CircleSlash, Merge, PencilLine, Scale, Trash2 } from "lucide-react";

import { Badge, type Tone } from "#components/ui/badge.tsx";
import type { DriftKind } from "#lib/sync/drift.ts";

const LOOKS: Readonly<Record<DriftKind, { readonly word: string; readonly tone: Tone; readonly icon: typeof Merge }>> =
  {
    edited: { word: "Edited", tone: "warn", icon: PencilLine },
    voided: { word: "Voided", tone: "bad", icon: CircleSlash },
    deleted: { word: "Deleted", tone: "bad", icon: Trash2 },
    merged: { word: "Merged", tone: "warn", icon: Merge },
  };

const ROUNDED = { word: "Rounded", tone: "neutral", icon: Scale } as const;

export function KindMark({ kind, isRounding }: { readonly kind: DriftKind; readonly isRounding: boolean }) {
  const { word, tone, icon: Icon } = isRounding ? ROUNDED : LOOKS[kind];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {word}
    </Badge>
  );
}

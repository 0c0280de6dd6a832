// What is exact is linked together, after one question; what could not be linked says why.
"use client";

import { useState } from "react";

import { counted } from "#app/(admin)/_watch/words.ts";
import { Confirm } from "#components/confirm.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { UnlinkedRow } from "#lib/sync/links.ts";

import { accept } from "./actions.ts";
import { useLinking } from "./use-linking.ts";
import { MAY_NOT } from "./words.ts";

const match = { one: "exact match", many: "exact matches" };

type AcceptButtonProps = {
  readonly companyFileId: string;
  readonly rows: readonly UnlinkedRow[];
  readonly mayLink: boolean;
};

/** Draws nothing when nothing shown is exact. One that belongs to somebody already is decided by itself. */
export function AcceptButton({ companyFileId, rows, mayLink }: AcceptButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const { settle } = useLinking(() => {});
  const matches = rows.flatMap(({ documentId, candidates: [best] }) =>
    best?.grade === "exact" && !best.taken ? [{ documentId, ledgerId: best.ledgerId }] : [],
  );
  const text = counted(matches.length, match);
  async function confirm(): Promise<string | void> {
    const outcome = await accept({ companyFileId, matches });
    if (!outcome.ok) return outcome.refusal.sentence;
    const failed = outcome.value.filter((result) => result.whyNot !== null);
    await settle();
    if (failed.length > 0) {
      const others = failed.length > 1 ? ` And ${failed.length - 1} more were not linked.` : "";
      return `${outcome.value.length - failed.length} linked. ${failed[0]?.name ?? ""}: ${failed[0]?.whyNot ?? ""}${others}`;
    }
    toast.done(`${text} linked`, { detail: "What waited for them goes by itself." });
  }
  if (matches.length === 0 && !isOpen) return null;
  return (
    <>
      <Button variant="primary" whyNot={mayLink ? undefined : MAY_NOT} onClick={() => setOpen(true)}>
        Link {text}
      </Button>
      <Confirm
        open={isOpen}
        onOpenChange={setOpen}
        title={`Link ${text}?`}
        consequence="Each is linked to the one customer or job in QuickBooks that fits it exactly. Nothing is changed there. What waited for them goes by itself."
        confirmLabel={`Link ${text}`}
        onConfirm={confirm}
      />
    </>
  );
}

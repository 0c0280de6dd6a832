// What happens around a link made or taken away by hand? It is asked, done, and told in one toast.
"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { toast } from "#components/ui/toast.tsx";

import { unlink } from "./actions.ts";
import type { LinkAsked } from "./link-dialog.tsx";

/** `link`: which record is it? `unlink`: it is not that record. */
export type TieAsked = LinkAsked & { readonly does: "link" | "unlink" };

export type Ties = ReturnType<typeof useLinks>;

export function useLinks(onOpen: (rowId: string | null) => void) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<TieAsked | null>(null);

  async function refresh() {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ["problems"] }),
      queries.invalidateQueries({ queryKey: ["problem"] }),
    ]);
  }

  return {
    asked,
    ask: (next: TieAsked) => setAsked(next),
    close: () => setAsked(null),
    onLinked: (title: string, number: string) => {
      setAsked(null);
      toast.done(`${title} is linked to ${number || "the record"} in QuickBooks`, {
        detail: "Nothing was sent. What waited for it goes by itself.",
      });
      void refresh();
    },
    /** Returns why it was not unlinked; nothing when it was. */
    unlink: async (because: string): Promise<string | void> => {
      if (!asked) return;
      const outcome = await unlink({ rowId: asked.rowId, because });
      if (!outcome.ok) return outcome.refusal.sentence;
      toast.done(`${asked.title} is unlinked`, { detail: "It needs you: link it to another record, or resync it." });
      onOpen(outcome.value.rowId);
      await refresh();
    },
  };
}

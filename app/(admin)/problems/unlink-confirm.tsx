// Is the record in QuickBooks not this document? What unlinking does and does not do, and why it is done.
"use client";

import { useState } from "react";

import { Confirm } from "#components/confirm.tsx";

import type { Ties } from "./use-links.ts";

export function UnlinkConfirm({ ties }: { readonly ties: Ties }) {
  const asked = ties.asked?.does === "unlink" ? ties.asked : null;
  const [title, setTitle] = useState("");
  if (asked && asked.title !== title) setTitle(asked.title);
  return (
    <Confirm
      open={asked !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : ties.close())}
      title={`Unlink ${title}?`}
      consequence="Tieout forgets the QuickBooks ID, and nothing in QuickBooks changes. It needs you again: link it to another record, or resync it. A resync makes it anew, so that the record that is there now would stand beside it. What follows it, such as its payments, waits meanwhile."
      confirmLabel="Unlink"
      reasonLabel="Why is it not this record?"
      onConfirm={ties.unlink}
    />
  );
}

// The books may hold the document already: the way to link it, from the card of its cause.
"use client";

import { useState } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { figure } from "#app/(admin)/_watch/words.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ProblemPage } from "#lib/sync/problems.ts";

import type { FixProps } from "./fix-props.ts";
import { feedQuery, withCause } from "./view.ts";

/** One row is linked from here; of several, each is another record, so the card leads to its rows. */
export function LinkCause({ companyFileId, cause, view, onLink, onShowRows }: FixProps) {
  const [isPending, setPending] = useState(false);

  async function open() {
    setPending(true);
    const query = feedQuery({ ...view, filter: withCause(view.filter, cause) }, companyFileId, null);
    const page = await fetchJson<ProblemPage>(`/problems/feed?${query}`).catch(() => null);
    const row = page?.rows[0];
    if (row) onLink({ rowId: row.rowId, title: row.title });
    else toast.failed("The row could not be loaded", { detail: "Nothing was changed; please try again." });
    setPending(false);
  }

  return cause.rows === 1 ? (
    <Button className="max-md:flex-1" pending={isPending} onClick={() => void open()}>
      Link to existing
    </Button>
  ) : (
    <Button className="max-md:flex-1" onClick={onShowRows}>
      Link {figure(cause.rows)} one by one
    </Button>
  );
}

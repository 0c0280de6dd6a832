// The books may hold the document already: the way to link it, from the card of its cause.
"use client";

import { useState } from "react";

import { figure } from "#app/(admin)/_watch/words.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";

import { firstRowOf, NOT_LOADED } from "./first-row.ts";
import type { FixProps } from "./fix-props.ts";

/** One row is linked from here; of several, each is another record, so the card leads to its rows. */
export function LinkCause(props: FixProps) {
  const { cause, onLink, onShowRows } = props;
  const [isPending, setPending] = useState(false);

  async function open() {
    setPending(true);
    const row = await firstRowOf(props);
    if (row) onLink({ rowId: row.rowId, title: row.title });
    else toast.failed("Nothing to link was found", { detail: NOT_LOADED });
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

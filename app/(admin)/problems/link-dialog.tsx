// Which record of QuickBooks is this document? An ID, a number or an address; what was found, how well it fits, and one button.
"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { RecordSearch } from "#app/(admin)/_link/record-search.tsx";
import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { NotLoaded } from "#app/(admin)/_watch/freshness.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { ProblemShown } from "#lib/sync/problems.ts";

import { find, link } from "./actions.ts";

/** A row whose record is looked for. */
export type LinkAsked = { readonly rowId: string; readonly title: string };

export type LinkDialogProps = {
  /** Null: nothing is looked for. */
  readonly asked: LinkAsked | null;
  readonly onClose: () => void;
  readonly onLinked: (title: string, number: string) => void;
};

export function LinkDialog({ asked, onClose, onLinked }: LinkDialogProps) {
  // The words stay while the dialog goes away.
  const [last, setLast] = useState<LinkAsked | null>(null);
  if (asked && asked !== last) setLast(asked);
  if (!last) return null;
  return (
    <Dialog
      open={asked !== null}
      onOpenChange={(isOpen) => (isOpen ? null : onClose())}
      wide
      title={`Link ${last.title} to what QuickBooks has`}
      description="Paste its number, its QuickBooks ID or the address of its page there. Nothing is sent, and nothing in QuickBooks changes: from then on the record there counts as this document."
    >
      <LinkForm key={last.rowId} asked={last} onClose={onClose} onLinked={onLinked} />
    </Dialog>
  );
}

type LinkFormProps = LinkDialogProps & { readonly asked: LinkAsked };

function LinkForm({ asked, onClose, onLinked }: LinkFormProps) {
  const { rowId, title } = asked;
  const shown = useQuery({
    queryKey: ["problem", rowId],
    queryFn: async ({ signal }) => await fetchJson<ProblemShown>(`/problems/rows/${rowId}`, signal),
  });
  if (shown.data) {
    const { number, whyNoLink } = shown.data.tie;
    if (whyNoLink === null)
      return <SearchForm asked={asked} number={number} onClose={onClose} onLinked={(to) => onLinked(title, to)} />;
    return (
      <div className="grid gap-4">
        <p>{whyNoLink}</p>
        <p className="flex justify-end">
          <Button onClick={onClose}>Close</Button>
        </p>
      </div>
    );
  }
  if (shown.error) {
    return <NotLoaded error={shown.error} isTrying={shown.isFetching} onRetry={() => void shown.refetch()} />;
  }
  return (
    <div role="status" aria-label="Loading" className="grid gap-2">
      <Skeleton className="w-48" />
      <Skeleton className="w-full" />
    </div>
  );
}

type SearchFormProps = {
  readonly asked: LinkAsked;
  readonly number: string;
  readonly onClose: () => void;
  readonly onLinked: (number: string) => void;
};

/** What is chosen is linked at once: the row can be unlinked again. */
function SearchForm({ asked: { rowId }, number, onClose, onLinked }: SearchFormProps) {
  return (
    <RecordSearch
      text={number}
      find={async (text) => await find({ rowId, text })}
      onChoose={async ({ ledgerId, versionToken }, isSure) => {
        const outcome = await link({ rowId, ledgerId, versionToken, isSure });
        if (!outcome.ok) return outcome.refusal.sentence;
        onLinked(outcome.value.number);
      }}
      onClose={onClose}
    />
  );
}

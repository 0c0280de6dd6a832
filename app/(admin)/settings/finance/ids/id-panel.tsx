// One document and its record in QuickBooks: what is known, what may be done, and what was done, with the way back.
"use client";

import { useQuery } from "@tanstack/react-query";
import { Link2, RotateCcw, Unlink } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { NotLoaded } from "#app/(admin)/_watch/freshness.tsx";
import { kindNoun, titled } from "#app/(admin)/_watch/words.ts";
import { Money } from "#components/money.tsx";
import { Button } from "#components/ui/button.tsx";
import { Facts, type Fact } from "#components/ui/page.tsx";
import { DateText, RelativeTime } from "#components/ui/relative-time.tsx";
import { Sheet, SheetPart } from "#components/ui/sheet.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Timeline } from "#components/ui/timeline.tsx";
import type { IdEvent, IdShown } from "#lib/sync/ledger-ids.ts";

import { ChangeDialog, type ChangeAsked } from "./change-dialog.tsx";
import { ClearConfirm } from "./clear-confirm.tsx";
import { IdMark } from "./id-mark.tsx";
import { LedgerId } from "./id-table.tsx";
import { viewHref, type IdView } from "./view.ts";
import { MAY_NOT } from "./words.ts";

type IdPanelProps = { readonly view: IdView; readonly mayChange: boolean; readonly now: string };

export function IdPanel({ view, mayChange, now }: IdPanelProps) {
  const router = useRouter();
  const { open } = view;
  // The content stays while the panel goes away.
  const [last, setLast] = useState<string | null>(null);
  if (open !== null && open !== last) setLast(open);
  const shown = useQuery({
    queryKey: ["ledger-id", last],
    queryFn: async ({ signal }) => await fetchJson<IdShown>(`/settings/finance/ids/rows/${last ?? ""}`, signal),
    enabled: last !== null,
  });
  const [asked, setAsked] = useState<ChangeAsked | null>(null);
  const [isClearing, setClearing] = useState(false);
  const row = shown.data?.row;
  async function refresh() {
    router.refresh();
    await shown.refetch();
  }
  return (
    <>
      <Sheet
        open={open !== null}
        onOpenChange={(isOpen) => (isOpen ? null : router.push(viewHref({ ...view, open: null }), { scroll: false }))}
        kicker={row ? titled(kindNoun(row.kind).one) : "QuickBooks ID"}
        title={row?.title ?? "Loading"}
      >
        {shown.data ? (
          <Shown
            shown={shown.data}
            mayChange={mayChange}
            now={now}
            onSearch={(text) => setAsked({ row: shown.data.row, text })}
            onClear={() => setClearing(true)}
          />
        ) : shown.error ? (
          <NotLoaded error={shown.error} isTrying={shown.isFetching} onRetry={() => void shown.refetch()} />
        ) : (
          <div role="status" aria-label="Loading" className="grid gap-2 p-5">
            <Skeleton className="w-40" />
            <Skeleton className="w-full" />
          </div>
        )}
      </Sheet>
      {/* Beside the panel: it is made anew when the window becomes a phone's, and what was typed would be lost. */}
      <ChangeDialog asked={asked} onClose={() => setAsked(null)} onDone={refresh} />
      {row ? <ClearConfirm row={row} isOpen={isClearing} onClose={() => setClearing(false)} onDone={refresh} /> : null}
    </>
  );
}

type ShownProps = {
  readonly shown: IdShown;
  readonly mayChange: boolean;
  readonly now: string;
  readonly onSearch: (text: string) => void;
  readonly onClear: () => void;
};

function Shown({ shown, mayChange, now, onSearch, onClear }: ShownProps) {
  const { row, number, history, whyNoChange, whyNoClear, backTo } = shown;
  const mayNot = mayChange ? undefined : MAY_NOT;
  return (
    <>
      <SheetPart>
        <Facts facts={factsOf(shown, now)} />
      </SheetPart>
      <SheetPart title="Change">
        <p className="mb-3 text-soft">
          A record is looked up in QuickBooks before it is linked. Nothing is sent, and nothing in QuickBooks changes.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button icon={<Link2 />} whyNot={mayNot ?? whyNoChange ?? undefined} onClick={() => onSearch(number)}>
            {row.ledgerId === null ? "Link to a record" : "Change ID"}
          </Button>
          <Button icon={<Unlink />} whyNot={mayNot ?? whyNoClear ?? undefined} onClick={onClear}>
            Clear ID
          </Button>
          {backTo === null ? null : (
            <Button
              icon={<RotateCcw />}
              whyNot={mayNot ?? whyNoChange ?? undefined}
              onClick={() => onSearch(backTo)}
            >{`Link back to ${backTo}`}</Button>
          )}
        </div>
      </SheetPart>
      <SheetPart title="History">
        {history.length === 0 ? (
          <p className="text-soft">Nobody changed its ID.</p>
        ) : (
          <Timeline entries={history.map((event) => entryOf(event, now))} />
        )}
      </SheetPart>
    </>
  );
}

function factsOf({ row }: IdShown, now: string): Fact[] {
  const { state, number, provenAt, party, total, date, orderId } = row;
  return [
    { label: "QuickBooks ID", value: <LedgerId row={row} /> },
    { label: "State", value: <IdMark state={state} /> },
    ...(number ? [{ label: "Number there", value: number }] : []),
    ...(provenAt ? [{ label: "Last proof", value: <RelativeTime at={provenAt} now={now} /> }] : []),
    ...(party ? [{ label: "Customer", value: party }] : []),
    ...(total ? [{ label: "Amount", value: <Money value={total} /> }] : []),
    ...(date ? [{ label: "Date", value: <DateText date={date} /> }] : []),
    ...(orderId
      ? [
          {
            label: "Order",
            value: (
              <Link prefetch={false} href={`/orders/${orderId}`} className="text-link">
                Open the order
              </Link>
            ),
          },
        ]
      : []),
  ];
}

function entryOf(event: IdEvent, now: string) {
  const { id, is, by, at, ledgerId, before, because } = event;
  const said = {
    linked: `${by} linked it to ${ledgerId ?? "a record"}`,
    replaced: `${by} changed it from ${before ?? "a record"} to ${ledgerId ?? "another"}`,
    cleared: `${by} cleared ${ledgerId ?? "its ID"}`,
  };
  return {
    id,
    icon: is === "cleared" ? <Unlink /> : <Link2 />,
    title: said[is],
    time: <RelativeTime at={at} now={now} />,
    ...(because ? { detail: because } : {}),
  };
}

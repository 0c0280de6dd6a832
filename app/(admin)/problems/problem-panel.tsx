// What is known of one problem? The sentence and the fix first, then the document, then everything that was tried.
"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, CircleAlert, CircleCheck, ExternalLink } from "lucide-react";
import Link from "next/link";

import { fetchJson, NoAnswer } from "#app/(admin)/_watch/fetch-json.ts";
import { NotLoaded } from "#app/(admin)/_watch/freshness.tsx";
import { OrderBody } from "#app/(admin)/orders/order-body.tsx";
import { Attempts } from "#components/attempts.tsx";
import { DocumentView } from "#components/document-view.tsx";
import { Money } from "#components/money.tsx";
import { OrderStandingMark } from "#components/order-standing.tsx";
import { PushStateMark } from "#components/push-state.tsx";
import { RawToggle } from "#components/raw-toggle.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Sheet, SheetPart } from "#components/ui/sheet.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { LedgerDocument } from "#lib/documents/document.ts";
import type { ProblemRow, ProblemShown } from "#lib/sync/problems.ts";

import { FixText } from "./cause-list.tsx";
import { fixOf, rowsTarget, targetText, type Target } from "./use-selection.ts";

const WATCH_MS = 5_000;
const WATCH_BUSY_MS = 1_000;

type ProblemPanelProps = {
  readonly rowId: string | null;
  /** The listed rows, to go up and down without closing. */
  readonly rows: readonly ProblemRow[];
  readonly now: string;
  readonly isBusy: boolean;
  readonly mayResolve: boolean;
  readonly onOpen: (rowId: string | null) => void;
  readonly onResync: (target: Target) => void;
};

export function ProblemPanel({ rowId, rows, now, isBusy, mayResolve, onOpen, onResync }: ProblemPanelProps) {
  const shown = useQuery({
    queryKey: ["problem", rowId],
    queryFn: async ({ signal }) => await fetchJson<ProblemShown>(`/problems/rows/${rowId ?? ""}`, signal),
    enabled: rowId !== null,
    refetchInterval: ({ state }) => (state.error ? false : isBusy ? WATCH_BUSY_MS : WATCH_MS),
  });
  const listed = rows.find((row) => row.rowId === rowId);
  const row = shown.data?.row ?? listed;
  const isGone = shown.error instanceof NoAnswer && shown.error.code === "not-found";
  return (
    <Sheet
      open={rowId !== null}
      onOpenChange={(isOpen) => (isOpen ? null : onOpen(null))}
      kicker={row ? row.party : "Problem"}
      title={row ? <PanelTitle row={row} /> : "Problem"}
      tools={<Neighbours rows={rows} rowId={rowId} onOpen={onOpen} />}
      footer={shown.data ? <Footer shown={shown.data} mayResolve={mayResolve} onResync={onResync} /> : null}
    >
      {isGone ? (
        <EmptyState icon={<CircleCheck />} tone="good" title="No longer a problem">
          It was solved, replaced by a newer version, or taken back since the list was made.
        </EmptyState>
      ) : null}
      {shown.data && !isGone ? <Story shown={shown.data} now={now} /> : null}
      {shown.error && !isGone && !shown.data ? (
        <NotLoaded error={shown.error} isTrying={shown.isFetching} onRetry={() => void shown.refetch()} />
      ) : null}
      {shown.isPending && !shown.error ? <PanelSkeleton /> : null}
    </Sheet>
  );
}

function PanelTitle({ row }: { readonly row: ProblemRow }) {
  return (
    <span className="flex flex-wrap items-baseline justify-between gap-x-4">
      <span>{row.title}</span>
      {row.money.minor === "0" ? null : <Money value={row.money} />}
    </span>
  );
}

type NeighboursProps = Pick<ProblemPanelProps, "rows" | "rowId" | "onOpen">;

function Neighbours({ rows, rowId, onOpen }: NeighboursProps) {
  const place = rows.findIndex((row) => row.rowId === rowId);
  const before = place > 0 ? rows[place - 1] : undefined;
  const next = place < 0 ? undefined : rows[place + 1];
  return (
    <>
      <IconButton
        label="Row before"
        icon={<ChevronUp />}
        aria-disabled={!before}
        onClick={() => before && onOpen(before.rowId)}
      />
      <IconButton
        label="Next row"
        icon={<ChevronDown />}
        aria-disabled={!next}
        onClick={() => next && onOpen(next.rowId)}
      />
    </>
  );
}

function Story({ shown, now }: { readonly shown: ProblemShown; readonly now: string }) {
  const { row, problem, attempts, state } = shown;
  const isSolved = state !== null && state !== "problem";
  return (
    <>
      <SheetPart>
        {isSolved && state ? (
          <p className="flex items-center gap-3">
            <PushStateMark state={state} />
            <span className="text-soft">It is no longer a problem.</span>
          </p>
        ) : (
          <Sentence shown={shown} />
        )}
        {problem.raw && !isSolved ? (
          <div className="mt-3">
            <RawToggle label="What QuickBooks said, word for word">
              <CodeBlock label="Answer from QuickBooks" value={problem.raw} />
            </RawToggle>
          </div>
        ) : null}
      </SheetPart>
      <SheetPart
        title={row.is === "order" ? "The order" : "What we want the books to hold"}
        aside={<OrderLinks shown={shown} />}
      >
        {row.is === "order" ? (
          <div className="[--edge:20px]">
            <OrderBody body={shown.document} />
          </div>
        ) : (
          <DocumentView document={shown.document as LedgerDocument} />
        )}
      </SheetPart>
      <SheetPart title="What was tried">
        {attempts.length > 0 ? (
          <Attempts attempts={attempts} now={now} />
        ) : (
          <p className="text-soft">
            Nothing was sent for this: it was found out before a word about it went to QuickBooks.
          </p>
        )}
      </SheetPart>
    </>
  );
}

function Sentence({ shown }: { readonly shown: ProblemShown }) {
  const { title, fix, who, problem } = shown;
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2.5">
      <CircleAlert aria-hidden className="mt-0.5 size-4 text-bad" />
      <div className="grid gap-1.5">
        <p className="font-medium">{title}</p>
        {problem.detail === title ? null : <p>{problem.detail}</p>}
        <p className="text-soft">
          <FixText fix={fix} who={who} />
        </p>
      </div>
    </div>
  );
}

function OrderLinks({ shown: { row, orders } }: { readonly shown: ProblemShown }) {
  const more = row.orderIds.length - orders.length;
  return (
    <span className="flex flex-wrap justify-end gap-x-3 text-xs">
      {orders.map(({ orderId, number, standing }) => (
        <span key={orderId} className="inline-flex flex-wrap items-center gap-x-2">
          <OrderStandingMark standing={standing} />
          <Link prefetch={false} href={`/orders/${orderId}`} className="text-link">
            {row.orderIds.length === 1 ? "Open the order" : `Order ${number}`}
          </Link>
        </span>
      ))}
      {more > 0 ? <span className="text-faint">and {more} more</span> : null}
    </span>
  );
}

type FooterProps = { shown: ProblemShown; mayResolve: boolean; onResync: (target: Target) => void };

function Footer({ shown, mayResolve, onResync }: FooterProps) {
  const { row, problem, state, fix, where } = shown;
  const isFixedThere = where === "quickbooks" || where === "mapping";
  const ledgerUrl = shown.ledgerUrl ?? (isProblem(state) && isFixedThere ? shown.companyUrl : null);
  const target: Target = { ...rowsTarget([row]), ...fixOf({ code: problem.code, fix }) };
  return (
    <>
      {mayResolve && isProblem(state) ? (
        <Button variant="primary" onClick={() => onResync(target)}>
          Resync {targetText(target)}
        </Button>
      ) : null}
      {ledgerUrl ? (
        <ButtonLink href={ledgerUrl} target="_blank" rel="noreferrer" icon={<ExternalLink aria-hidden />}>
          {shown.ledgerUrl ? "Open in QuickBooks" : "Open QuickBooks"}
        </ButtonLink>
      ) : null}
      {where === "links" ? <ButtonLink href="/links">Open Links</ButtonLink> : null}
      {where === "connection" ? <ButtonLink href="/settings/companies">Open the connection</ButtonLink> : null}
      {!mayResolve && isProblem(state) ? (
        <p className="text-xs text-faint">Your role may look, but not resync.</p>
      ) : null}
    </>
  );
}

function isProblem(state: ProblemShown["state"]): boolean {
  return state === null || state === "problem";
}

function PanelSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-3 px-5 py-5">
      <Skeleton className="w-64" />
      <Skeleton className="w-full" />
      <Skeleton className="mt-6 w-40" />
      <Skeleton className="w-80" />
      <Skeleton className="w-72" />
    </div>
  );
}

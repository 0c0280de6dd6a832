// What is known of one problem? The sentence and the fix first, then the document, then everything that was tried and said.
"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, CircleAlert, CircleCheck } from "lucide-react";
import dynamic from "next/dynamic";
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
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Facts } from "#components/ui/page.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Sheet, SheetPart } from "#components/ui/sheet.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { LedgerDocument } from "#lib/documents/document.ts";
import { BEHIND_PAYMENTS } from "#lib/problem-code.ts";
import type { ProblemFilter } from "#lib/sync/problem-filter.ts";
import type { ProblemRow, ProblemShown } from "#lib/sync/problems.ts";

import type { ActName } from "./acts.ts";
import { FixText } from "./cause-list.tsx";
import type { FixProps, FixRights } from "./fix-props.ts";
import { Comments } from "./comments.tsx";
import { PanelFooter } from "./panel-footer.tsx";
import { decisionText, snoozeText } from "./row-words.ts";
import type { TieAsked } from "./use-links.ts";
import type { Target } from "./use-selection.ts";

const ImportPayments = dynamic(async () => (await import("./import-payments.tsx")).ImportPayments, { ssr: false });
const Compared = dynamic(async () => (await import("./compared.tsx")).Compared, {
  ssr: false,
  loading: () => <Skeleton className="w-64" />,
});

const WATCH_MS = 5_000;
const WATCH_BUSY_MS = 1_000;

type ProblemPanelProps = {
  readonly rowId: string | null;
  /** The listed rows, to go up and down without closing. */
  readonly rows: readonly ProblemRow[];
  readonly now: string;
  readonly isBusy: boolean;
  readonly companyFileId: string;
  readonly rights: FixRights;
  readonly onReleased: FixProps["onReleased"];
  readonly onOpen: (rowId: string | null) => void;
  readonly onAsk: (act: ActName, target: Target) => void;
  readonly onTie: (asked: TieAsked) => void;
  readonly onFilter: (filter: ProblemFilter) => void;
};

export function ProblemPanel(props: ProblemPanelProps) {
  const { rowId, rows, now, isBusy, onOpen } = props;
  const { mayAct } = props.rights;
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
      footer={
        shown.data ? (
          <PanelFooter shown={shown.data} asOf={now} mayAct={mayAct} onAsk={props.onAsk} onTie={props.onTie} />
        ) : null
      }
    >
      {isGone ? (
        <EmptyState icon={<CircleCheck />} tone="good" title="No longer a problem">
          It was solved, replaced by a newer version, or taken back since the list was made.
        </EmptyState>
      ) : null}
      {shown.data && !isGone ? <Story {...props} shown={shown.data} /> : null}
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

type StoryProps = Pick<ProblemPanelProps, "companyFileId" | "now" | "rights" | "onReleased" | "onFilter"> & {
  readonly shown: ProblemShown;
};

function Story({ shown, companyFileId, now, rights, onReleased, onFilter }: StoryProps) {
  const { mayAct } = rights;
  const { row, problem, attempts, state } = shown;
  const isSolved = state !== null && state !== "problem" && row.lane !== "cleared";
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
        {row.code === BEHIND_PAYMENTS && state === "problem" ? (
          <div className="mt-3">
            <ImportPayments
              companyFileId={companyFileId}
              rights={rights}
              rows={1}
              orderIds={row.orderIds}
              onReleased={onReleased}
            />
          </div>
        ) : null}
        {problem.raw && !isSolved ? (
          <div className="mt-3">
            <RawToggle label="What QuickBooks said, word for word">
              <CodeBlock label="Answer from QuickBooks" value={problem.raw} />
            </RawToggle>
          </div>
        ) : null}
        <RowFacts row={row} now={now} onFilter={onFilter} />
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
      {row.is === "push" ? (
        <SheetPart title="Compared">
          <Compared rowId={row.rowId} now={now} mayAct={mayAct} />
        </SheetPart>
      ) : null}
      <SheetPart title="Comments">
        <Comments rowId={row.rowId} now={now} mayAct={mayAct} />
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

type RowFactsProps = Pick<ProblemPanelProps, "now" | "onFilter"> & { readonly row: ProblemRow };

/** Who has it, since when, where from; and the way to others like it. */
function RowFacts({ row, now, onFilter }: RowFactsProps) {
  const facts = [
    { label: "Since", value: <RelativeTime at={row.since} now={now} /> },
    { label: "Assigned to", value: row.assignee?.name || (row.assignee ? "somebody who left" : "nobody") },
    ...(row.cameBack > 0 ? [{ label: "Came back", value: row.cameBack === 1 ? "once" : `${row.cameBack} times` }] : []),
    ...(row.sourceName ? [{ label: "Source", value: row.sourceName }] : []),
    ...(row.lane === "snoozed" ? [{ label: "Snoozed", value: snoozeText(row, now) }] : []),
    ...(row.lane === "cleared"
      ? [{ label: "Decided", value: `${decisionText(row)}${row.decidedBecause ? `: ${row.decidedBecause}` : ""}` }]
      : []),
  ];
  return (
    <div className="mt-4 grid gap-2">
      <Facts facts={facts} />
      {row.party ? (
        <p className="flex flex-wrap gap-2">
          <Button size="sm" variant="quiet" onClick={() => onFilter({ party: row.party })}>
            Only {row.party}
          </Button>
          <Button size="sm" variant="quiet" onClick={() => onFilter({ notParty: row.party })}>
            Leave out {row.party}
          </Button>
        </p>
      ) : null}
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

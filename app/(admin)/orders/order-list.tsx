// How does a person find an order, and see where it stands? Search, chips by state, pages from new to old.
"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { FileUp, Search } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";

import { fetchJson, queryText } from "#app/(admin)/_watch/fetch-json.ts";
import { Freshness, NotFresh } from "#app/(admin)/_watch/freshness.tsx";
import { orderStateWord } from "#components/order-standing.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { PageHeader, Toolbar } from "#components/ui/page.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import type { ChooseOrders } from "#lib/sync/exports.ts";
import type { OrderPage } from "#lib/sync/orders-shown.ts";
import { orderStates } from "#lib/sync/standing.ts";

import { ExportDialog } from "./export-dialog.tsx";
import { chosenOr, ExportButton, SelectionBar } from "./order-selection.tsx";
import { OrderTable } from "./order-table.tsx";
import { PullBalances } from "./pull-balances.tsx";
import { PullTray } from "./pull-tray.tsx";
import { useOrderSelection } from "./use-order-selection.ts";
import { useKeptPlace } from "./use-kept-place.ts";
import { readView, viewHref, type OrderView } from "./view.ts";

const GOING_MS = 3_000;
const CALM_MS = 15_000;

export type OrderListProps = {
  readonly companyFileId: string;
  readonly first: { readonly href: string; readonly page: OrderPage; readonly readAt: string };
  readonly mayImport: boolean;
  readonly mayExport: boolean;
  readonly mayPull: boolean;
};

export function OrderList({ companyFileId, first, mayImport, mayExport, mayPull }: OrderListProps) {
  const view = readView(useSearchParams());
  const href = viewHref(view);
  const feed = useOrderFeed(companyFileId, view, first);
  const page = feed.data ?? first.page;
  const checkedAt = feed.dataUpdatedAt ? new Date(feed.dataUpdatedAt).toISOString() : first.readAt;
  const selection = useOrderSelection(companyFileId, page.rows, `${view.state ?? ""}\n${view.search}`);
  const [asked, setAsked] = useState<ChooseOrders | null>(null);
  useKeptPlace(href);
  const isFiltered = view.state !== null || view.search !== "";
  const importLink = mayImport ? (
    <ButtonLink href="/orders/import" icon={<FileUp aria-hidden />}>
      Import orders
    </ButtonLink>
  ) : null;
  return (
    <>
      <PageHeader
        title="Orders"
        lead="What came in, newest first, and how it stands in the books."
        actions={
          <>
            <ExportButton
              mayExport={mayExport}
              isEmpty={page.rows.length === 0}
              onClick={() => setAsked(chosenOr(view, selection))}
            />
            <PullBalances companyFileId={companyFileId} view={view} mayPull={mayPull} />
            {importLink}
          </>
        }
      />
      <PullTray companyFileId={companyFileId} mayPull={mayPull} />
      <Toolbar className="gap-y-2.5">
        <SearchBox key={view.search} view={view} />
        <Chips view={view} />
        <span className="ml-auto max-md:hidden">
          <Freshness updatedAt={feed.dataUpdatedAt} checkedAt={first.readAt} />
        </span>
      </Toolbar>
      {feed.error ? (
        <NotFresh
          error={feed.error}
          checkedAt={checkedAt}
          isTrying={feed.isFetching}
          onRetry={() => void feed.refetch()}
        />
      ) : null}
      {page.rows.length > 0 ? (
        <div className={cn("transition-opacity duration-100", feed.isPlaceholderData && "opacity-60")}>
          <OrderTable rows={page.rows} selection={mayExport ? selection : null} />
        </div>
      ) : (
        <NoOrders view={view} isFiltered={isFiltered} importLink={importLink} />
      )}
      <Pagination olderHref={page.next ? viewHref({ ...view, before: page.next }) : undefined}>
        {view.before ? (
          <Link prefetch={false} href={viewHref({ ...view, before: null })} className="text-link">
            Back to the newest
          </Link>
        ) : null}
      </Pagination>
      <SelectionBar
        companyFileId={companyFileId}
        view={view}
        selection={selection}
        hasMore={page.next !== null || view.before !== null}
        onExport={setAsked}
      />
      <ExportDialog
        companyFileId={companyFileId}
        select={asked}
        onClose={() => setAsked(null)}
        onStarted={selection.drop}
      />
      <p role="status" className="sr-only">
        {feed.isPlaceholderData ? "" : `${page.rows.length} orders shown${href === "/orders" ? "" : ", filtered"}`}
      </p>
    </>
  );
}

function useOrderFeed(companyFileId: string, view: OrderView, first: OrderListProps["first"]) {
  return useQuery({
    queryKey: ["orders", companyFileId, view.state, view.search, view.before],
    queryFn: async ({ signal }) => {
      const query = queryText({
        companyFileId,
        state: view.state,
        search: view.search,
        before: view.before,
      });
      return await fetchJson<OrderPage>(`/orders/feed?${query}`, signal);
    },
    ...(first.href === viewHref(view) ? { initialData: first.page } : {}),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.rows.some(({ standing }) => standing.isUnderWay) ? GOING_MS : CALM_MS),
  });
}

/** Changes the address in place: the list follows it. */
function goTo(view: OrderView) {
  window.history.pushState(null, "", viewHref(view));
}

function SearchBox({ view }: { readonly view: OrderView }) {
  const [text, setText] = useState(view.search);
  function submit() {
    if (text.trim() !== view.search) goTo({ ...view, search: text.trim(), before: null });
  }
  return (
    <form
      role="search"
      className="relative w-72 max-md:w-full"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
      />
      <Field label="Search orders by number or customer" isLabelHidden>
        <Input
          type="search"
          enterKeyHint="search"
          placeholder="Number or customer"
          className="pl-8"
          value={text}
          maxLength={100}
          onChange={(event) => {
            setText(event.target.value);
            if (event.target.value === "" && view.search) goTo({ ...view, search: "", before: null });
          }}
          onBlur={submit}
        />
      </Field>
    </form>
  );
}

function Chips({ view }: { readonly view: OrderView }) {
  const chips = [null, ...orderStates];
  return (
    <nav aria-label="State" className="flex flex-wrap gap-1.5">
      {chips.map((state) => (
        <Link
          key={state ?? "all"}
          prefetch={false}
          href={viewHref({ ...view, state, before: null })}
          aria-current={view.state === state ? "true" : undefined}
          className={cn(
            "inline-flex h-7 items-center rounded-full border border-line px-2.5 text-xs text-soft pointer-coarse:h-11 pointer-coarse:px-3.5",
            "hover:border-line-strong hover:text-ink",
            "aria-[current=true]:border-accent aria-[current=true]:bg-selected aria-[current=true]:font-medium aria-[current=true]:text-accent",
          )}
        >
          {state ? orderStateWord(state) : "All"}
        </Link>
      ))}
    </nav>
  );
}

type NoOrdersProps = { view: OrderView; isFiltered: boolean; importLink: React.ReactNode };

function NoOrders({ view, isFiltered, importLink }: NoOrdersProps) {
  if (!isFiltered && !view.before) {
    return (
      <EmptyState icon={<FileUp />} title="No order has come in yet" actions={importLink}>
        Import a file, or let a source send them by itself. Each order is planned, then sent to QuickBooks.
      </EmptyState>
    );
  }
  const what = [
    view.search ? `“${view.search}” begins no order number and no customer's name` : "",
    view.state ? `${view.search ? "with" : "No order has"} the state “${orderStateWord(view.state)}”` : "",
  ];
  return (
    <EmptyState
      icon={<Search />}
      title="No order fits"
      actions={<Button onClick={() => goTo({ state: null, search: "", before: null })}>Show all orders</Button>}
    >
      {isFiltered ? `${what.filter(Boolean).join(" ")}.` : "There are no older orders."}
    </EmptyState>
  );
}

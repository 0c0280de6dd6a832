// How are links worked through? What is exact together, what is near one by one; and who is linked already.
"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CircleCheck, Link2, Search } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useState } from "react";

import { fetchJson, queryText } from "#app/(admin)/_watch/fetch-json.ts";
import { NotFresh } from "#app/(admin)/_watch/freshness.tsx";
import { counted } from "#app/(admin)/_watch/words.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { PageHeader, Toolbar } from "#components/ui/page.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { LinkPage } from "#lib/sync/links.ts";

import { AcceptButton } from "./accept-button.tsx";
import { refresh } from "./actions.ts";
import { LinkedTable } from "./linked-table.tsx";
import { UnlinkedList } from "./unlinked-list.tsx";
import { readView, viewHref, type LinkView } from "./view.ts";

const CALM_MS = 5_000;
/** After Refresh the list is looked at every second, until it was read or this long. */
const BUSY_MS = 1_000;
const ASKED_MAX_MS = 60_000;

/** That the lists are to be read again: how old they were when it was asked, and how long to wait for it. */
type Asked = { readonly listReadAt: string | null; readonly untilMs: number };

export type LinkBoardProps = {
  readonly companyFileId: string;
  readonly first: { readonly href: string; readonly page: LinkPage; readonly readAt: string };
  readonly mayLink: boolean;
  readonly mayRefresh: boolean;
};

export function LinkBoard({ companyFileId, first, mayLink, mayRefresh }: LinkBoardProps) {
  const view = readView(useSearchParams());
  const [asked, setAsked] = useState<Asked | null>(null);
  const feed = useLinkFeed(companyFileId, view, first, asked);
  const [later, setLater] = useState<ReadonlySet<string>>(new Set());
  const page = feed.data ?? first.page;
  const now = feed.dataUpdatedAt ? new Date(feed.dataUpdatedAt).toISOString() : first.readAt;
  const rows = page.unlinked.filter((row) => !later.has(row.documentId));
  return (
    <>
      <PageHeader
        title="Links"
        lead="Which customer or job in QuickBooks each of ours is. Orders go to what is linked."
        actions={view.show === "unlinked" ? <AcceptButton {...{ companyFileId, rows, mayLink }} /> : null}
      />
      <Tabs view={view} counts={page.counts} />
      <Toolbar className="gap-y-2.5">
        <SearchBox key={view.search} view={view} />
        <ListAge
          page={page}
          now={now}
          companyFileId={companyFileId}
          mayRefresh={mayRefresh}
          onAsked={() => setAsked({ listReadAt: page.listReadAt, untilMs: Date.now() + ASKED_MAX_MS })}
        />
      </Toolbar>
      {feed.error ? (
        <NotFresh error={feed.error} checkedAt={now} isTrying={feed.isFetching} onRetry={() => void feed.refetch()} />
      ) : null}
      {view.show === "linked" ? (
        <LinkedTable rows={page.linked} mayLink={mayLink} now={now} />
      ) : (
        <UnlinkedList
          key={viewHref(view)}
          rows={rows}
          mayLink={mayLink}
          onLater={(documentIds) => setLater((before) => new Set([...before, ...documentIds]))}
        />
      )}
      {page.unlinked.length + page.linked.length === 0 ? <Nothing view={view} /> : null}
      <Pagination olderHref={page.next ? viewHref({ ...view, after: page.next }) : undefined}>
        {later.size > 0 ? (
          <Button size="sm" variant="quiet" onClick={() => setLater(new Set())}>
            Show {later.size} put aside
          </Button>
        ) : null}
      </Pagination>
    </>
  );
}

function useLinkFeed(companyFileId: string, view: LinkView, first: LinkBoardProps["first"], asked: Asked | null) {
  return useQuery({
    queryKey: ["links", companyFileId, view.show, view.search, view.after],
    queryFn: async ({ signal }) => {
      const query = queryText({ companyFileId, show: view.show, search: view.search, after: view.after });
      return await fetchJson<LinkPage>(`/links/feed?${query}`, signal);
    },
    ...(first.href === viewHref(view) ? { initialData: first.page } : {}),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      asked && state.data?.listReadAt === asked.listReadAt && Date.now() < asked.untilMs ? BUSY_MS : CALM_MS,
  });
}

function Tabs({ view, counts }: { readonly view: LinkView; readonly counts: LinkPage["counts"] }) {
  const tabs = (["unlinked", "linked"] as const).map((show) => ({
    href: viewHref({ show, search: view.search, after: null }),
    label: show === "linked" ? "Linked" : "Not linked",
    count: counts[show],
    isCurrent: view.show === show,
  }));
  return <LinkTabs label="Links" tabs={tabs} />;
}

function SearchBox({ view }: { readonly view: LinkView }) {
  const [text, setText] = useState(view.search);
  function submit() {
    if (text.trim() !== view.search)
      window.history.pushState(null, "", viewHref({ ...view, search: text.trim(), after: null }));
  }
  return (
    <form
      role="search"
      className="w-72 max-md:w-full"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label="Search by our name" isLabelHidden>
        <Input
          type="search"
          placeholder="Customer or job"
          value={text}
          maxLength={100}
          onChange={(event) => setText(event.target.value)}
          onBlur={submit}
        />
      </Field>
    </form>
  );
}

type ListAgeProps = {
  readonly page: LinkPage;
  readonly now: string;
  readonly companyFileId: string;
  readonly mayRefresh: boolean;
  readonly onAsked: () => void;
};

/** Candidates come from our copy of the list: how old it is, and a way to read it again. */
function ListAge({ page, now, companyFileId, mayRefresh, onAsked }: ListAgeProps) {
  const [isPending, setPending] = useState(false);
  async function readAgain() {
    setPending(true);
    const outcome = await refresh({ companyFileId });
    setPending(false);
    if (!outcome.ok) return toast.failed(outcome.refusal.sentence);
    onAsked();
    return toast.done("QuickBooks is being read", { detail: "Its customers are here in a moment." });
  }
  return (
    <span className="ml-auto flex flex-wrap items-center gap-2 text-xs text-soft max-md:ml-0">
      <span>
        {page.listReadAt ? (
          <>
            {counted(page.customersKnown, { one: "customer", many: "customers" })} of QuickBooks, read{" "}
            <RelativeTime at={page.listReadAt} now={now} />; changes follow by themselves
          </>
        ) : (
          "QuickBooks' customers were not read yet"
        )}
      </span>
      <Button
        size="sm"
        pending={isPending}
        whyNot={mayRefresh ? undefined : "Only who may change settings reads the lists again."}
        onClick={() => void readAgain()}
      >
        Refresh
      </Button>
    </span>
  );
}

function Nothing({ view }: { readonly view: LinkView }) {
  if (view.search) {
    return (
      <EmptyState icon={<Search />} title="Nobody fits">
        No customer and no job of ours with “{view.search}” in the name is {view.show === "linked" ? "linked" : "open"}.
      </EmptyState>
    );
  }
  if (view.show === "linked") {
    return (
      <EmptyState icon={<Link2 />} title="Nobody is linked yet">
        Customers come with orders. They are linked by the company&apos;s rule, by you, or when they are sent.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<CircleCheck />} tone="good" title="Everybody is linked">
      No customer and no job waits for a decision.
    </EmptyState>
  );
}

// Why is the list empty? All is well, or only this part of it, or nothing was ever sent: never the same words for these.
import { CircleCheck, CircleHelp, FileUp, Inbox, Plug, SearchX } from "lucide-react";
import Link from "next/link";
import { Fragment } from "react";

import { counted, figure, nouns, tabLabels } from "#app/(admin)/_watch/words.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { dateText } from "#lib/dates.ts";
import type { ShownLane } from "#lib/sync/problem-filter.ts";
import type { ProblemPage } from "#lib/sync/problems.ts";
import { problemTabs, type ProblemTab } from "#lib/sync/triage.ts";

import { laneLabels } from "./acts.ts";
import { isNarrowed, plainView, viewHref, type ProblemView } from "./view.ts";

type NothingHereProps = {
  readonly page: ProblemPage;
  readonly view: ProblemView;
  /** The last check did not work: then nothing is said to be clear. */
  readonly hasFailed: boolean;
  readonly onClearFilter: () => void;
};

export function NothingHere({ page, view, hasFailed, onClearFilter }: NothingHereProps) {
  if (hasFailed) return <NotChecked />;
  if (isNarrowed(view)) return <TooNarrow onClearFilter={onClearFilter} />;
  const others = problemTabs.filter((tab) => tab !== view.tab && page.tabs[tab].rows > 0);
  if (others.length > 0) return <OtherTabs page={page} view={view} others={others} />;
  return view.lane === "needs-you" ? <AllClear page={page} view={view} /> : <EmptyLane lane={view.lane} />;
}

function NotChecked() {
  return (
    <EmptyState icon={<CircleHelp />} tone="warn" title="Not known right now">
      The list could not be checked, so nothing is said to be clear. It is tried again by itself.
    </EmptyState>
  );
}

function TooNarrow({ onClearFilter }: Pick<NothingHereProps, "onClearFilter">) {
  return (
    <EmptyState
      icon={<SearchX />}
      title="Nothing matches"
      actions={
        <Button variant="primary" onClick={onClearFilter}>
          Clear filters
        </Button>
      }
    >
      No row of this lane and tab fits all filters and the search.
    </EmptyState>
  );
}

const emptyLanes: Readonly<Record<Exclude<ShownLane, "needs-you">, { title: string; says: string }>> = {
  waiting: {
    title: "Nothing is waiting",
    says: "What was sent again, and what waits for the connection or for another document, stands here meanwhile.",
  },
  snoozed: { title: "Nothing is snoozed", says: "What you put aside stands here until it comes back by itself." },
  cleared: {
    title: "Nothing was cleared",
    says: "What somebody cleared or marked paid stands here with the reason, and can be restored.",
  },
  done: { title: "Nothing was solved yet", says: "Problems that came to a good end stand here." },
};

function EmptyLane({ lane }: { readonly lane: Exclude<ShownLane, "needs-you"> }) {
  const { title, says } = emptyLanes[lane];
  return (
    <EmptyState icon={<Inbox />} title={title}>
      {says}
    </EmptyState>
  );
}

type OtherTabsProps = Pick<NothingHereProps, "page" | "view"> & { readonly others: readonly ProblemTab[] };

/** Nothing here, but under other tabs of the same lane. */
function OtherTabs({ page, view, others }: OtherTabsProps) {
  const { company, lane } = view;
  const isToDo = lane === "needs-you";
  const title = isToDo
    ? `No problem under ${tabLabels[view.tab]}`
    : `${laneLabels[lane]}: nothing under ${tabLabels[view.tab]}`;
  return (
    <EmptyState icon={isToDo ? <CircleCheck /> : <Inbox />} tone={isToDo ? "good" : "neutral"} title={title}>
      {isToDo ? "Still waiting for you: " : "There are "}
      {others.map((tab, index) => (
        <span key={tab}>
          {index > 0 ? ", " : null}
          <Link prefetch={false} href={viewHref({ ...plainView, company, lane, tab })} className="text-link">
            {figure(page.tabs[tab].rows)} under {tabLabels[tab]}
          </Link>
        </span>
      ))}
      .
    </EmptyState>
  );
}

/** Proof, not just a tick: how much is in the books, and when that was looked up. */
function AllClear({ page, view }: Pick<NothingHereProps, "page" | "view">) {
  const { posted, ready, sending, unsure, waiting } = page.states;
  const onTheWay = ready + sending + unsure + waiting;
  const clock = page.checkedAt.slice(11, 16);
  const { snoozed, cleared } = page.lanes;
  if (posted + onTheWay + snoozed + cleared === 0) {
    return (
      <EmptyState
        icon={<FileUp />}
        title="Nothing has been sent to QuickBooks yet"
        actions={
          <ButtonLink href="/orders/import" variant="primary">
            Import orders
          </ButtonLink>
        }
      >
        Orders come by import or from a source. What QuickBooks refuses will stand here, with the reason and the fix.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<CircleCheck />} tone="good" title="All clear">
      {counted(posted, nouns.document)} in the books, checked {clock} UTC.
      {onTheWay > 0 ? ` ${figure(onTheWay)} more on the way.` : null}
      <PutAside page={page} view={view} />
    </EmptyState>
  );
}

/** What is off the list without being solved: said too, with the way there. */
function PutAside({ page: { lanes, firstBackAt }, view: { company } }: Pick<NothingHereProps, "page" | "view">) {
  const back = firstBackAt === null ? "" : `, the first comes back on ${dateText(firstBackAt)}`;
  const parts = [
    { lane: "snoozed", text: `${figure(lanes.snoozed)} snoozed${back}` },
    { lane: "cleared", text: `${figure(lanes.cleared)} cleared` },
  ] as const;
  return (
    <>
      {parts
        .filter(({ lane }) => lanes[lane] > 0)
        .map(({ lane, text }) => (
          <Fragment key={lane}>
            {" "}
            <Link prefetch={false} href={viewHref({ ...plainView, company, lane })} className="text-link">
              {text}
            </Link>
            .
          </Fragment>
        ))}
    </>
  );
}

/** In place of the whole page: there are no books to post to. */
export function NotConnected({ title }: { readonly title: string }) {
  return (
    <EmptyState
      icon={<Plug />}
      isPage
      title={title}
      actions={
        <ButtonLink href="/settings/companies" variant="primary">
          Connect a company file
        </ButtonLink>
      }
    >
      Tieout needs the books it shall post to. Nothing is sent before you have connected them.
    </EmptyState>
  );
}

// Why is the list empty? All is well, or only this part of it, or nothing was ever sent: never the same words for these.
import { CircleCheck, CircleHelp, FileUp, Inbox, Plug, SearchX } from "lucide-react";
import Link from "next/link";

import { counted, figure, nouns, tabLabels } from "#app/(admin)/_watch/words.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { ShownLane } from "#lib/sync/problem-filter.ts";
import type { ProblemPage } from "#lib/sync/problems.ts";
import { problemTabs } from "#lib/sync/triage.ts";

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
  if (view.lane !== "needs-you") return <EmptyLane lane={view.lane} />;
  const others = problemTabs.filter((tab) => tab !== view.tab && page.tabs[tab].rows > 0);
  return others.length > 0 ? <OtherTabs page={page} view={view} /> : <AllClear page={page} />;
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

function OtherTabs({ page, view }: Pick<NothingHereProps, "page" | "view">) {
  const others = problemTabs.filter((tab) => tab !== view.tab && page.tabs[tab].rows > 0);
  return (
    <EmptyState icon={<CircleCheck />} tone="good" title={`No problem under ${tabLabels[view.tab]}`}>
      Still waiting for you:{" "}
      {others.map((tab, index) => (
        <span key={tab}>
          {index > 0 ? ", " : null}
          <Link prefetch={false} href={viewHref({ ...plainView, company: view.company, tab })} className="text-link">
            {figure(page.tabs[tab].rows)} under {tabLabels[tab]}
          </Link>
        </span>
      ))}
      .
    </EmptyState>
  );
}

/** Proof, not just a tick: how much is in the books, and when that was looked up. */
function AllClear({ page }: { readonly page: ProblemPage }) {
  const { posted, ready, sending, unsure, waiting } = page.states;
  const onTheWay = ready + sending + unsure + waiting;
  const clock = page.checkedAt.slice(11, 16);
  if (posted + onTheWay === 0) {
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
    </EmptyState>
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

// Why is the list empty? All is well, or only this part of it, or nothing was ever sent: never the same words for these.
import { CircleCheck, FileUp, Plug } from "lucide-react";
import Link from "next/link";

import { counted, figure, nouns, tabLabels } from "#app/(admin)/_watch/words.ts";
import { Banner } from "#components/ui/banner.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { problemTitle } from "#lib/problem.ts";
import type { ProblemPage } from "#lib/sync/problems.ts";
import { problemTabs } from "#lib/sync/triage.ts";

import type { ProblemView } from "./view.ts";

type NothingHereProps = { readonly page: ProblemPage; readonly view: ProblemView };

export function NothingHere({ page, view }: NothingHereProps) {
  const others = problemTabs.filter((tab) => tab !== view.tab && page.tabs[tab].rows > 0);
  return others.length > 0 ? <OtherTabs page={page} view={view} /> : <AllClear page={page} />;
}

type CauseIsGoneProps = { readonly cause: NonNullable<ProblemView["cause"]>; readonly onShowAll: () => void };

/** Above the other causes: the chosen one was solved, or a link to it is old. */
export function CauseIsGone({ cause, onShowAll }: CauseIsGoneProps) {
  return (
    <Banner
      title="Nothing is left of this cause."
      actions={
        <Button size="sm" onClick={onShowAll}>
          Show all rows
        </Button>
      }
    >
      {problemTitle(cause.code, cause.about)}: no row of it waits for a person any more.
    </Banner>
  );
}

function OtherTabs({ page, view }: NothingHereProps) {
  const others = problemTabs.filter((tab) => tab !== view.tab && page.tabs[tab].rows > 0);
  return (
    <EmptyState icon={<CircleCheck />} tone="good" title={`No problem under ${tabLabels[view.tab]}`}>
      Still waiting for you:{" "}
      {others.map((tab, index) => (
        <span key={tab}>
          {index > 0 ? ", " : null}
          <Link prefetch={false} href={`/problems?tab=${tab}`} className="text-link">
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

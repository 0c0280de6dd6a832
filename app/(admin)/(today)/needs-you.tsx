// How much needs a person, with how much money and since when? When nothing does: how do we know?
import { CircleCheck, CircleHelp, Plug } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

import { MoneyList } from "#components/money.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Section } from "#components/ui/page.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { CompanyNeeds, Today } from "#lib/today/today.ts";

import { figure, tabLabels } from "../_watch/words.ts";
import { nowhere, placeHref } from "../problems/drift/view.ts";
import { plainView, viewHref } from "../problems/view.ts";

type TodayProps = { readonly today: Today };

export function NotConnected() {
  return (
    <div className="border-t border-line">
      <EmptyState
        icon={<Plug />}
        title="No QuickBooks company is connected yet"
        actions={
          <ButtonLink href="/settings/companies" variant="primary">
            Connect a company file
          </ButtonLink>
        }
      >
        Tieout needs the books it shall post to. Nothing is sent before you have connected one.
      </EmptyState>
    </div>
  );
}

export function NeedsYou({ today }: TodayProps) {
  if (today.problems + today.drifted === 0) return <AllClear today={today} />;
  return (
    <Section
      title="Problem Sync"
      aside={
        <Link href="/problems" prefetch={false} className="text-link">
          Open Problem Sync
        </Link>
      }
      isFlush
    >
      <Stuck today={today} />
      <Tabs today={today} />
    </Section>
  );
}

/** The two figures an owner asks for: how much money stands still, and for how long. */
function Stuck({ today: { stuck, oldest, problems, companyFiles, now } }: TodayProps) {
  if (problems === 0) return null;
  return (
    <dl className="grid gap-x-6 gap-y-3 border-t border-line px-edge py-4 sm:grid-cols-2">
      <Figure label="Money that waits for you">
        {stuck.length === 0 ? (
          <span className="text-faint">None</span>
        ) : (
          <MoneyList values={stuck} className="text-xl font-medium" />
        )}
      </Figure>
      {oldest ? (
        <Figure label="Oldest problem">
          <RelativeTime at={oldest.since} now={now} className="text-xl font-medium" />{" "}
          <Link
            href={viewHref({
              ...plainView,
              company: companyFiles.length > 1 ? oldest.companyFileId : null,
              tab: oldest.tab,
              open: oldest.rowId,
            })}
            prefetch={false}
            className="text-link inline-block"
          >
            {oldest.title}
          </Link>{" "}
          <span className="text-soft">{oldest.party}</span>
        </Figure>
      ) : null}
    </dl>
  );
}

function Figure({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** One company's part of a figure, and where it is worked on. */
type Way = { readonly company: string; readonly count: number; readonly href: string };

function Tabs({ today: { needs, tabs, drifted, companyFiles } }: TodayProps) {
  const companyIn = (companyFileId: string) => (companyFiles.length > 1 ? companyFileId : null);
  const waysOf = (countOf: (one: CompanyNeeds) => number, hrefOf: (company: string | null) => string): readonly Way[] =>
    needs
      .map((one) => ({ company: one.company, count: countOf(one), href: hrefOf(companyIn(one.companyFileId)) }))
      .filter(({ count }) => count > 0);
  const cells = [
    ...tabs.map(({ tab, problems, amounts }) => {
      const hrefOf = (company: string | null) => viewHref({ ...plainView, company, tab });
      const countOf = (one: CompanyNeeds) => one.tabs.find((each) => each.tab === tab)?.problems ?? 0;
      const below = <MoneyList values={amounts} />;
      return { label: tabLabels[tab], count: problems, below, href: hrefOf(null), ways: waysOf(countOf, hrefOf) };
    }),
    {
      label: "Drift",
      count: drifted,
      below: "changed in QuickBooks",
      href: placeHref(nowhere),
      ways: waysOf(
        (one) => one.drifted,
        (company) => placeHref({ ...nowhere, company }),
      ),
    },
  ];
  return (
    <ul className="grid grid-cols-2 border-t border-line sm:grid-cols-4 xl:grid-cols-7">
      {cells.map(({ href, label, count, below, ways }) => (
        <li key={href} className="border-b border-line sm:border-r">
          <TabFigure label={label} count={count} below={below} href={href} ways={ways} />
        </li>
      ))}
    </ul>
  );
}

type TabFigureProps = {
  readonly label: string;
  readonly count: number;
  readonly below: ReactNode;
  readonly href: string;
  readonly ways: readonly Way[];
};

/** A figure of one company leads there; one of several names them, each with its own way. */
function TabFigure({ label, count, below, href, ways }: TabFigureProps) {
  const figures = (
    <>
      <span className="block text-xs text-soft">{label}</span>
      <span className={count === 0 ? "text-xl text-faint" : "text-xl font-medium"}>{figure(count)}</span>
      <span className="block min-h-4 text-xs text-faint">{count === 0 ? null : below}</span>
    </>
  );
  if (ways.length < 2) {
    return (
      <Link
        href={ways[0]?.href ?? href}
        prefetch={false}
        className="block px-edge py-4 -outline-offset-2 hover:bg-hover"
      >
        {figures}
      </Link>
    );
  }
  return (
    <div className="px-edge py-4">
      {figures}
      <ul aria-label={`${label} by company`}>
        {ways.map((way) => (
          <li key={way.href} className="truncate">
            <Link href={way.href} prefetch={false} className="text-link">
              {figure(way.count)} in {way.company}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Proof, not just a tick: a tick stands only when every connection has proved lately that it answers. */
function AllClear({ today: { companyFiles, worker, posted, now } }: TodayProps) {
  const unproven = companyFiles.filter(({ proof }) => proof.is !== "fresh");
  const isProven = unproven.length === 0 && !worker.isSilent;
  const Icon = isProven ? CircleCheck : CircleHelp;
  const checkedAt = companyFiles.flatMap(({ proof }) => proof.provenAt ?? []).toSorted()[0];
  return (
    <div className="flex items-center gap-2.5 border-t border-line px-edge py-5">
      <Icon
        aria-hidden
        className={isProven ? "size-5 shrink-0 stroke-[1.5] text-good" : "size-5 shrink-0 stroke-[1.5] text-warn"}
      />
      <p>
        <strong>{isProven ? "No problem waits." : "No problem is known, but not everything could be checked."}</strong>{" "}
        <span className="text-soft">
          {posted === 0
            ? "Nothing has been posted yet: orders come by import or from a source."
            : `${figure(posted)} ${posted === 1 ? "document" : "documents"} posted to QuickBooks so far.`}
          {isProven && checkedAt ? (
            <>
              {" "}
              QuickBooks last answered <RelativeTime at={checkedAt} now={now} />.
            </>
          ) : null}
          {isProven ? null : " See the connections below."}
        </span>
      </p>
    </div>
  );
}

// Where does a person look? How the problems are worked above, what kind of document below; numbers on each.
"use client";

import { tabLabels } from "#app/(admin)/_watch/words.ts";
import { moneyText } from "#components/money.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import type { ProblemPage } from "#lib/sync/problems.ts";
import { problemTabs } from "#lib/sync/triage.ts";

import { laneLabels } from "./acts.ts";
import { spoken } from "./use-selection.ts";
import { plainView, viewHref, viewLanes, type ProblemView } from "./view.ts";

type LaneBarProps = {
  readonly view: ProblemView;
  readonly page: Pick<ProblemPage, "lanes" | "tabs">;
  /** How many documents were changed in QuickBooks: a page of its own. */
  readonly drifted: number;
  readonly onGo: (href: string) => void;
};

/** Drift is a page of its own. */
const driftOf = (company: string | null) => (company ? `/problems/drift?company=${company}` : "/problems/drift");

export function LaneBar({ view, page, drifted, onGo }: LaneBarProps) {
  // Another lane or tab is another list: its filter stays, its open row does not.
  const { company, lane, tab, filter, sort, run } = view;
  const drift = driftOf(company);
  const { code: _code, about: _about, ...wide } = filter;
  const lanes = viewLanes.map((each) => ({
    href: viewHref({ ...plainView, company, lane: each, tab, filter: wide, sort, run }),
    label: laneLabels[each],
    count: page.lanes[each],
    isCurrent: each === lane,
  }));
  const tabs = problemTabs.map((each) => ({
    href: viewHref({ ...plainView, company, lane, tab: each, filter: wide, sort, run }),
    label: tabLabels[each],
    count: page.tabs[each].rows,
    detail: spoken(page.tabs[each].money).map(moneyText).join(" + ") || undefined,
    isCurrent: each === tab,
  }));
  return (
    <>
      <LinkTabs
        label="Lanes"
        tabs={[...lanes, { href: drift, label: "Drift", count: drifted, isCurrent: false }]}
        onGo={(href) => (href === drift ? window.location.assign(href) : onGo(href))}
      />
      <LinkTabs label="Kinds of documents" tabs={tabs} onGo={onGo} className="bg-page" />
    </>
  );
}

// What waits by itself, and for what? Retrying, connection down, outcome unknown, behind another document.
"use client";

import { CircleHelp, Hourglass, Plug, RotateCw } from "lucide-react";
import type { ReactNode } from "react";

import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { MoneyList } from "#components/money.tsx";
import type { WaitingGroup } from "#lib/sync/problems.ts";

import { BlockedBy } from "./cause-list.tsx";
import { spoken } from "./use-selection.ts";
import type { ProblemView } from "./view.ts";

const ICONS: Readonly<Record<WaitingGroup["is"], ReactNode>> = {
  unknown: <CircleHelp />,
  retrying: <RotateCw />,
  connection: <Plug />,
  behind: <Hourglass />,
};

type WaitingGroupsProps = { readonly groups: readonly WaitingGroup[] } & Pick<ProblemView, "company">;

export function WaitingGroups({ groups, company }: WaitingGroupsProps) {
  return groups.map((group) => (
    <section key={group.is} aria-label={group.sentence} className="flex gap-3 border-b border-line px-edge py-3">
      <span aria-hidden className="mt-0.5 text-soft [&_svg]:size-4">
        {ICONS[group.is]}
      </span>
      <div className="grid min-w-0 flex-1 gap-1.5">
        <p>{group.sentence}</p>
        {group.blockers.length > 0 ? (
          <div className="flex flex-wrap gap-1.5">
            {group.blockers.map((blocker) => (
              <BlockedBy key={blocker.rowId} blocker={blocker} company={company} />
            ))}
          </div>
        ) : null}
      </div>
      <p className="text-right">
        <span className="font-medium whitespace-nowrap">
          {group.isAtLeast ? "At least " : ""}
          {counted(group.documents, nouns.document)}
        </span>
        <MoneyList values={spoken(group.money)} className="block" />
      </p>
    </section>
  ));
}

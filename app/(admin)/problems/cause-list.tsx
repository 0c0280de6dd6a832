// What are the causes, and what solves each? One card a cause; the open one holds its rows.
"use client";

import { Hourglass } from "lucide-react";
import type { ReactNode } from "react";

import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { ProblemCard } from "#components/problem-card.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ProblemCode } from "#lib/problem.ts";
import type { Cause } from "#lib/sync/problems.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";

import { MapItemForm } from "./map-item-form.tsx";
import { causeTarget, spoken, targetText, type Target } from "./use-selection.ts";
import { causeKey, type ProblemView } from "./view.ts";

const MAPPABLE: readonly ProblemCode[] = ["item-missing", "item-inactive", "item-is-category", "mapping-gone"];

export type CauseListProps = {
  readonly companyFileId: string;
  readonly causes: readonly Cause[];
  readonly view: ProblemView;
  readonly now: string;
  readonly mayResolve: boolean;
  readonly mayMap: boolean;
  readonly onChoose: (cause: Cause | null) => void;
  readonly onResync: (target: Target) => void;
  readonly onMapped: () => void;
  /** The rows of the chosen cause. */
  readonly children: ReactNode;
};

export function CauseList({ causes, view, now, onChoose, children, ...rest }: CauseListProps) {
  return causes.map((cause) => {
    const isOpen = causeKey(view.cause) === causeKey(cause);
    const target = causeTarget(view.tab, cause);
    return (
      <ProblemCard
        key={causeKey(cause)}
        title={cause.title}
        fix={<FixText fix={cause.fix} who={cause.who} />}
        countText={targetText(target)}
        money={spoken(cause.money)}
        oldestAt={cause.oldestAt || now}
        now={now}
        marks={
          cause.waiting > 0 ? (
            <Badge icon={<Hourglass aria-hidden />}>{counted(cause.waiting, nouns.document)} waiting behind it</Badge>
          ) : undefined
        }
        actions={<CauseActions {...rest} cause={cause} tab={view.tab} isOpen={isOpen} target={target} />}
        isOpen={isOpen}
        onOpenChange={(willOpen) => onChoose(willOpen ? cause : null)}
      >
        {isOpen ? children : null}
      </ProblemCard>
    );
  });
}

/** What to do, and who can do it. */
export function FixText({ fix, who }: { readonly fix: string; readonly who: string }) {
  return (
    <>
      {fix} <span className="text-faint">Who can: {who}.</span>
    </>
  );
}

type CauseActionsProps = Pick<CauseListProps, "companyFileId" | "mayResolve" | "mayMap" | "onResync" | "onMapped"> & {
  readonly cause: Cause;
  readonly tab: ProblemTab;
  readonly target: Target;
  readonly isOpen: boolean;
};

function CauseActions({ cause, tab, target, mayResolve, mayMap, companyFileId, ...on }: CauseActionsProps) {
  if (!mayResolve) return null;
  const isMappable = mayMap && MAPPABLE.includes(cause.code) && cause.about !== "" && tab !== "customers";
  return (
    <>
      {isMappable ? (
        <MapItemForm
          companyFileId={companyFileId}
          about={cause.about}
          count={cause.rows}
          countText={targetText(target)}
          onMapped={on.onMapped}
        />
      ) : null}
      <Button onClick={() => on.onResync(target)} className="max-md:flex-1">
        Resync {targetText(target)}
      </Button>
    </>
  );
}

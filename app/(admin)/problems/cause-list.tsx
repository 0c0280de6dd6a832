// What are the causes, and what solves each? One card a cause; the open one holds its rows.
"use client";

import { TrendingUp, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";

import { counted, figure, nouns } from "#app/(admin)/_watch/words.ts";
import { ProblemCard } from "#components/problem-card.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { recentMax } from "#lib/sync/problem-page.ts";
import type { Blocker, Cause } from "#lib/sync/problems.ts";

import { whyNotAct, type ActName } from "./acts.ts";
import { FixControl } from "./fix-control.tsx";
import type { FixProps, FixRights } from "./fix-props.ts";
import type { LinkAsked } from "./link-dialog.tsx";
import { causeTarget, spoken, targetText, type Target } from "./use-selection.ts";
import { causeKey, causeOf, plainView, viewHref, type ProblemView } from "./view.ts";

export type CauseListProps = {
  readonly companyFileId: string;
  readonly causes: readonly Cause[];
  readonly moreCauses: number;
  readonly view: ProblemView;
  readonly now: string;
  readonly rights: FixRights;
  readonly onChoose: (cause: Cause | null) => void;
  readonly onAsk: (act: ActName, target: Target) => void;
  readonly onLink: (asked: LinkAsked) => void;
  readonly onReleased: FixProps["onReleased"];
  readonly onDone: () => void;
  /** The rows of the chosen cause. */
  readonly children: ReactNode;
};

export function CauseList({ causes, moreCauses, view, now, onChoose, children, ...rest }: CauseListProps) {
  return (
    <>
      {causes.map((cause) => {
        const isOpen = causeKey(causeOf(view)) === causeKey(cause);
        const target = causeTarget(view, cause, now);
        return (
          <ProblemCard
            key={causeKey(cause)}
            title={cause.title}
            fix={<FixText fix={cause.fix} who={cause.who} />}
            countText={targetText(target)}
            money={spoken(cause.money)}
            oldestAt={cause.oldestAt || now}
            now={now}
            marks={<Marks cause={cause} now={now} view={view} />}
            actions={<CauseActions {...rest} cause={cause} view={view} target={target} onChoose={onChoose} />}
            isOpen={isOpen}
            onOpenChange={(willOpen) => onChoose(willOpen ? cause : null)}
          >
            {isOpen ? children : null}
          </ProblemCard>
        );
      })}
      {moreCauses > 0 ? (
        <p className="border-b border-line px-edge py-3 text-soft">
          {figure(moreCauses)} more causes with fewer rows; find them with the filter, or in the rows below.
        </p>
      ) : null}
    </>
  );
}

/** What to do, and who can do it. */
export function FixText({ fix, who }: { readonly fix: string; readonly who: string }) {
  return (
    <>
      {fix} <span className="text-faint">Who can: {who}.</span>
    </>
  );
}

const assignedTo = [
  { count: "toMe", assignee: "me", text: "assigned to you" },
  { count: "toOthers", assignee: "others", text: "assigned to others" },
] as const;

const DAY_MS = 86_400_000;

type MarksProps = { readonly cause: Cause; readonly now: string; readonly view: ProblemView };

/** What stands in its way, who has it, what stands behind it, and whether it grows. Nothing of that: nothing is drawn. */
function Marks({ cause, now, view }: MarksProps) {
  const { blockedBy, assigned, waiting, isWaitingAtLeast, recent, oldestAt } = cause;
  const hands = assignedTo.filter(({ count }) => assigned[count] > 0);
  // Of a cause that is not a day old itself, every row is new.
  const isGrowing = recent > 0 && Date.parse(now) - Date.parse(oldestAt) > DAY_MS;
  if (blockedBy.length + hands.length + waiting === 0 && !isGrowing) return null;
  return (
    <>
      {blockedBy.map((blocker) => (
        <BlockedBy key={blocker.rowId} blocker={blocker} company={view.company} />
      ))}
      {hands.map(({ count, assignee, text }) => (
        <LinkedBadge
          key={assignee}
          href={viewHref({ ...view, open: null, filter: { code: cause.code, about: cause.about, assignee } })}
        >
          {assigned.isAtLeast ? "At least " : ""}
          {figure(assigned[count])} {text}
        </LinkedBadge>
      ))}
      {waiting > 0 ? (
        <Badge>
          {isWaitingAtLeast ? "At least " : ""}
          {counted(waiting, nouns.document)} waiting behind it
        </Badge>
      ) : null}
      {isGrowing ? (
        <Badge icon={<TrendingUp aria-hidden />}>
          {recent >= recentMax ? "At least " : ""}
          {figure(recent)} new since yesterday
        </Badge>
      ) : null}
    </>
  );
}

/** "Blocked by customer ACME": the way there, because it is solved first. */
export function BlockedBy({ blocker, company }: { readonly blocker: Blocker } & Pick<ProblemView, "company">) {
  const filter = { code: blocker.code, about: blocker.about };
  const href = viewHref({ ...plainView, company, tab: blocker.tab, filter, open: blocker.rowId });
  return (
    <LinkedBadge href={href} tone="warn" icon={<TriangleAlert aria-hidden />}>
      Blocked by {blocker.title}
    </LinkedBadge>
  );
}

type LinkedBadgeProps = ComponentProps<typeof Badge> & { readonly href: string };

function LinkedBadge({ href, ...badge }: LinkedBadgeProps) {
  return (
    <Link prefetch={false} href={href} className="group/badge max-w-full rounded-full">
      <Badge {...badge} className="group-hover/badge:underline" />
    </Link>
  );
}

type CauseActionsProps = Pick<
  CauseListProps,
  "companyFileId" | "rights" | "view" | "onChoose" | "onAsk" | "onLink" | "onReleased" | "onDone"
> & {
  readonly cause: Cause;
  readonly target: Target;
};

function CauseActions({ cause, view, target, rights, companyFileId, ...on }: CauseActionsProps) {
  return (
    <>
      <div data-fix={causeKey(cause)} className="contents">
        <FixControl
          companyFileId={companyFileId}
          cause={cause}
          view={view}
          held={{ countText: targetText(target), count: cause.rows }}
          rights={rights}
          onLink={on.onLink}
          onShowRows={() => on.onChoose(cause)}
          onDone={on.onDone}
          onReleased={on.onReleased}
        />
      </div>
      {rights.mayAct ? (
        <Button
          whyNot={whyNotAct("resync", { ...view, code: cause.code })}
          onClick={() => on.onAsk("resync", target)}
          className="max-md:flex-1"
        >
          Resync {targetText(target)}
        </Button>
      ) : null}
    </>
  );
}

/** Puts the focus on what solves a cause: its control, else the card itself. */
export function focusFix(cause: { readonly code: Cause["code"]; readonly about: string }): boolean {
  const place = document.querySelector<HTMLElement>(`[data-fix="${CSS.escape(causeKey(cause))}"]`);
  const control = place?.querySelector<HTMLElement>("select, input, a, button");
  const card = place?.closest("section")?.querySelector<HTMLElement>("h2 button");
  (control ?? card)?.focus();
  return Boolean(control ?? card);
}

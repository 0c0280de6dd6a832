// What does a person work with? Matters, rows, the three columns beside them, and one question before anything is done.
"use client";

import { ChevronDown, ChevronRight, CircleCheck, SearchX } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { MoneyList } from "#components/money.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { DriftCauseShown, DriftPage, DriftShown } from "#lib/sync/drift-choices.ts";
import { DRIFT_LOOKED_AT_MAX, DRIFT_ROWS_MAX } from "#lib/sync/drift-choices.ts";

import { ChoiceButtons } from "./choice-buttons.tsx";
import { DriftPanel } from "./drift-panel.tsx";
import { DriftQuestion, type DriftTarget } from "./drift-question.tsx";
import { DriftRows } from "./drift-rows.tsx";
import { KindMark } from "./kind-mark.tsx";
import { nowhere, placeHref, type DriftPlace } from "./view.ts";

type DriftViewProps = {
  readonly companyFileId: string;
  readonly page: DriftPage;
  readonly place: DriftPlace;
  readonly shown: DriftShown | null;
  readonly mayResolve: boolean;
};

export function DriftView({ companyFileId, page, place, shown, mayResolve }: DriftViewProps) {
  const router = useRouter();
  const [asked, setAsked] = useState<DriftTarget | null>(null);
  const goTo = (next: Partial<DriftPlace>) => router.push(placeHref({ ...place, ...next }), { scroll: false });

  return (
    <>
      {page.total === 0 ? <AllAgreed /> : null}
      {page.isMore ? (
        <Banner title={`The oldest ${DRIFT_LOOKED_AT_MAX.toLocaleString("en-US")} are grouped here.`}>
          More move up as these are decided.
        </Banner>
      ) : null}
      <Causes page={page} place={place} mayResolve={mayResolve} onAsk={setAsked} />
      {page.rows.length > 0 ? (
        <DriftRows rows={page.rows} now={page.asOf} openId={place.open} onOpen={(open) => goTo({ open })} />
      ) : null}
      {page.total > 0 && page.rows.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title="Nothing is left of this"
          actions={<ButtonLink href={placeHref({ ...nowhere, company: place.company })}>Show all</ButtonLink>}
        />
      ) : null}
      <Pages page={page} place={place} />
      <DriftPanel
        isOpen={place.open !== null}
        shown={shown}
        mayResolve={mayResolve}
        onClose={() => goTo({ open: null })}
        onAsk={setAsked}
      />
      <DriftQuestion
        companyFileId={companyFileId}
        target={asked}
        onClose={() => setAsked(null)}
        onDone={() => {
          // A decided row leaves the list, and its panel with it.
          if (place.open) router.replace(placeHref({ ...place, open: null }), { scroll: false });
          router.refresh();
        }}
      />
    </>
  );
}

/** Rows go on from the one found first. */
function Pages({ page, place }: Pick<DriftViewProps, "page" | "place">) {
  if (!place.after && !page.next) return null;
  return (
    <nav aria-label="Pages" className="flex flex-wrap justify-end gap-2 px-edge py-3">
      {place.after ? (
        <ButtonLink size="sm" href={placeHref({ ...place, open: null, after: null })}>
          First rows
        </ButtonLink>
      ) : null}
      {page.next ? (
        <ButtonLink size="sm" href={placeHref({ ...place, open: null, after: page.next })}>
          More rows
        </ButtonLink>
      ) : null}
    </nav>
  );
}

function AllAgreed() {
  return (
    <EmptyState icon={<CircleCheck />} tone="good" title="QuickBooks holds what was sent">
      No document was edited, voided, deleted or merged there. Changes are looked for as QuickBooks tells of them, and
      once a day. The{" "}
      <Link prefetch={false} href="/reports/tie-out" className="text-link">
        tie-out
      </Link>{" "}
      shows both sides month by month.
    </EmptyState>
  );
}

type CausesProps = Pick<DriftViewProps, "page" | "place" | "mayResolve"> & {
  readonly onAsk: (target: DriftTarget) => void;
};

function Causes({ page, place, mayResolve, onAsk }: CausesProps) {
  if (page.causes.length === 0) return null;
  return (
    <ul aria-label="What happened" className="border-b border-line">
      {page.causes.map((cause) => (
        <li key={cause.key} className="border-b border-line last:border-b-0">
          <CauseRow cause={cause} asOf={page.asOf} place={place} mayResolve={mayResolve} onAsk={onAsk} />
        </li>
      ))}
    </ul>
  );
}

type CauseRowProps = Pick<CausesProps, "place" | "mayResolve" | "onAsk"> & {
  readonly cause: DriftCauseShown;
  readonly asOf: string;
};

function CauseRow({ cause, asOf, place, mayResolve, onAsk }: CauseRowProps) {
  const isChosen = place.cause === cause.key;
  const rows = Math.min(cause.rows, DRIFT_ROWS_MAX);
  const Chevron = isChosen ? ChevronDown : ChevronRight;
  return (
    <div className={isChosen ? "bg-selected" : undefined}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-edge py-2.5">
        <KindMark kind={cause.kind} isRounding={cause.change === "rounding"} />
        <Link
          prefetch={false}
          href={placeHref({ ...nowhere, company: place.company, cause: isChosen ? null : cause.key })}
          aria-current={isChosen ? "true" : undefined}
          className="min-w-0 flex-1 basis-56 font-medium hover:text-accent"
        >
          {cause.sentence}
          <Chevron aria-hidden className="ml-1 inline size-3.5 text-faint" />
        </Link>
        <MoneyList values={cause.money} />
      </div>
      {isChosen ? (
        <div className="flex flex-wrap items-center gap-2 px-edge pb-3">
          <span className="text-soft">
            {rows === 1 ? "Decide for it:" : `The same for ${rows < cause.rows ? "the first" : "these"} ${rows}:`}
          </span>
          <ChoiceButtons
            choices={cause.choices}
            count={rows}
            mayResolve={mayResolve}
            onChoose={(choice) =>
              onAsk({
                choice,
                asOf,
                count: rows,
                what: cause.sentence,
                isGone: cause.isGone,
                select: { is: "cause", cause: cause.key },
              })
            }
          />
        </div>
      ) : null}
    </div>
  );
}

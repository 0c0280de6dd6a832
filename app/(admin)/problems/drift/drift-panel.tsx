// How do the three columns differ? What we sent, the order now, QuickBooks now; differences have a mark and a word.
"use client";

import { ExternalLink } from "lucide-react";
import Link from "next/link";

import { ComparedFields } from "#components/compared-fields.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Sheet, SheetPart } from "#components/ui/sheet.tsx";
import { choiceConsequence, choiceLabels, type DriftShown } from "#lib/sync/drift-choices.ts";
import { overwriteTexts } from "#lib/sync/drift-cause.ts";

import { ChoiceButtons } from "./choice-buttons.tsx";
import type { DriftTarget } from "./drift-question.tsx";
import { KindMark } from "./kind-mark.tsx";

type DriftPanelProps = {
  readonly isOpen: boolean;
  /** Null while open: it was decided or has come right meanwhile. */
  readonly shown: DriftShown | null;
  readonly mayResolve: boolean;
  readonly onClose: () => void;
  readonly onAsk: (target: DriftTarget) => void;
};

export function DriftPanel({ isOpen, shown, mayResolve, onClose, onAsk }: DriftPanelProps) {
  return (
    <Sheet
      open={isOpen}
      onOpenChange={(next) => (next ? null : onClose())}
      kicker={shown ? shown.row.party : undefined}
      title={shown ? shown.row.title : "Not found"}
      footer={shown ? <Choices shown={shown} mayResolve={mayResolve} onAsk={onAsk} /> : undefined}
    >
      {shown ? (
        <Story shown={shown} />
      ) : (
        <SheetPart>
          <p>It does not differ any more, or a decision about it is on its way.</p>
        </SheetPart>
      )}
    </Sheet>
  );
}

type ChoicesProps = Pick<DriftPanelProps, "mayResolve" | "onAsk"> & { readonly shown: DriftShown };

function Choices({ shown, mayResolve, onAsk }: ChoicesProps) {
  const { row, choices, isGone, asOf } = shown;
  return (
    <ChoiceButtons
      choices={choices}
      count={1}
      mayResolve={mayResolve}
      onChoose={(choice) =>
        onAsk({
          choice,
          asOf,
          count: 1,
          what: whatText(row.title, choice === "push-ours" ? overwriteTexts(shown.fields) : row.changes),
          isGone,
          select: { is: "rows", documentIds: [row.documentId] },
        })
      }
    />
  );
}

function whatText(title: string, changes: readonly string[]): string {
  return changes.length === 0 ? title : `${title}: ${changes.join("; ")}`;
}

function Story({ shown }: { readonly shown: DriftShown }) {
  const { row, sentence, ledgerId, ledgerUrl, orderIds, choices, isGone, fields } = shown;
  return (
    <>
      <SheetPart>
        <p className="flex flex-wrap items-center gap-2">
          <KindMark kind={row.kind} isRounding={row.isRounding} /> <span>{sentence}.</span>
        </p>
        <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-soft">
          <span>
            QuickBooks ID <span className="font-mono">{ledgerId}</span>
          </span>
          {orderIds.slice(0, 3).map((orderId, index) => (
            <Link key={orderId} prefetch={false} href={`/orders/${orderId}`} className="text-link">
              {orderIds.length === 1 ? "Open the order" : `Order ${index + 1} of ${orderIds.length}`}
            </Link>
          ))}
          {ledgerUrl ? (
            <ButtonLink size="sm" href={ledgerUrl} target="_blank" rel="noreferrer" icon={<ExternalLink aria-hidden />}>
              Open in QuickBooks
            </ButtonLink>
          ) : null}
        </p>
      </SheetPart>
      <SheetPart title="Compared">
        <ComparedFields
          label="Compared"
          columns={[
            { is: "sent", name: "We sent", none: shown.isSentKnown ? "nothing" : "not known" },
            { is: "now", name: "Order now", none: "nothing" },
            { is: "books", name: "QuickBooks now", none: isGone ? "not there" : "nothing" },
          ]}
          fields={fields}
        />
      </SheetPart>
      <SheetPart title="What can be decided">
        {choices.length === 0 ? <p className="text-soft">Nothing: it is put right in QuickBooks.</p> : null}
        <dl className="grid gap-2">
          {choices.map((choice) => (
            <div key={choice}>
              <dt className="font-medium">{choiceLabels[choice]}</dt>
              <dd className="text-soft">{choiceConsequence(choice, isGone)}</dd>
            </div>
          ))}
        </dl>
      </SheetPart>
    </>
  );
}

// Which documents come of an order, and where is each? State, QuickBooks ID, what it waits for, what was tried.
"use client";

import { ExternalLink } from "lucide-react";
import Link from "next/link";

import { LinkControls } from "#app/(admin)/links/link-controls.tsx";
import { plainView, viewHref } from "#app/(admin)/problems/view.ts";
import { Attempts } from "#components/attempts.tsx";
import { Money } from "#components/money.tsx";
import { PushStateMark } from "#components/push-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { RawToggle } from "#components/raw-toggle.tsx";
import { problemCatalogue, problemTitle, type Problem } from "#lib/problem.ts";
import type { DocumentShown, OrderShown } from "#lib/sync/orders-shown.ts";
import type { PushOperation } from "#lib/sync/push.ts";
import { tabOf } from "#lib/sync/triage.ts";

import { Decided, decidedText } from "./decided.tsx";
import { ReissueButton } from "./reissue-button.tsx";

type PlannedDocumentsProps = {
  /** Its note says why there are none. */
  readonly order: Pick<OrderShown, "companyFileId" | "documents" | "note">;
  readonly now: string;
  readonly mayAct: boolean;
};

export function PlannedDocuments({ order: { companyFileId, documents, note }, now, mayAct }: PlannedDocumentsProps) {
  if (documents.length === 0) return <p className="px-edge pb-5 text-soft">{note}</p>;
  return (
    <ul className="border-t border-line">
      {documents.map((document) => (
        <li key={document.documentId} className="border-b border-line px-edge py-3 last:border-b-0">
          <PlannedDocument companyFileId={companyFileId} document={document} now={now} mayAct={mayAct} />
        </li>
      ))}
    </ul>
  );
}

type PlannedDocumentProps = {
  readonly companyFileId: string;
  readonly document: DocumentShown;
  readonly now: string;
  readonly mayAct: boolean;
};

function PlannedDocument({ companyFileId, document, now, mayAct }: PlannedDocumentProps) {
  const { title, party, money, problem, attempts, waitsFor, waitsForRoom } = document;
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
        <h3 className="font-medium">{title}</h3>
        {title.endsWith(party) ? null : <span className="text-soft">{party}</span>}
        <span className="ml-auto">{money.minor === "0" ? null : <Money value={money} />}</span>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5">
        <Standing document={document} />
        {document.ledgerId ? <LedgerLink id={document.ledgerId} url={document.ledgerUrl} /> : null}
        {document.kind === "customer" ? (
          <LinkControls
            target={{ documentId: document.documentId, name: party }}
            isLinked={document.ledgerId !== null}
            mayLink={mayAct}
          />
        ) : null}
        <FoundInQuickBooks document={document} now={now} />
        {document.decided ? <Decided decided={document.decided} now={now} /> : null}
        {document.leftOutBecause ? <span className="text-soft">Left out: {document.leftOutBecause}</span> : null}
        {waitsFor.length > 0 ? <span className="text-soft">Waits for {waitsFor.join(", ")}</span> : null}
        {waitsForRoom.length > 0 ? (
          <span className="text-soft">
            Waits until {waitsForRoom.join(" and ")} {waitsForRoom.length === 1 ? "gives" : "give"} way on the invoice:
            before, too little is open
          </span>
        ) : null}
      </div>
      {document.sharedWith.length > 0 ? <SharedWith orders={document.sharedWith} /> : null}
      {problem ? <DocumentProblem problem={problem} href={problemHref(companyFileId, document)} /> : null}
      {problem?.code === "combined-changed" ? (
        <div>
          <ReissueButton documentId={document.documentId} title={title} mayAct={mayAct} />
        </div>
      ) : null}
      {attempts.length > 0 ? (
        <RawToggle label={attempts.length === 1 ? "1 attempt" : `${attempts.length} attempts`}>
          <div className="max-w-2xl pt-1">
            <Attempts attempts={attempts} now={now} />
          </div>
        </RawToggle>
      ) : null}
    </div>
  );
}

const ORDERS_NAMED = 10;

/** A combined invoice is traced to its other orders. */
function SharedWith({ orders }: { readonly orders: DocumentShown["sharedWith"] }) {
  const others = orders.length - ORDERS_NAMED;
  return (
    <p className="flex flex-wrap gap-x-2 text-soft">
      {orders.length === 1 ? "One invoice with order" : "One invoice with orders"}
      {orders.slice(0, ORDERS_NAMED).map(({ orderId, number }) => (
        <Link key={orderId} prefetch={false} href={`/orders/${orderId}`} className="text-link">
          {number}
        </Link>
      ))}
      {others > 0 ? `and ${others} more` : ""}
    </p>
  );
}

const CHANGES: Readonly<Record<PushOperation, string>> = {
  create: "",
  update: "a change",
  void: "to be voided",
  "void-extra": "a second copy",
};

/** A document without a push was in the books already when the order came. */
function Standing({ document }: { readonly document: DocumentShown }) {
  const { kind, state, operation, ledgerId, leftOutBecause, decided } = document;
  // Linked instead of made: the effort to make it was given up.
  const isLinked = kind === "customer" && state === "superseded" && ledgerId !== null;
  if (!state || isLinked) {
    const word = ledgerId ? "In QuickBooks" : leftOutBecause ? "Not sent" : "Not exported yet";
    return <span className="text-soft">{word}</span>;
  }
  if (state === "posted" && operation === "void") return <span className="text-soft">Taken back in QuickBooks</span>;
  const isChange = operation !== null && operation !== "create" && state !== "posted";
  return (
    <span className="inline-flex items-center gap-2">
      <PushStateMark state={state} {...(decided ? { word: decidedText(decided) } : {})} />
      {isChange ? <span className="text-xs text-faint">{CHANGES[operation]}</span> : null}
    </span>
  );
}

/** What happened to it over there, without us. */
function FoundInQuickBooks({ document, now }: { readonly document: DocumentShown; readonly now: string }) {
  const { goneAt, editedAt } = document;
  const at = goneAt ?? editedAt;
  if (at === null) return null;
  return (
    <span className={goneAt ? "text-bad" : "text-warn"}>
      {goneAt ? "Deleted or voided in QuickBooks, seen" : "Edited in QuickBooks, seen"}{" "}
      <RelativeTime at={at} now={now} />
    </span>
  );
}

function LedgerLink({ id, url }: { readonly id: string; readonly url: string | null }) {
  const text = (
    <>
      QuickBooks ID <span className="font-mono">{id}</span>
    </>
  );
  if (!url) return <span className="text-soft">{text}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer" className="text-link inline-flex items-center gap-1">
      <span>{text}</span>
      <ExternalLink aria-hidden className="size-3" />
      <span className="sr-only">, opens QuickBooks</span>
    </a>
  );
}

function problemHref(company: string, { kind, pushId }: DocumentShown): string {
  return viewHref({ ...plainView, company, tab: tabOf(kind), open: pushId });
}

/** The state above it carries the mark already. */
function DocumentProblem({ problem, href }: { readonly problem: Problem; readonly href: string }) {
  const title = problemTitle(problem.code, problem.about ?? "");
  return (
    <p className="max-w-[80ch]">
      {title}. {problem.detail === title ? null : `${problem.detail} `}
      <span className="text-soft">{problemCatalogue[problem.code].fix}</span>{" "}
      <Link prefetch={false} href={href} className="text-link">
        Show on Problem Sync
      </Link>
    </p>
  );
}

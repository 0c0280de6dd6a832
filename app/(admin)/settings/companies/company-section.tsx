// How is one company doing, and what can be done about it?
"use client";

import { CircleAlert, CircleCheck, CirclePause, ExternalLink } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";

import { Confirm } from "#components/confirm.tsx";
import { SimulatedBadge } from "#components/simulated-badge.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Facts, Section, type Fact } from "#components/ui/page.tsx";
import { DateText, RelativeTime, relativeTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { CompanyFileView, ConnectionState } from "#lib/ledgers/company-file.ts";

import { disconnect, readLists } from "./actions.ts";
import {
  connectionWords,
  disconnectConsequence,
  listSentence,
  lockedSentence,
  lockedWords,
  readsSentence,
  waitingWords,
} from "./words.ts";

type CompanySectionProps = {
  readonly company: CompanyFileView;
  /** What Intuit metered this month, over all companies of the tenant. */
  readonly readsOfAll: number;
  readonly mayConnect: boolean;
  readonly mayRead: boolean;
  readonly now: string;
};

const icons: Readonly<Record<ConnectionState, typeof CircleCheck>> = {
  connected: CircleCheck,
  lost: CircleAlert,
  disconnected: CirclePause,
};

export function CompanySection({ company, readsOfAll, mayConnect, mayRead, now }: CompanySectionProps) {
  const { word, tone } = company.isLocked ? lockedWords : connectionWords[company.connection];
  const Icon = company.isLocked ? CircleAlert : icons[company.connection];
  const isConnected = company.connection === "connected" && !company.isLocked;
  return (
    <Section
      title={company.name}
      aside={
        <span className="flex flex-wrap gap-2">
          {company.isSimulated ? <SimulatedBadge /> : null}
          <Badge tone={tone} icon={<Icon aria-hidden />}>
            {word}
          </Badge>
        </span>
      }
    >
      {company.isLocked ? <p className="mb-3 max-w-[70ch] text-soft">{lockedSentence}</p> : null}
      <Facts facts={factsOf(company, readsOfAll, now)} />
      <div className="mt-4 flex flex-wrap gap-2">
        {company.url && isConnected ? (
          <ButtonLink
            href={company.url}
            target="_blank"
            rel="noreferrer"
            icon={<ExternalLink aria-hidden />}
            aria-label={`Open ${company.name} in QuickBooks`}
          >
            Open in QuickBooks
          </ButtonLink>
        ) : null}
        {mayConnect && !isConnected ? <ReconnectLink company={company} /> : null}
        {mayRead && isConnected ? <ReadListsButton company={company} /> : null}
        {mayConnect && company.connection !== "disconnected" ? <DisconnectButton company={company} /> : null}
      </div>
    </Section>
  );
}

/** What is known of the company, the connection's two ends in words among it. */
function factsOf(company: CompanyFileView, readsOfAll: number, now: string): readonly Fact[] {
  const { connectedSince, lostAt, refreshExpiresAt, refreshHardExpiresAt, waiting } = company;
  const when = (label: string, at: string | null, words: string): Fact[] =>
    at === null ? [] : [{ label, value: <DayAndWords at={at} now={now} words={words} /> }];
  const isConnected = company.connection === "connected";
  const waits = isConnected && !company.isLocked ? "" : waitingWords(waiting);
  const life = [
    ...when("Connected since", connectedSince, ""),
    ...when("Ends if not renewed", refreshExpiresAt, "Tieout renews it by itself every day."),
    ...when("Connect again before", refreshHardExpiresAt, "QuickBooks lets no connection last longer than five years."),
  ];
  return [
    { label: "QuickBooks company ID", value: company.realmId ?? "none" },
    ...(isConnected ? life : when("Lost", lostAt, "QuickBooks had ended it.")),
    ...(waits ? [{ label: "Waiting", value: `${waits} for the connection. Nothing is lost.` }] : []),
    { label: "Last answer", value: <Moment at={company.lastAnswerAt} now={now} /> },
    { label: "Lists read", value: <Moment at={company.listsReadAt} now={now} /> },
    { label: "Lists hold", value: listSentence(company.lists) || "nothing yet" },
    { label: "Reads this month", value: readsSentence(company.readsThisMonth, readsOfAll) },
  ];
}

function DayAndWords({ at, now, words }: { readonly at: string; readonly now: string; readonly words: string }) {
  return (
    <>
      <DateText date={at} /> <span className="text-faint">({relativeTime(at, now)})</span>
      {words ? "." : null}
      {words ? <span className="text-soft"> {words}</span> : null}
    </>
  );
}

function Moment({ at, now }: { readonly at: string | null; readonly now: string }) {
  return at === null ? "never" : <RelativeTime at={at} now={now} />;
}

function ReconnectLink({ company }: { readonly company: CompanyFileView }) {
  return (
    <a
      href={`/api/qbo/authorize?companyFileId=${company.companyFileId}`}
      className={buttonClass(company.connection === "lost" ? "primary" : "plain")}
      aria-label={`Connect ${company.name} again`}
    >
      Connect again
    </a>
  );
}

function ReadListsButton({ company }: { readonly company: CompanyFileView }) {
  const [isPending, startTransition] = useTransition();
  const router = useRouter();
  function read() {
    startTransition(async () => {
      const outcome = await readLists({ companyFileId: company.companyFileId });
      if (outcome.ok) toast.done(`The lists of ${company.name} were read again`);
      else toast.failed(outcome.refusal.sentence);
      router.refresh();
    });
  }
  return (
    <Button onClick={read} pending={isPending}>
      Read lists again
    </Button>
  );
}

function DisconnectButton({ company }: { readonly company: CompanyFileView }) {
  const [isOpen, setOpen] = useState(false);
  const router = useRouter();
  async function confirm(): Promise<string | void> {
    const outcome = await disconnect({ companyFileId: company.companyFileId });
    if (!outcome.ok) return outcome.refusal.sentence;
    const { isRevoked, waiting } = outcome.value;
    const stays = "Links, mappings, lists and history are kept.";
    const waits = waitingWords(waiting);
    const untold = "QuickBooks could not be told; it forgets the connection by itself.";
    const detail = [...(isRevoked ? [] : [untold]), stays, ...(waits ? [`${waits} until you connect again.`] : [])];
    toast.done(`${company.name} was disconnected`, { detail: detail.join(" ") });
    router.refresh();
  }
  return (
    <>
      <Button variant="danger" onClick={() => setOpen(true)}>
        Disconnect
      </Button>
      <Confirm
        open={isOpen}
        onOpenChange={setOpen}
        title={`Disconnect ${company.name}?`}
        consequence={disconnectConsequence}
        confirmLabel="Disconnect"
        tone="danger"
        onConfirm={confirm}
      />
    </>
  );
}

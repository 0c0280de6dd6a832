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
import { Facts, Section } from "#components/ui/page.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { CompanyFileView, ConnectionState } from "#lib/ledgers/company-file.ts";

import { disconnect, readLists } from "./actions.ts";
import { connectionWords, listSentence } from "./words.ts";

type CompanySectionProps = {
  readonly company: CompanyFileView;
  readonly mayConnect: boolean;
  readonly mayRead: boolean;
  readonly now: string;
};

const icons: Readonly<Record<ConnectionState, typeof CircleCheck>> = {
  connected: CircleCheck,
  lost: CircleAlert,
  disconnected: CirclePause,
};

export function CompanySection({ company, mayConnect, mayRead, now }: CompanySectionProps) {
  const { word, tone } = connectionWords[company.connection];
  const Icon = icons[company.connection];
  const isConnected = company.connection === "connected";
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
      <Facts
        facts={[
          { label: "QuickBooks company ID", value: company.realmId ?? "none" },
          { label: "Last answer", value: <Moment at={company.lastAnswerAt} now={now} /> },
          { label: "Lists read", value: <Moment at={company.listsReadAt} now={now} /> },
          { label: "Lists hold", value: listSentence(company.lists) || "nothing yet" },
          ...(company.refreshExpiresAt
            ? [{ label: "Connection ends", value: <Moment at={company.refreshExpiresAt} now={now} /> }]
            : []),
        ]}
      />
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
        {mayConnect && isConnected ? <DisconnectButton company={company} /> : null}
      </div>
    </Section>
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
    const { isRevoked } = outcome.value;
    toast.done(
      `${company.name} was disconnected`,
      isRevoked ? {} : { detail: "QuickBooks could not be told; it forgets the connection by itself." },
    );
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
        consequence="Nothing more is sent to this company. What is in QuickBooks stays there; mappings and history stay here, and what waits goes on waiting."
        confirmLabel="Disconnect"
        tone="danger"
        onConfirm={confirm}
      />
    </>
  );
}

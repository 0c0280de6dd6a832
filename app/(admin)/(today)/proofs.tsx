// How do we know? Each connection's promise, its last proof, and an alarm when a proof is missing.
import Link from "next/link";
import type { ReactNode } from "react";

import { SimulatedBadge } from "#components/simulated-badge.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Section } from "#components/ui/page.tsx";
import { RelativeTime, relativeTime } from "#components/ui/relative-time.tsx";
import type { Freshness } from "#lib/today/freshness.ts";
import type { CompanyFileProof, Today } from "#lib/today/today.ts";

const STANDS: Readonly<Record<Freshness, ReactNode>> = {
  fresh: <Badge tone="good">Fresh</Badge>,
  overdue: <Badge tone="bad">Overdue</Badge>,
  unproven: <Badge tone="warn">No proof yet</Badge>,
  paused: <Badge tone="warn">Paused</Badge>,
  lost: <Badge tone="bad">Connect again</Badge>,
  disconnected: <Badge>Disconnected</Badge>,
};

export function Proofs({ today: { companyFiles, worker, now } }: { readonly today: Today }) {
  return (
    <Section
      title="Is this up to date?"
      aside={
        <Link href="/settings/companies" prefetch={false} className="text-link">
          Connections
        </Link>
      }
      isFlush
    >
      <div className="border-t border-line">
        {worker.isSilent ? (
          <Banner tone="bad" title="Nothing is being sent: no worker is running.">
            {worker.aliveAt ? `The last one was heard of ${relativeTime(worker.aliveAt, now)}. ` : null}
            Whoever looks after this installation must start it; nothing is lost meanwhile.
          </Banner>
        ) : null}
        {companyFiles.map((file) => (
          <Overdue key={file.companyFileId} file={file} now={now} />
        ))}
        <ul>
          {companyFiles.map((file) => (
            <ProofLine key={file.companyFileId} file={file} now={now} />
          ))}
          {worker.isSilent || worker.aliveAt === null ? null : (
            <li className="flex min-h-row flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-edge py-2">
              <span className="font-medium">Worker</span>
              {STANDS.fresh}
              <span className="text-soft">
                Expected every few seconds · last heard of <RelativeTime at={worker.aliveAt} now={now} />
              </span>
            </li>
          )}
        </ul>
      </div>
    </Section>
  );
}

type FileProps = { readonly file: CompanyFileProof; readonly now: string };

function Overdue({ file: { name, proof }, now }: FileProps) {
  if (proof.is !== "overdue" || proof.expectedBy === null) return null;
  return (
    <Banner tone="bad" title={`${name} should have answered ${relativeTime(proof.expectedBy, now)} and did not.`}>
      What changed in QuickBooks since then is not known here.
    </Banner>
  );
}

function ProofLine({ file: { name, isSimulated, proof }, now }: FileProps) {
  return (
    <li className="flex min-h-row flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-edge py-2">
      <span className="font-medium">{name}</span>
      {STANDS[proof.is]}
      {isSimulated ? <SimulatedBadge /> : null}
      <span className="text-soft">
        {proof.expectedBy === null ? null : "Expected at least once a day · "}
        {proof.provenAt === null ? (
          "no answer yet"
        ) : (
          <>
            last proof <RelativeTime at={proof.provenAt} now={now} />
          </>
        )}
        {proof.is === "fresh" && proof.expectedBy !== null ? (
          <span className="max-md:hidden">
            {" "}
            · next look <RelativeTime at={proof.expectedBy} now={now} />
          </span>
        ) : null}
      </span>
    </li>
  );
}

// What were the settings of a company, who changed what, and can it be had back?
import { Building2, History } from "lucide-react";
import { notFound } from "next/navigation";

import { requireScope } from "#app/_session/scope.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { may } from "#lib/access/scope.ts";
import { ListVersions, type VersionShown, type VersionsShown } from "#lib/documents/settings-history.ts";
import { listVersions } from "#lib/operations/list-versions.ts";

import { sentenceOf } from "../../../activity/sentence.ts";
import { CompanyTabs } from "../company-tabs.tsx";
import { Changes } from "./changes.tsx";
import { FileTools } from "./file-tools.tsx";
import { GoBack } from "./go-back.tsx";

export const metadata = { title: "History of settings" };

const PANEL = "/settings/finance/history";

type HistoryPageProps = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function HistoryPage({ searchParams }: HistoryPageProps) {
  const scope = await requireScope();
  const { company, before } = await searchParams;
  const input = ListVersions.safeParse({ companyFileId: company, before });
  if (!input.success) notFound();
  const shown = await listVersions(scope, input.data);
  const mayWrite = may(scope.actor, "settings:write");
  return (
    <>
      <PageHeader
        title="History"
        lead="Every version of these settings: who changed what, and when. Going back makes a new version; nothing is lost."
        actions={shown ? <FileTools companyFileId={shown.companyFileId} mayWrite={mayWrite} /> : undefined}
      />
      {shown ? (
        <>
          <CompanyTabs panel={PANEL} {...shown} />
          <Versions shown={shown} mayWrite={mayWrite} now={scope.now().toISOString()} />
          <Pagination
            newerHref={before === undefined ? undefined : `${PANEL}?company=${shown.companyFileId}`}
            olderHref={
              shown.before === null ? undefined : `${PANEL}?company=${shown.companyFileId}&before=${shown.before}`
            }
          />
        </>
      ) : (
        <EmptyState
          icon={<Building2 />}
          title="No QuickBooks company is connected"
          actions={<ButtonLink href="/settings/companies">Connect one</ButtonLink>}
        >
          Settings belong to a company file.
        </EmptyState>
      )}
    </>
  );
}

type VersionsProps = { readonly shown: VersionsShown; readonly mayWrite: boolean; readonly now: string };

function Versions({ shown, mayWrite, now }: VersionsProps) {
  if (shown.version === 0) {
    return (
      <EmptyState icon={<History />} title="Nobody has changed these settings yet">
        {shown.companyName} is booked by what every company begins with.
      </EmptyState>
    );
  }
  const beginning = shown.before === null;
  return (
    <Table label="Versions" className="border-t border-line">
      <TableHead>
        <Row>
          <HeadCell>Version</HeadCell>
          <HeadCell>Who</HeadCell>
          <HeadCell>What changed</HeadCell>
          <HeadCell align="end">When</HeadCell>
          <HeadCell>
            <span className="sr-only">Go back</span>
          </HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {shown.versions.map((version) => (
          <Version key={version.version} version={version} shown={shown} mayWrite={mayWrite} now={now} />
        ))}
        {beginning ? (
          <Row>
            <Cell phone="title">Beginning</Cell>
            <Cell className="text-soft">Tieout</Cell>
            <Cell phone="wide" className="text-soft">
              What every company begins with
            </Cell>
            <Cell align="end" phone="end" />
            <Cell phone="wide">
              <GoBack companyFileId={shown.companyFileId} to={0} mayWrite={mayWrite} />
            </Cell>
          </Row>
        ) : null}
      </TableBody>
    </Table>
  );
}

type VersionProps = Omit<VersionsProps, "shown"> & {
  readonly version: VersionShown;
  readonly shown: VersionsShown;
};

function Version({ version, shown, mayWrite, now }: VersionProps) {
  const isCurrent = version.version === shown.version;
  const sentence = sentenceOf({ action: version.action, subjectKind: "company-file", detail: {} });
  return (
    <Row>
      <Cell phone="title" className="align-top font-medium whitespace-nowrap">
        {version.version}
        {isCurrent ? <span className="font-normal text-soft"> · counts now</span> : null}
      </Cell>
      <Cell className="align-top">
        {version.madeBy} <span className="text-soft">{sentence}</span>
      </Cell>
      <Cell phone="wide" className="align-top">
        <Changes changes={version.changes} />
      </Cell>
      <Cell align="end" phone="end" className="align-top whitespace-nowrap">
        <RelativeTime at={version.madeAt} now={now} />
      </Cell>
      <Cell phone="wide" className="align-top">
        {isCurrent ? null : <GoBack companyFileId={shown.companyFileId} to={version.version} mayWrite={mayWrite} />}
      </Cell>
    </Row>
  );
}

// Do orders and books agree? Per month and document type, with every difference named; for the screen and for paper.
import { Scale } from "lucide-react";
import Link from "next/link";
import { notFound } from "next/navigation";

import { NotConnected } from "#app/(admin)/problems/nothing-here.tsx";
import { readSession, requireScope } from "#app/_session/scope.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page.tsx";
import { absoluteTime } from "#components/ui/relative-time.tsx";
import { readFrame } from "#lib/operations/read-frame.ts";
import { readTieOut } from "#lib/operations/read-tie-out.ts";
import { MONTHS_SHOWN, monthsBefore, ReadTieOut, type TieOut } from "#lib/sync/tie-out.ts";

import { PrintButton } from "./print-button.tsx";
import { TieOutTable } from "./tie-out-table.tsx";

export const metadata = { title: "Tie-out" };

type TieOutPageProps = { readonly searchParams: Promise<{ until?: string | string[] }> };

export default async function TieOutPage({ searchParams }: TieOutPageProps) {
  const scope = await requireScope();
  const session = await readSession();
  const companyFileId = session?.companyFileId ?? (await readFrame(scope, {})).companyFiles[0]?.companyFileId;
  if (!companyFileId) return <NotConnected title="No QuickBooks company is connected yet" />;
  const input = ReadTieOut.safeParse({ companyFileId, until: [(await searchParams).until].flat()[0] });
  if (!input.success) notFound();
  const report = await readTieOut(scope, input.data);
  const csv = `/reports/tie-out/csv?companyFileId=${companyFileId}&until=${report.until}`;
  return (
    <>
      <PageHeader
        title="Tie-out"
        lead={<Lead report={report} />}
        actions={
          <span className="flex flex-wrap gap-2 print:hidden">
            <a href={csv} download className={buttonClass("plain")}>
              Download CSV
            </a>
            <PrintButton />
          </span>
        }
      />
      <Months report={report} now={scope.now().toISOString()} />
      {report.rows.length === 0 ? (
        <EmptyState
          icon={<Scale />}
          title="Nothing to compare in these months"
          actions={<ButtonLink href="/orders/import">Import orders</ButtonLink>}
        >
          As soon as orders have documents, both sides are added up here, to the cent.
        </EmptyState>
      ) : (
        <TieOutTable rows={report.rows} />
      )}
    </>
  );
}

function Lead({ report }: { readonly report: TieOut }) {
  const open = report.rows.filter((row) => !row.isAgreed).length;
  const verdict =
    report.rows.length === 0
      ? ""
      : open === 0
        ? "Orders and books agree. "
        : `${open} of ${report.rows.length} rows differ; each difference is named. `;
  return (
    <>
      {verdict}
      {report.company}, as of {absoluteTime(report.asOf)}.{" "}
      <span className="print:hidden">
        What differs by{" "}
        <Link prefetch={false} href="/problems/drift" className="text-link">
          drift
        </Link>{" "}
        is decided there.
      </span>
    </>
  );
}

function Months({ report, now }: { readonly report: TieOut; readonly now: string }) {
  const { from, until } = report;
  const isLast = until >= now.slice(0, 7);
  const later = monthsBefore(until, -MONTHS_SHOWN);
  return (
    <nav aria-label="Months" className="flex flex-wrap items-center gap-2 border-b border-line px-edge pb-3">
      <span className="mr-auto text-soft">
        {from} to {until}
      </span>
      <span className="flex gap-2 print:hidden">
        <ButtonLink size="sm" href={`/reports/tie-out?until=${monthsBefore(until, MONTHS_SHOWN)}`}>
          Twelve months before
        </ButtonLink>
        {isLast ? null : (
          <ButtonLink size="sm" href={`/reports/tie-out?until=${later}`}>
            Twelve months later
          </ButtonLink>
        )}
      </span>
    </nav>
  );
}

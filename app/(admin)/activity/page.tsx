// Who did what?
import { Activity as ActivityIcon } from "lucide-react";
import { notFound } from "next/navigation";

import { requireScope } from "#app/_session/scope.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { ListActivity, type ActivityLine } from "#lib/access/people.ts";
import { listActivity } from "#lib/operations/list-activity.ts";

import { detailPairs } from "./details.ts";
import { sentenceOf } from "./sentence.ts";

export const metadata = { title: "Activity" };

type ActivityPageProps = { readonly searchParams: Promise<{ olderThan?: string | string[] }> };

export default async function ActivityPage({ searchParams }: ActivityPageProps) {
  const scope = await requireScope();
  const input = ListActivity.safeParse(await searchParams);
  if (!input.success) notFound();
  const { lines, olderThan } = await listActivity(scope, input.data);
  const now = scope.now().toISOString();
  return (
    <>
      <PageHeader title="Activity" lead="Who did what, newest first. Nothing here can be changed." />
      {lines.length === 0 ? (
        <EmptyState icon={<ActivityIcon />} title="Nothing has happened yet" />
      ) : (
        <Table label="Activity" className="border-t border-line">
          <TableHead>
            <Row>
              <HeadCell>Who</HeadCell>
              <HeadCell>What</HeadCell>
              <HeadCell>Details</HeadCell>
              <HeadCell align="end">When</HeadCell>
            </Row>
          </TableHead>
          <TableBody>
            {lines.map((line) => (
              <Line key={line.auditEventId} line={line} now={now} />
            ))}
          </TableBody>
        </Table>
      )}
      <Pagination
        newerHref={input.data.olderThan ? "/activity" : undefined}
        olderHref={olderThan ? `/activity?olderThan=${olderThan}` : undefined}
      />
    </>
  );
}

function Line({ line, now }: { readonly line: ActivityLine; readonly now: string }) {
  return (
    <Row>
      <Cell phone="title" className="font-medium md:whitespace-nowrap">
        {line.actorName}
      </Cell>
      <Cell>{sentenceOf(line)}</Cell>
      <Cell phone="wide" className="text-soft">
        {detailPairs(line).map(({ name, value }, index) => (
          <span key={name}>
            {index > 0 ? " · " : ""}
            {name ? <span className="text-faint">{name} </span> : null}
            {value}
          </span>
        ))}
      </Cell>
      <Cell phone="end" align="end" className="whitespace-nowrap text-soft">
        <RelativeTime at={line.at} now={now} />
      </Cell>
    </Row>
  );
}

// Which record of QuickBooks is each of them? One row a document; its panel opens over the list.
import { ExternalLink } from "lucide-react";
import Link from "next/link";

import { Money } from "#components/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import type { IdRow } from "#lib/sync/ledger-ids.ts";

import { IdMark } from "./id-mark.tsx";
import { viewHref, type IdView } from "./view.ts";

type IdTableProps = {
  readonly label: string;
  readonly rows: readonly IdRow[];
  readonly view: IdView;
  readonly now: string;
};

export function IdTable({ label, rows, view, now }: IdTableProps) {
  const isNamed = view.kind === "customer" || view.kind === "item";
  return (
    <Table label={label}>
      <TableHead>
        <Row>
          <HeadCell>{isNamed ? "Name" : "Document"}</HeadCell>
          {isNamed ? null : <HeadCell>Customer</HeadCell>}
          <HeadCell>State</HeadCell>
          <HeadCell>QuickBooks ID</HeadCell>
          {isNamed ? null : <HeadCell>Number there</HeadCell>}
          <HeadCell>Last proof</HeadCell>
          {isNamed ? null : <HeadCell align="end">Amount</HeadCell>}
        </Row>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.documentId} isCurrent={row.documentId === view.open}>
            <Cell phone="title">
              <Link
                prefetch={false}
                scroll={false}
                href={viewHref({ ...view, open: row.documentId })}
                className="font-medium hover:underline"
              >
                {row.title}
              </Link>
            </Cell>
            {isNamed ? null : (
              <Cell phone="wide" className="text-soft">
                {row.party}
              </Cell>
            )}
            <Cell>
              <IdMark state={row.state} />
            </Cell>
            <Cell phone="sub-end">
              <LedgerId row={row} />
            </Cell>
            {isNamed ? null : <Cell phone="hide">{row.number ?? <None />}</Cell>}
            <Cell className="text-soft">{row.provenAt ? <RelativeTime at={row.provenAt} now={now} /> : <None />}</Cell>
            {row.total ? (
              <Cell phone="end" align="end">
                <Money value={row.total} />
              </Cell>
            ) : null}
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

/** The ID, and the way to the record's page where it has one. */
export function LedgerId({ row: { ledgerId, ledgerUrl, title } }: { readonly row: IdRow }) {
  if (ledgerId === null) return <span className="text-faint">No ID</span>;
  if (ledgerUrl === null) return <span className="font-mono text-xs">{ledgerId}</span>;
  return (
    <a href={ledgerUrl} target="_blank" rel="noreferrer" className="text-link inline-flex items-center gap-1">
      <span className="font-mono text-xs">{ledgerId}</span>
      <ExternalLink aria-hidden className="size-3" />
      <span className="sr-only">, {title}, opens QuickBooks</span>
    </a>
  );
}

function None() {
  return (
    <span className="text-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">none</span>
    </span>
  );
}

// Who is linked to whom, how did that come about, and how is it undone?
"use client";

import { ExternalLink } from "lucide-react";

import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import type { LinkedRow } from "#lib/sync/links.ts";

import { UnlinkButton } from "./link-controls.tsx";
import { originWords } from "./words.ts";

type LinkedTableProps = { readonly rows: readonly LinkedRow[]; readonly mayLink: boolean; readonly now: string };

export function LinkedTable({ rows, mayLink, now }: LinkedTableProps) {
  return (
    <Table label="Linked">
      <TableHead>
        <Row>
          <HeadCell>Here</HeadCell>
          <HeadCell>In QuickBooks</HeadCell>
          <HeadCell>How</HeadCell>
          <HeadCell>When</HeadCell>
          <HeadCell align="end">
            <span className="sr-only">Unlink</span>
          </HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.documentId}>
            <Cell phone="title">
              <span className="font-medium">{row.name}</span>
              {row.jobOf ? <span className="block text-soft">Job of {row.jobOf}</span> : null}
            </Cell>
            <Cell phone="wide">
              <There row={row} />
            </Cell>
            <Cell className="text-soft">
              {originWords[row.linkedBy]}
              {row.linkedBy === "person" ? ` ${row.person ?? "a person"}` : ""}
            </Cell>
            <Cell phone="sub-end" className="whitespace-nowrap text-soft">
              <RelativeTime at={row.linkedAt} now={now} />
            </Cell>
            <Cell phone="end" align="end">
              <UnlinkButton target={row} mayLink={mayLink} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function There({ row: { ledgerName, ledgerId, ledgerUrl } }: { readonly row: LinkedRow }) {
  const id = (
    <>
      QuickBooks ID <span className="font-mono">{ledgerId}</span>
    </>
  );
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      {ledgerName ?? <span className="text-soft">Name not read yet</span>}
      {ledgerUrl ? (
        <a href={ledgerUrl} target="_blank" rel="noreferrer" className="text-link inline-flex items-center gap-1">
          <span>{id}</span>
          <ExternalLink aria-hidden className="size-3" />
          <span className="sr-only">, opens QuickBooks</span>
        </a>
      ) : (
        <span className="text-soft">{id}</span>
      )}
    </span>
  );
}

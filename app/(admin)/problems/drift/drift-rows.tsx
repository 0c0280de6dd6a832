// Which documents are it? A row each; it opens the three columns beside the list.
"use client";

import { Money } from "#components/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import type { DriftRow } from "#lib/sync/drift-choices.ts";

import { KindMark } from "./kind-mark.tsx";

type DriftRowsProps = {
  readonly rows: readonly DriftRow[];
  readonly now: string;
  readonly openId: string | null;
  readonly onOpen: (documentId: string) => void;
};

export function DriftRows({ rows, now, openId, onOpen }: DriftRowsProps) {
  return (
    <Table label="Documents that drifted">
      <TableHead>
        <Row>
          <HeadCell>Document</HeadCell>
          <HeadCell>In QuickBooks</HeadCell>
          <HeadCell>What changed there</HeadCell>
          <HeadCell align="end">Amount sent</HeadCell>
          <HeadCell align="end">Seen</HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.documentId} isCurrent={row.documentId === openId}>
            <Cell phone="title">
              <button
                type="button"
                aria-expanded={row.documentId === openId}
                className="text-link text-left font-medium"
                onClick={() => onOpen(row.documentId)}
              >
                {row.title}
              </button>
              {row.title.endsWith(row.party) ? null : <span className="text-soft"> {row.party}</span>}
            </Cell>
            <Cell phone="sub">
              <KindMark kind={row.kind} isRounding={row.isRounding} />
            </Cell>
            <Cell phone="wide">
              {row.changes.length === 0 ? (
                <span className="text-faint">{row.kind === "edited" ? "Nothing that Tieout compares" : "—"}</span>
              ) : (
                row.changes.join(" · ")
              )}
            </Cell>
            <Cell phone="end" align="end">
              {row.money.minor === "0" ? null : <Money value={row.money} />}
            </Cell>
            <Cell phone="sub-end" align="end" className="text-soft">
              <RelativeTime at={row.seenAt} now={now} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

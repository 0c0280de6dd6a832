// How does a month add up? Orders, less each named difference, are the books.
import { CircleCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

import { Money } from "#components/money.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { documentKindNames } from "#lib/documents/document.ts";
import { placeOf, reasonNames, type Difference, type TieOutRow } from "#lib/sync/tie-out.ts";

export function TieOutTable({ rows }: { readonly rows: readonly TieOutRow[] }) {
  return (
    <Table label="Orders and books by month and document type">
      <TableHead>
        <Row>
          <HeadCell>Month</HeadCell>
          <HeadCell>Document type</HeadCell>
          <HeadCell align="end">Documents</HeadCell>
          <HeadCell align="end">Orders</HeadCell>
          <HeadCell>Less differences</HeadCell>
          <HeadCell align="end">Books</HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TieOutLine key={`${row.month} ${row.kind} ${row.orders.currency}`} row={row} />
        ))}
      </TableBody>
    </Table>
  );
}

function TieOutLine({ row }: { readonly row: TieOutRow }) {
  const { month, kind, documents, orders, books, differences, isAgreed } = row;
  return (
    <Row>
      <Cell phone="title" className="font-medium whitespace-nowrap">
        {month}
      </Cell>
      <Cell phone="end">{documentKindNames[kind]}</Cell>
      <Cell phone="hide" align="end" className="text-soft">
        {documents.toLocaleString("en-US")}
      </Cell>
      <Cell phone="wide" align="end">
        <PhoneLine name="Orders">
          <Money value={orders} />
        </PhoneLine>
      </Cell>
      <Cell phone="wide">
        {isAgreed ? (
          <span className="inline-flex items-center gap-1.5 text-good">
            <CircleCheck aria-hidden className="size-3.5" /> Agreed
          </span>
        ) : (
          <ul className="grid gap-0.5">
            {differences.map((difference) => (
              <DifferenceLine key={difference.reason} kind={kind} difference={difference} />
            ))}
          </ul>
        )}
      </Cell>
      <Cell phone="wide" align="end">
        <PhoneLine name="Books">
          <Money value={books} isTotal />
        </PhoneLine>
      </Cell>
    </Row>
  );
}

/** On a phone there is no column head above the amount. */
function PhoneLine({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <span className="max-md:flex max-md:items-baseline max-md:justify-between max-md:gap-4">
      <span className="text-soft md:hidden">{name}</span>
      {children}
    </span>
  );
}

type DifferenceLineProps = Pick<TieOutRow, "kind"> & { readonly difference: Difference };

function DifferenceLine({ kind, difference }: DifferenceLineProps) {
  const { reason, documents, money } = difference;
  const place = placeOf(reason, kind);
  const name = `${reasonNames[reason]} (${documents.toLocaleString("en-US")})`;
  return (
    <li className="flex items-baseline justify-between gap-4">
      <span className="inline-flex items-baseline gap-1.5">
        <TriangleAlert aria-hidden className="size-3 shrink-0 self-center text-warn" />
        {place ? (
          <Link prefetch={false} href={place} className="text-link">
            {name}
          </Link>
        ) : (
          name
        )}
      </span>
      <Money value={money} />
    </li>
  );
}

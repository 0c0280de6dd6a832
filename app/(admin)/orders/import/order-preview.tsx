// What will the first orders look like?
import { CircleAlert } from "lucide-react";

import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { formatMoney, parseMoney } from "#lib/money.ts";

import type { PreviewLine } from "./read-file.ts";

export function OrderPreview({ lines }: { readonly lines: readonly PreviewLine[] }) {
  if (lines.length === 0)
    return <p className="px-edge pb-6 text-soft">The first orders appear here when the columns are clear.</p>;
  return (
    <Table label="First orders of the file">
      <TableHead>
        <Row>
          <HeadCell>Order</HeadCell>
          <HeadCell>Date</HeadCell>
          <HeadCell>Customer</HeadCell>
          <HeadCell align="end">Charges</HeadCell>
          <HeadCell align="end">Total</HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {lines.map((line) =>
          line.fault ? <Fault key={line.line} line={line} /> : <Good key={line.line} line={line} />,
        )}
      </TableBody>
    </Table>
  );
}

function Good({ line }: { readonly line: PreviewLine }) {
  const total = parseMoney(line.total, line.currency);
  return (
    <Row>
      <Cell phone="title" className="font-medium">
        {line.number}
      </Cell>
      <Cell phone="sub">{line.date}</Cell>
      <Cell phone="sub">{line.customer}</Cell>
      <Cell phone="hide" align="end">
        {line.charges}
      </Cell>
      <Cell phone="end" align="end">
        {total ? formatMoney(total) : line.total}
      </Cell>
    </Row>
  );
}

function Fault({ line }: { readonly line: PreviewLine }) {
  return (
    <Row>
      <Cell phone="title" className="font-medium">
        {line.number || `Line ${line.line}`}
      </Cell>
      <Cell phone="wide" colSpan={4} className="text-bad">
        <span className="flex items-start gap-1.5">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          Line {line.line} would be refused: {line.fault}
        </span>
      </Cell>
    </Row>
  );
}

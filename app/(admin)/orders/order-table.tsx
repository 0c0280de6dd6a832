// Which orders are these? A line each; on a phone, stacked.
"use client";

import Link from "next/link";

import { Balance } from "#components/balance.tsx";
import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { Money } from "#components/money.tsx";
import { OrderStandingMark } from "#components/order-standing.tsx";
import { Checkbox } from "#components/ui/field.tsx";
import { DateText } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import type { OrderRow } from "#lib/sync/orders-shown.ts";

import type { OrderSelection } from "./use-order-selection.ts";

type OrderTableProps = {
  readonly rows: readonly OrderRow[];
  /** Null: nothing can be done with rows, so none can be chosen. */
  readonly selection: OrderSelection | null;
};

export function OrderTable({ rows, selection }: OrderTableProps) {
  return (
    <Table label="Orders">
      <TableHead>
        <Row>
          {selection ? (
            <HeadCell className="w-8">
              <Checkbox
                checked={selection.state}
                label={`Select ${counted(rows.length, nouns.order)} shown`}
                isLabelHidden
                onChange={selection.togglePage}
              />
            </HeadCell>
          ) : null}
          <HeadCell>Order</HeadCell>
          <HeadCell>Customer</HeadCell>
          <HeadCell>Source</HeadCell>
          <HeadCell>Date</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>Paid on</HeadCell>
          <HeadCell align="end">Balance</HeadCell>
          <HeadCell align="end">Total</HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row
            key={row.orderId}
            isClickable
            isSelected={selection ? selection.has(row.orderId) : undefined}
            className="relative"
          >
            {selection ? (
              <Cell phone="lead">
                <Checkbox
                  checked={selection.has(row.orderId)}
                  label={`Select order ${row.number}, ${row.customerName}`}
                  isLabelHidden
                  className="z-[1]"
                  onChange={() => selection.toggle(row.orderId)}
                />
              </Cell>
            ) : null}
            <Cell phone="title" className="whitespace-nowrap">
              {/* The link covers its whole row, so the row is one big target and still an honest link. */}
              <Link
                prefetch={false}
                href={`/orders/${row.orderId}`}
                className="font-medium after:absolute after:inset-0 hover:text-accent"
              >
                {row.number}
              </Link>
            </Cell>
            <Cell className="md:max-w-60">
              <span className="block md:truncate" title={row.customerName}>
                {row.customerName}
              </span>
            </Cell>
            <Cell phone="hide" className="text-soft md:max-w-28">
              <span className="block truncate" title={row.source}>
                {row.source}
              </span>
            </Cell>
            <Cell phone="sub-end" className="whitespace-nowrap text-soft">
              <DateText date={row.orderDate} />
            </Cell>
            <Cell phone="wide" className="md:w-full">
              <span className="flex flex-wrap items-center gap-x-2.5">
                <OrderStandingMark standing={row.standing} />
                <span className="text-soft">{row.note}</span>
              </span>
            </Cell>
            <Cell phone="hide" className="whitespace-nowrap text-soft">
              {row.inBooks?.paidOn ? <DateText date={row.inBooks.paidOn} /> : null}
            </Cell>
            <Cell phone="wide" align="end" className="max-md:empty:hidden">
              {row.inBooks ? <Balance seen={row.inBooks} /> : null}
            </Cell>
            <Cell phone="end" align="end">
              <Money value={row.total} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

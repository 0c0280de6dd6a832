// What came in last?
import { FileUp } from "lucide-react";
import Link from "next/link";

import { Money } from "#components/money.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Section } from "#components/ui/page.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import type { Today } from "#lib/today/today.ts";

export function LastOrders({ today }: { readonly today: Today }) {
  if (today.orders.length === 0) {
    return (
      <Section title="Last orders">
        <p className="text-soft">No order has come in yet.</p>
        <ButtonLink href="/orders/import" icon={<FileUp />} className="mt-3">
          Import orders
        </ButtonLink>
      </Section>
    );
  }
  return (
    <Section
      title="Last orders"
      aside={
        <Link href="/orders" className="text-link">
          All orders
        </Link>
      }
      isFlush
    >
      <Table label="Last orders">
        <TableHead>
          <Row>
            <HeadCell>Order</HeadCell>
            <HeadCell>Customer</HeadCell>
            <HeadCell>Came in</HeadCell>
            <HeadCell align="end">Total</HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {today.orders.map((order) => (
            <Row key={order.orderId}>
              <Cell phone="title">
                <Link href={`/orders/${order.orderId}`} className="text-link">
                  {order.number}
                </Link>
                {order.hasProblem ? <span className="ml-2 text-xs text-bad">Not planned</span> : null}
              </Cell>
              <Cell>{order.customerName}</Cell>
              <Cell phone="sub-end">
                <RelativeTime at={order.receivedAt} now={today.now} className="text-soft" />
              </Cell>
              <Cell phone="end" align="end">
                <Money value={{ minor: order.totalMinor, currency: order.currency }} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

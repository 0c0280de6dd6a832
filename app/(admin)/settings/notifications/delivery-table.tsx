// What was sent to webhooks lately, and what came back?
import { CircleCheck, CircleX, Clock } from "lucide-react";
import type { ReactNode } from "react";

import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime, relativeTime } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import type { DeliveryState } from "#lib/notify/delivery-state.ts";
import type { DeliveryShown } from "#lib/notify/webhook.ts";

const STANDS: Readonly<Record<DeliveryState, ReactNode>> = {
  delivered: (
    <Badge tone="good" icon={<CircleCheck aria-hidden />}>
      Delivered
    </Badge>
  ),
  waiting: (
    <Badge tone="warn" icon={<Clock aria-hidden />}>
      Waiting
    </Badge>
  ),
  "given-up": (
    <Badge tone="bad" icon={<CircleX aria-hidden />}>
      Given up
    </Badge>
  ),
};

type DeliveryTableProps = { readonly deliveries: readonly DeliveryShown[]; readonly now: string };

export function DeliveryTable({ deliveries, now }: DeliveryTableProps) {
  return (
    <Table label="Last deliveries" className="border-t border-line">
      <TableHead>
        <Row>
          <HeadCell>About</HeadCell>
          <HeadCell>To</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>Last try</HeadCell>
          <HeadCell>Made</HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {deliveries.map((delivery) => (
          <Row key={delivery.deliveryId}>
            <Cell phone="title">{delivery.title}</Cell>
            <Cell phone="wide" className="text-soft">
              {new URL(delivery.url).host}
            </Cell>
            <Cell>{STANDS[delivery.state]}</Cell>
            <Cell phone="wide" className="text-soft">
              {triesWords(delivery, now)}
            </Cell>
            <Cell className="text-soft">
              <RelativeTime at={delivery.createdAt} now={now} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

/** "Try 3: The receiver answered 500. Again in 10 min." */
function triesWords({ state, tries, status, said, nextAt }: DeliveryShown, now: string): string {
  if (tries === 0) return said ?? "Not tried yet.";
  const result = said ?? (status === null ? "Under way." : `The receiver answered ${status}.`);
  const again = state === "waiting" && nextAt !== null && said !== null ? ` Again ${relativeTime(nextAt, now)}.` : "";
  return `${tries > 1 ? `Try ${tries}: ` : ""}${result}${again}`;
}

// What did the source say? The order as it came: references, charges, payments, and the raw text behind a toggle.
"use client";

import type { ReactNode } from "react";

import { Money } from "#components/money.tsx";
import { RawToggle } from "#components/raw-toggle.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Facts, type Fact } from "#components/ui/page.tsx";
import { DateText } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { toJson } from "#lib/money.ts";
import { Order, orderMoney, orderTotal, type ChargeSet } from "#lib/orders/order.ts";

/** `body` as it is kept; one that can no longer be read is shown raw. */
export function OrderBody({ body }: { readonly body: unknown }) {
  const parsed = Order.safeParse(body);
  return (
    <div className="grid gap-5">
      {parsed.success ? <OrderAsItCame order={parsed.data} /> : null}
      <RawToggle label="The order word for word">
        <CodeBlock label="As the source sent it" value={body} />
      </RawToggle>
    </div>
  );
}

function OrderAsItCame({ order }: { readonly order: Order }) {
  const words = [...Object.entries(order.references), ...Object.entries(order.customFields)];
  const facts = [
    { label: "Status", value: order.status },
    { label: "Due", value: order.dueDate ? <DateText date={order.dueDate} /> : "" },
    { label: "Terms", value: order.terms },
    { label: "Class", value: order.class },
    { label: "Job", value: order.job?.name },
    { label: "E-mail", value: order.customer.email },
    ...words.map(([label, value]) => ({ label, value })),
    ...(order.stops ?? []).map(({ kind, name, city, region, date }, at) => ({
      label: `${kind[0]!.toUpperCase()}${kind.slice(1)} (${at + 1})`,
      value: [name, city, region, date].filter(Boolean).join(", "),
    })),
    { label: "Notes", value: order.notes },
  ].filter(({ value }) => value);
  return (
    <>
      <TwoColumns facts={facts} />
      {order.chargeSets.map((set, index) => (
        <Charges key={index} order={order} set={set} place={index + 1} />
      ))}
      <OrderSums order={order} />
      {order.payments.length > 0 ? <Payments order={order} /> : null}
    </>
  );
}

/** Side by side where there is room: on the order's page, not in a side panel. */
function TwoColumns({ facts }: { readonly facts: readonly Fact[] }) {
  const half = Math.ceil(facts.length / 2);
  return (
    <div className="@container">
      <div className="grid gap-x-10 gap-y-1.5 @2xl:grid-cols-2">
        <Facts facts={facts.slice(0, half)} className="content-start" />
        {facts.length > half ? <Facts facts={facts.slice(half)} className="content-start" /> : null}
      </div>
    </div>
  );
}

/** An amount of the order; one that its currency cannot hold is shown as it was written. */
function Amount({ order, text }: { readonly order: Order; readonly text: string }): ReactNode {
  const money = orderMoney(order, text);
  return money ? <Money value={toJson(money)} /> : text;
}

function Charges({ order, set, place }: { readonly order: Order; readonly set: ChargeSet; readonly place: number }) {
  const isOneOfMany = order.chargeSets.length > 1;
  const name = set.number ?? (isOneOfMany ? `Charges ${place}` : "Charges");
  return (
    <div className="-mx-(--edge)">
      {isOneOfMany || set.billTo || set.number ? (
        <h3 className="px-edge pb-1 font-normal text-soft">
          {name}
          {set.billTo ? ` · billed to ${set.billTo.name}` : ""}
        </h3>
      ) : null}
      <Table label={name} isStacked={false}>
        <TableHead className="[&_th]:static">
          <Row>
            <HeadCell>Charge</HeadCell>
            <HeadCell align="end" className="max-md:hidden">
              Quantity
            </HeadCell>
            <HeadCell align="end" className="max-md:hidden">
              Unit price
            </HeadCell>
            <HeadCell align="end">Amount</HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {set.charges.map((charge, index) => (
            <Row key={index}>
              <Cell>
                {charge.code}
                {charge.description ? <span className="block text-xs text-soft">{charge.description}</span> : null}
              </Cell>
              <Cell align="end" className="max-md:hidden">
                {charge.quantity}
              </Cell>
              <Cell align="end" className="max-md:hidden">
                {charge.unitPrice ?? ""}
              </Cell>
              <Cell align="end">
                <Amount order={order} text={charge.amount} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function OrderSums({ order }: { readonly order: Order }) {
  const sum = orderTotal(order);
  const said = order.total === undefined ? null : orderMoney(order, order.total);
  const extras = [
    ...(order.discount ? [{ label: "Discount", text: `-${order.discount}` }] : []),
    ...(order.shipping ? [{ label: "Shipping", text: order.shipping }] : []),
    ...order.taxes.map((tax) => ({ label: tax.name, text: tax.amount })),
  ];
  return (
    <dl className="ml-auto grid grid-cols-[auto_auto] items-baseline justify-end gap-x-6 gap-y-1 text-right">
      {extras.map(({ label, text }) => (
        <div key={label} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-soft">{label}</dt>
          <dd>
            <Amount order={order} text={text} />
          </dd>
        </div>
      ))}
      {sum ? (
        <div className="col-span-2 grid grid-cols-subgrid items-baseline">
          <dt className="text-soft">Sum of the lines</dt>
          <dd>
            <Money value={toJson(sum)} isTotal />
          </dd>
        </div>
      ) : null}
      {said && sum && said.minor !== sum.minor ? (
        <div className="col-span-2 grid grid-cols-subgrid items-baseline">
          <dt className="text-soft">Total the source says</dt>
          <dd className="text-bad">
            <Money value={toJson(said)} />
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

function Payments({ order }: { readonly order: Order }) {
  return (
    <div className="-mx-(--edge)">
      <h3 className="px-edge pb-1 font-normal text-soft">Payments</h3>
      <Table label="Payments" isStacked={false}>
        <TableHead className="[&_th]:static">
          <Row>
            <HeadCell>Date</HeadCell>
            <HeadCell>Method</HeadCell>
            <HeadCell>Reference</HeadCell>
            <HeadCell align="end">Amount</HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {order.payments.map((payment) => (
            <Row key={payment.externalId}>
              <Cell>
                <DateText date={payment.date} />
              </Cell>
              <Cell>{payment.method}</Cell>
              <Cell>{payment.reference ?? payment.externalId}</Cell>
              <Cell align="end">
                <Amount order={order} text={payment.amount} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

// What does QuickBooks know of this order? IDs, when it was pushed and last looked at, what is open, when it was paid.
"use client";

import { Balance } from "#components/balance.tsx";
import { Money } from "#components/money.tsx";
import { Facts, Section } from "#components/ui/page.tsx";
import { DateText, RelativeTime } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { orderBalanceOf, type DocumentInBooks, type OrderBalance } from "#lib/sync/balances.ts";
import type { OrderShown } from "#lib/sync/orders-shown.ts";

import { OrderActions } from "./order-actions.tsx";

type MoreInfoProps = { readonly order: OrderShown; readonly mayAct: boolean; readonly now: string };

export function MoreInfo({ order, mayAct, now }: MoreInfoProps) {
  const whole = orderBalanceOf(order.inBooks);
  return (
    <Section title="More info" isFlush>
      <div className="grid gap-4 px-edge pb-5">
        <OrderActions order={order} mayAct={mayAct} />
        {whole ? (
          <Whole balance={whole} now={now} />
        ) : (
          <p className="text-soft">Nothing of it was pushed to QuickBooks yet.</p>
        )}
      </div>
      {order.inBooks.length > 0 ? <Documents documents={order.inBooks} now={now} /> : null}
    </Section>
  );
}

function Whole({ balance, now }: { readonly balance: OrderBalance; readonly now: string }) {
  const facts = [
    { label: "Pushed to QB", value: <DateText date={balance.pushedAt} /> },
    { label: "Paid on", value: balance.paidOn ? <DateText date={balance.paidOn} /> : "Not paid" },
    { label: "Balance", value: <Balance seen={balance} /> },
    { label: "Last checked", value: <Checked at={balance.checkedAt} now={now} /> },
  ];
  const isKnown = balance.checkedAt !== null || balance.paidOn !== null;
  return <Facts facts={isKnown ? facts : facts.filter(({ label }) => label !== "Paid on")} />;
}

function Checked({ at, now }: { readonly at: string | null; readonly now: string }) {
  return at === null ? <span className="text-soft">Never</span> : <RelativeTime at={at} now={now} />;
}

function Documents({ documents, now }: { readonly documents: readonly DocumentInBooks[]; readonly now: string }) {
  return (
    <Table label="In QuickBooks">
      <TableHead>
        <Row>
          <HeadCell>Document</HeadCell>
          <HeadCell>QuickBooks ID</HeadCell>
          <HeadCell>Number</HeadCell>
          <HeadCell>Pushed</HeadCell>
          <HeadCell>Last checked</HeadCell>
          <HeadCell>Paid on</HeadCell>
          <HeadCell align="end">Total</HeadCell>
          <HeadCell align="end">Balance</HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {documents.map((document) => (
          <Row key={document.documentId}>
            <Cell phone="title">{document.title}</Cell>
            <Cell className="font-mono">
              <span className="font-sans text-faint md:hidden">ID </span>
              {document.ledgerId}
            </Cell>
            <Cell phone="hide">{document.number ?? ""}</Cell>
            <Cell phone="hide" className="whitespace-nowrap">
              <DateText date={document.pushedAt} />
            </Cell>
            <Cell className="whitespace-nowrap">
              <span className="text-faint md:hidden">checked </span>
              <Checked at={document.checkedAt} now={now} />
            </Cell>
            <Cell phone="sub-end" className="whitespace-nowrap">
              {document.paidOn ? (
                <>
                  <span className="text-faint md:hidden">paid </span>
                  <DateText date={document.paidOn} />
                </>
              ) : null}
            </Cell>
            <Cell phone="hide" align="end">
              {document.total ? <Money value={document.total} /> : null}
            </Cell>
            <Cell phone="end" align="end">
              <DocumentBalance document={document} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

/** A payment or an estimate has nothing open that says how the order stands. */
function DocumentBalance({ document }: { readonly document: DocumentInBooks }) {
  const { kind, goneAt, balance, total, checkedAt } = document;
  if (goneAt === null && kind !== "invoice" && kind !== "sales-receipt") {
    return balance && checkedAt ? <Money value={balance} /> : null;
  }
  return <Balance seen={{ balance, total, isMissing: goneAt !== null }} />;
}

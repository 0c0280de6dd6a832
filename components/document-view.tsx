// What will the books hold? One document the way QuickBooks would show it: head, lines, double-ruled total.
import type { ReactNode } from "react";

import {
  addressText,
  type CustomerDocument,
  type DocumentLine,
  type LedgerDocument,
  type PaymentDocument,
  type SaleDocument,
} from "#lib/documents/document.ts";

import { Money } from "./money.tsx";
import type { MoneyValue } from "./money.tsx";
import { Facts } from "./ui/page.tsx";
import { DateText } from "./ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "./ui/table.tsx";

type MaybeFact = { readonly label: string; readonly value: ReactNode };

/** Facts without a value are left out. */
function KnownFacts({ facts }: { readonly facts: readonly MaybeFact[] }) {
  return <Facts facts={facts.filter(({ value }) => value !== undefined && value !== null && value !== "")} />;
}

/** Narrow enough for a side panel and for a phone. */
export function DocumentView({ document }: { readonly document: LedgerDocument }) {
  switch (document.kind) {
    case "customer":
      return <CustomerView document={document} />;
    case "item":
      return (
        <KnownFacts
          facts={[
            { label: "Item", value: document.name },
            { label: "Description", value: document.description },
            { label: "Income account", value: document.incomeAccount },
          ]}
        />
      );
    case "payment":
      return <PaymentView document={document} />;
    case "invoice":
    case "sales-order":
    case "sales-receipt":
    case "credit-memo":
    case "refund-receipt":
      return <SaleView document={document} />;
    default:
      return document satisfies never;
  }
}

function CustomerView({ document }: { readonly document: CustomerDocument }) {
  return (
    <KnownFacts
      facts={[
        { label: "Name", value: document.name },
        { label: "Company", value: document.company },
        { label: "E-mail", value: document.email },
        { label: "Phone", value: document.phone },
        { label: "Bill to", value: document.billingAddress ? addressText(document.billingAddress) : null },
        { label: "Ship to", value: document.shippingAddress ? addressText(document.shippingAddress) : null },
      ]}
    />
  );
}

function PaymentView({ document }: { readonly document: PaymentDocument }) {
  const applied = document.applies.reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n);
  const rest = { minor: String(BigInt(document.total.minor) - applied), currency: document.total.currency };
  return (
    <div className="grid gap-4">
      <KnownFacts
        facts={[
          { label: "From", value: document.customerName },
          { label: "Date", value: <DateText date={document.date} /> },
          { label: "Method", value: document.method },
          { label: "Reference", value: document.reference },
        ]}
      />
      <Sums
        sums={[
          ...document.applies.map(({ to, amount }) => ({ label: `Pays ${invoiceWord(to)}`, value: amount })),
          ...(rest.minor === "0" ? [] : [{ label: "Stays on the customer's account", value: rest }]),
        ]}
        total={document.total}
      />
    </div>
  );
}

/** `order/…/invoice/1` says nothing to a person but which kind it is, and which one of several. */
function invoiceWord(key: string): string {
  const [kind = "document", place = "1"] = key.split("/").slice(-2);
  return place === "1" ? `the ${kind}` : `${kind} ${place} of the order`;
}

function SaleView({ document }: { readonly document: SaleDocument }) {
  return (
    <div className="grid gap-4">
      <KnownFacts
        facts={[
          { label: "Customer", value: document.customerName },
          { label: "Number", value: document.number },
          { label: "Date", value: <DateText date={document.date} /> },
          { label: "Due", value: document.dueDate ? <DateText date={document.dueDate} /> : null },
          { label: "Terms", value: document.terms },
          { label: "Class", value: document.class },
          { label: "E-mail", value: document.billEmail },
          { label: "Orders", value: document.orderNumbers.length > 1 ? document.orderNumbers.join(", ") : null },
          { label: "Memo", value: document.memo },
          { label: "Note", value: document.note },
        ]}
      />
      <div className="-mx-5">
        <Table label="Lines" isStacked={false} className="[--edge:20px]">
          <TableHead className="[&_th]:static">
            <Row>
              <HeadCell>Item</HeadCell>
              <HeadCell align="end">Amount</HeadCell>
            </Row>
          </TableHead>
          <TableBody>
            {document.lines.map((line, index) => (
              <LineRow key={index} line={line} />
            ))}
          </TableBody>
        </Table>
      </div>
      <Sums
        sums={[
          ...(document.discount ? [{ label: "Discount", value: negative(document.discount) }] : []),
          ...(document.shipping ? [{ label: "Shipping", value: document.shipping }] : []),
          ...(document.tax ? [{ label: "Tax", value: without(document.tax.amount, document.rounding?.tax) }] : []),
          ...(document.rounding ? [{ label: "Rounding, as accepted", value: document.rounding.total }] : []),
        ]}
        total={document.total}
      />
    </div>
  );
}

function LineRow({ line }: { readonly line: DocumentLine }) {
  const isNamedAsCode = line.chargeCode === line.item.name;
  return (
    <Row>
      <Cell className="align-top">
        <div>
          {line.item.name}
          {isNamedAsCode ? null : <span className="text-xs text-faint"> from {line.chargeCode}</span>}
        </div>
        {line.description && line.description !== line.item.name ? (
          <div className="text-xs text-soft">{line.description}</div>
        ) : null}
      </Cell>
      <Cell align="end" className="align-top whitespace-nowrap">
        <Money value={line.amount} />
        {line.unitPrice === undefined ? null : (
          <div className="text-xs text-faint">
            {line.quantity} × {line.unitPrice}
          </div>
        )}
      </Cell>
    </Row>
  );
}

/** The order's own tax: what was accepted beside it stands in a line of its own. */
function without({ minor, currency }: MoneyValue, part: MoneyValue | undefined): MoneyValue {
  return { minor: String(BigInt(minor) - BigInt(part?.minor ?? "0")), currency };
}

function negative({ minor, currency }: MoneyValue): MoneyValue {
  return { minor: String(-BigInt(minor)), currency };
}

type Sum = { readonly label: string; readonly value: MoneyValue };

/** The foot of a document: what is added and taken off, then the total. */
export function Sums({ sums, total }: { readonly sums: readonly Sum[]; readonly total: MoneyValue }) {
  return (
    <dl className="ml-auto grid grid-cols-[auto_auto] items-baseline justify-end gap-x-6 gap-y-1 text-right">
      {sums.map(({ label, value }) => (
        <div key={label} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-soft">{label}</dt>
          <dd>
            <Money value={value} />
          </dd>
        </div>
      ))}
      <div className="col-span-2 grid grid-cols-subgrid items-baseline">
        <dt className="text-soft">Total</dt>
        <dd>
          <Money value={total} isTotal />
        </dd>
      </div>
    </dl>
  );
}

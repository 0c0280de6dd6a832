// What solves a cause, inside its card? A choice where Tieout can make the change itself, else the way to where it is made.
"use client";

import dynamic from "next/dynamic";
import type { ComponentType } from "react";

import { ButtonLink } from "#components/ui/button.tsx";
import { BEHIND_PAYMENTS, type ProblemCode } from "#lib/problem-code.ts";
import type { Cause } from "#lib/sync/problems.ts";

import { ChooseEntryForm } from "./choose-entry-form.tsx";
import { MapOrCreateItem } from "./create-item.tsx";
import type { FixProps } from "./fix-props.ts";
import { MapItemForm } from "./map-item-form.tsx";

// Each comes only where its cause is: the list itself must be there at once.
const AcceptTotals = dynamic(async () => (await import("./accept-totals.tsx")).AcceptTotals);
const CompareCause = dynamic(async () => (await import("./compare-cause.tsx")).CompareCause);
const ImportPayments = dynamic(async () => (await import("./import-payments.tsx")).ImportPayments);
const LinkCause = dynamic(async () => (await import("./link-cause.tsx")).LinkCause);
const MoveDates = dynamic(async () => (await import("./move-dates.tsx")).MoveDates);
const RenameCustomer = dynamic(async () => (await import("./rename-customer.tsx")).RenameCustomer);

type Controls = Readonly<Partial<Record<ProblemCode, ComponentType<FixProps>>>>;

/** What a name that QuickBooks does not have becomes: chosen from what it has, or made there. */
const choices: Controls = {
  "item-missing": MapOrCreateItem,
  "item-inactive": MapItemForm,
  "item-is-category": MapItemForm,
  "mapping-gone": MapItemForm,
  "terms-unknown": ChooseEntryForm,
  "class-unknown": ChooseEntryForm,
  "payment-method-unknown": ChooseEntryForm,
  "tax-code-unknown": ChooseEntryForm,
  "tax-refused": ChooseEntryForm,
  "account-missing": ChooseEntryForm,
};

/** What is corrected, accepted, linked or compared. */
const corrections: Controls = {
  "number-used": LinkCause,
  "looks-alike": LinkCause,
  unlinked: LinkCause,
  "applied-differently": CompareCause,
  "period-closed": MoveDates,
  "total-differs": AcceptTotals,
  "customer-name-taken": RenameCustomer,
  "name-not-allowed": RenameCustomer,
};

/** Nothing where the fix is in QuickBooks alone: the sentence says so. */
export function FixControl(props: FixProps) {
  const { cause, view, rights } = props;
  const Choice = choices[cause.code];
  if (Choice && cause.about !== "" && view.tab !== "customers") return <Choice {...props} />;
  if (cause.code === BEHIND_PAYMENTS) return <ImportPayments {...props} rows={cause.rows} />;
  if (!rights.mayAct) return null;
  const Correction = corrections[cause.code];
  if (Correction) return <Correction {...props} />;
  const way = wayTo(cause);
  return way ? (
    <ButtonLink href={way.href} className="max-md:flex-1">
      {way.label}
    </ButtonLink>
  ) : null;
}

function wayTo({ where, about }: Cause): { readonly href: string; readonly label: string } | null {
  switch (where) {
    case "connection":
      return { href: "/settings/companies", label: "Reconnect" };
    case "links":
      return {
        href: about ? `/links?${new URLSearchParams({ search: about })}` : "/links",
        label: "Link the customer",
      };
    case "settings":
      return { href: "/settings/finance", label: "Open Finance settings" };
    case "quickbooks":
    case "mapping":
    case "order":
    case "tieout":
    case "wait":
      return null;
    default:
      return where satisfies never;
  }
}

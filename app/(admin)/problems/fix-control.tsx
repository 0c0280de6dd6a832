// What solves a cause, inside its card? A choice where Tieout can make the change itself, else the way to where it is made.
"use client";

import type { ComponentType } from "react";

import { ButtonLink } from "#components/ui/button.tsx";
import type { ProblemCode } from "#lib/problem.ts";
import type { Cause } from "#lib/sync/problems.ts";

import { ChooseEntryForm } from "./choose-entry-form.tsx";
import { MapOrCreateItem } from "./create-item.tsx";
import type { FixProps } from "./fix-props.ts";
import { MapItemForm } from "./map-item-form.tsx";

/** What stands in the card of each cause that is solved there. */
const controls: Partial<Record<ProblemCode, ComponentType<FixProps>>> = {
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

/** Nothing where the fix is in QuickBooks alone: the sentence says so. */
export function FixControl(props: FixProps) {
  const { cause, tab, rights } = props;
  const Control = controls[cause.code];
  if (Control && cause.about !== "" && tab !== "customers") return <Control {...props} />;
  const way = rights.mayAct ? wayTo(cause) : null;
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
      return { href: "/settings/booking", label: "Open Booking" };
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

// What solves a cause, inside its card? A choice where Tieout can make the change itself, else the way to where it is made.
"use client";

import { ButtonLink } from "#components/ui/button.tsx";
import type { ProblemCode } from "#lib/problem.ts";
import type { Cause } from "#lib/sync/problems.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";

import { MapItemForm } from "./map-item-form.tsx";

const MAPPABLE: readonly ProblemCode[] = ["item-missing", "item-inactive", "item-is-category", "mapping-gone"];

type FixControlProps = {
  readonly companyFileId: string;
  readonly cause: Cause;
  readonly tab: ProblemTab;
  /** "37 invoices" */
  readonly countText: string;
  readonly onReleased: () => void;
};

/** Nothing where the fix is in QuickBooks alone: the sentence says so. */
export function FixControl({ companyFileId, cause, tab, countText, onReleased }: FixControlProps) {
  const isMappable = MAPPABLE.includes(cause.code) && cause.about !== "" && tab !== "customers";
  if (isMappable) {
    return (
      <MapItemForm
        companyFileId={companyFileId}
        about={cause.about}
        count={cause.rows}
        countText={countText}
        onMapped={onReleased}
      />
    );
  }
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

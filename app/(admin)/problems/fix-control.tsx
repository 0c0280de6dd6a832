// What solves a cause, inside its card? A choice where Tieout can make the change itself, else the way to where it is made.
"use client";

import type { ReactNode } from "react";

import { ButtonLink } from "#components/ui/button.tsx";
import type { ProblemCode } from "#lib/problem.ts";
import type { Cause } from "#lib/sync/problems.ts";

import { LinkCause } from "./link-cause.tsx";
import type { LinkAsked } from "./link-dialog.tsx";
import { MapItemForm } from "./map-item-form.tsx";
import type { ProblemView } from "./view.ts";

const MAPPABLE: readonly ProblemCode[] = ["item-missing", "item-inactive", "item-is-category", "mapping-gone"];

export type FixControlProps = {
  readonly companyFileId: string;
  readonly cause: Cause;
  readonly view: ProblemView;
  /** "37 invoices" */
  readonly countText: string;
  readonly onLink: (asked: LinkAsked) => void;
  /** Opens the rows of the cause. */
  readonly onShowRows: () => void;
  readonly onReleased: () => void;
};

/** Causes with a control of their own. */
const controls: Readonly<Partial<Record<ProblemCode, (props: FixControlProps) => ReactNode>>> = {
  "number-used": LinkCause,
  "looks-alike": LinkCause,
  unlinked: LinkCause,
};

/** Nothing where the fix is in QuickBooks alone: the sentence says so. */
export function FixControl(props: FixControlProps) {
  const { companyFileId, cause, view, countText, onReleased } = props;
  const Own = controls[cause.code];
  if (Own) return <Own {...props} />;
  const isMappable = MAPPABLE.includes(cause.code) && cause.about !== "" && view.tab !== "customers";
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

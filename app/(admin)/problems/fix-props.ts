// What is a control in the card of a cause given?
import type { ReactNode } from "react";

import type { Outcome } from "#lib/refusal.ts";
import type { Skip } from "#lib/sync/amending.ts";
import type { Cause } from "#lib/sync/problems.ts";

import type { LinkAsked } from "./link-dialog.tsx";
import type { ProblemView } from "./view.ts";

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

/** What every look says: how many it would be done to, and what is left alone. */
export type Look = { readonly rows: number; readonly skips: readonly Skip[] };

export type FixQuestionProps<Found extends Look> = {
  /** "Move and release 37": on the button of the card and, with what was found, on that of the dialog. */
  readonly label: (rows: number) => string;
  readonly rows: number;
  readonly title: string;
  readonly description: ReactNode;
  /** Names the look, so that two causes are never mixed up. */
  readonly lookKey: readonly string[];
  readonly look: () => Promise<Outcome<Found>>;
  readonly reason: string;
  /** What was found in words, and what else is to be said. */
  readonly children: (found: Found) => ReactNode;
  readonly whyNot?: (found: Found) => string | undefined;
  readonly onConfirm: (found: Found, because: string) => Promise<Outcome<unknown>>;
};

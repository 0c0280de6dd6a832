// What does every control in a cause's card get, and who may use it?
import type { ReactNode } from "react";

import type { Outcome } from "#lib/refusal.ts";
import type { Skip } from "#lib/sync/amending.ts";
import type { Released } from "#lib/sync/fixes.ts";
import type { Cause } from "#lib/sync/problems.ts";

import type { LinkAsked } from "./link-dialog.tsx";
import type { ProblemView } from "./view.ts";

/** What is held up, as a sentence goes on: "37 invoices", and how many those are. */
export type HeldUpText = { readonly countText: string; readonly count: number };

export type FixRights = { readonly mayAct: boolean; readonly mayChangeSettings: boolean };

export type FixProps = {
  readonly companyFileId: string;
  readonly cause: Cause;
  readonly view: ProblemView;
  readonly held: HeldUpText;
  readonly rights: FixRights;
  /** What was done, as a line of its own, and what it set going. */
  readonly onReleased: (text: string, released: Released) => void;
  /** Done, and said by the control itself. */
  readonly onDone: () => void;
  readonly onLink: (asked: LinkAsked) => void;
  /** Opens the rows of the cause. */
  readonly onShowRows: () => void;
};

/** Why a fix cannot be made by this person; undefined when it can. */
export function whyNotFix(rights: FixRights, isSetting: boolean): string | undefined {
  if (!rights.mayAct) return "Your role may look, but not act.";
  if (isSetting && !rights.mayChangeSettings) {
    return "This changes a setting of the company: ask an accountant or an owner.";
  }
  return undefined;
}

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
  /** Why it cannot be asked at all by this person. */
  readonly whyNotAsk?: string | undefined;
  /** What the dialog's button says, where that depends on more than the rows. */
  readonly confirmLabel?: (found: Found) => string;
  /** Offered as the reason; without one, none is asked for. */
  readonly reason?: string;
  /** What was found in words, and what else is to be said. */
  readonly children: (found: Found) => ReactNode;
  readonly whyNot?: (found: Found) => string | undefined;
  readonly onConfirm: (found: Found, because: string) => Promise<Outcome<unknown>>;
};

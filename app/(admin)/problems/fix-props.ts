// What does every control in a cause's card get, and who may use it?
import type { Released } from "#lib/sync/fixes.ts";
import type { Cause } from "#lib/sync/problems.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";

/** What is held up, as a sentence goes on: "37 invoices", and how many those are. */
export type HeldUpText = { readonly countText: string; readonly count: number };

export type FixRights = { readonly mayAct: boolean; readonly mayChangeSettings: boolean };

export type FixProps = {
  readonly companyFileId: string;
  readonly cause: Cause;
  readonly tab: ProblemTab;
  readonly held: HeldUpText;
  readonly rights: FixRights;
  /** What was done, as a line of its own, and what it set going. */
  readonly onReleased: (text: string, released: Released) => void;
};

/** Why a fix cannot be made by this person; undefined when it can. */
export function whyNotFix(rights: FixRights, isSetting: boolean): string | undefined {
  if (!rights.mayAct) return "Your role may look, but not act.";
  if (isSetting && !rights.mayChangeSettings) {
    return "This changes a setting of the company: ask an accountant or an owner.";
  }
  return undefined;
}

// What is a control in the card of a cause given?
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

// What does the list ask of the page around it?
import type { ProblemRow } from "#lib/sync/problems.ts";

import type { ActName } from "./acts.ts";
import type { KeyCommand } from "./keys.ts";
import type { Target } from "./use-selection.ts";
import type { CauseKey } from "./view.ts";

export type ListActions = {
  readonly open: (row: ProblemRow) => void;
  readonly ask: (act: ActName, target: Target) => void;
  /** Goes to what solves a cause. */
  readonly fix: (cause: CauseKey) => void;
  /** Asks which record of QuickBooks a row is. */
  readonly link: (row: ProblemRow) => void;
  /** Any other key: lanes, search, help, undo, back. */
  readonly command: (command: KeyCommand) => void;
};

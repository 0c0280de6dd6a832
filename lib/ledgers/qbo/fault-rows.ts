// How is a row of the fault table written? Its shape, and the few things a row can mean.
import type { ProblemCode } from "#lib/problem.ts";
import type { Push } from "#lib/sync/push.ts";
import type { QboFault } from "./rows.ts";
import { sentence } from "./fault-words.ts";
import type { CulpritStage } from "./stage.ts";

/** QuickBooks does not name the culprit; the conversation asks from one part to another, and falls back on `otherwise`. */
export type Asking = {
  readonly is: "ask";
  readonly ask: CulpritStage;
  /** The last part that may be meant; any after `ask` when it is left out. */
  readonly until?: CulpritStage;
  readonly otherwise?: ProblemCode;
};

export type Meaning =
  /** doubt: it may have taken place already, so it is looked for. */
  | { readonly is: "throttled" | "busy" | "unauthorized" | "stale" | "gone" | "name-taken" | "number-taken" | "doubt" }
  | Asking
  | { readonly is: "problem"; readonly code: ProblemCode; readonly about: string; readonly detail: string };

export type Row = {
  readonly code: string;
  /** The last code of a range that begins with `code`. */
  readonly to?: string;
  /** Narrows the code by its detail. */
  readonly text?: RegExp;
  readonly means: (fault: QboFault, push: Push) => Meaning;
};

export type Told = (push: Push, fault: QboFault) => string;
export const nothing: Told = () => "";

export const simply = (is: Exclude<Meaning["is"], "ask" | "problem">) => (): Meaning => ({ is });

export const askFor =
  (ask: CulpritStage, more: Omit<Asking, "is" | "ask"> = {}) =>
  (): Meaning => ({
    is: "ask",
    ask,
    ...more,
  });

export const problem =
  (code: ProblemCode, about: Told, detail: Told = (_push, fault) => sentence(fault)) =>
  (fault: QboFault, push: Push): Meaning => ({
    is: "problem",
    code,
    about: about(push, fault),
    detail: detail(push, fault),
  });

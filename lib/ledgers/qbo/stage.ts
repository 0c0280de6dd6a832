// Where does a conversation stand? Computed from the push alone, so that asking and reading always agree.
import type { Push } from "#lib/sync/push.ts";

/** Parts of a document QuickBooks may have refused without naming them, in the order in which they are asked for. */
export const culpritStages = [
  "customer",
  "items",
  "item-ids",
  "terms",
  "classes",
  "method",
  "invoices",
  "credits",
  "copied",
] as const;
export type CulpritStage = (typeof culpritStages)[number];

/**
 * look: is it in the books already?  own: read our own record again.  name, number: who holds the one that was refused?
 * customer to copied: which part of the document did QuickBooks refuse?  write: say it.
 */
export const stages = ["look", "own", "name", "number", ...culpritStages, "write"] as const;
export type Stage = (typeof stages)[number];

/** The next thing to do. `unsure` comes first: after a lost answer nothing is written before a look. */
export function stageOf(push: Push): Stage {
  if (actsAsCreate(push)) {
    // Posted with another total and sent again by a person: it is there, so it is compared, never made twice.
    if (push.link && push.memory.linkGone !== true) return "own";
    // Most customers and items exist, so they are looked for before they are made.
    if (push.unsure || (isName(push) && push.memory.lookedUp !== true)) return "look";
  } else if (push.unsure || versionOf(push) === null) {
    return "own";
  }
  const asked = stages.find((stage) => stage === push.memory.ask);
  return asked ?? "write";
}

/** Is it an entry of a list of names, found by its name? Everything else is found by our marker. */
export function isName(push: Push): boolean {
  return push.document.kind === "customer" || push.document.kind === "item";
}

/** Is the document to be made? A change of what was never linked makes it, after a look. */
export function actsAsCreate(push: Push): boolean {
  return push.operation === "create" || (push.operation === "update" && !push.link);
}

/** Version token and id an update or void refers to: what was read last, else what the link knows; null without either. */
export function versionOf(push: Push): { ledgerId: string; versionToken: string } | null {
  if (!push.link) return null;
  const { versionToken } = push.memory;
  const token = typeof versionToken === "string" ? versionToken : push.link.versionToken;
  return token === "" ? null : { ledgerId: push.link.ledgerId, versionToken: token };
}

/** The memory without its open question, with new facts. */
export function remembering(push: Push, facts: Push["memory"]): Push["memory"] {
  const { ask: _ask, ...rest } = push.memory;
  return { ...rest, ...facts };
}

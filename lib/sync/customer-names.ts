// Which name of a customer does QuickBooks take, and which is offered instead of one it does not?

/** Why QuickBooks would not take this name for a customer; null: it would, as far as anybody knows. */
export function whyNoName(name: string, before: string): string | null {
  const trimmed = name.trim();
  if (trimmed === "") return "Type a name first.";
  if (/[:\t\n\r]/.test(trimmed)) return "QuickBooks names hold no colon, tab or line break.";
  if (trimmed.length > NAME_MAX) return `QuickBooks names hold ${NAME_MAX} characters; this one has ${trimmed.length}.`;
  return trimmed === before.trim() ? "It is called that now. Give it another name." : null;
}

export const NAME_MAX = 100;

/** A name that is offered instead of one that is taken or not allowed. */
export function offeredName(name: string, isTaken: boolean): string {
  const clean = name
    .replaceAll(/[:\t\n\r]+/g, " ")
    .replaceAll(/ {2,}/g, " ")
    .trim();
  const ending = isTaken || clean === name.trim() ? " (Customer)" : "";
  return clean.slice(0, NAME_MAX - ending.length).trimEnd() + ending;
}

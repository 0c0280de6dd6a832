// How is a text cut to what a ledger holds? At a word, with a sign that something is missing.

const CUT = "…";

/** Line breaks of one kind, no control characters, no half characters, and no longer than `max`. */
export function cutText(text: string, max: number): string {
  const clean = cleanText(text);
  if (clean.length <= max) return clean;
  const room = clean.slice(0, max - CUT.length);
  const space = room.search(/\s\S*$/);
  // A single word longer than half of the room is cut inside.
  const kept = space > room.length / 2 ? room.slice(0, space) : room;
  return withoutHalf(kept).trimEnd() + CUT;
}

/** What is there before anything is cut. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[^\P{Cc}\n\t]/gu, " ")
    .trim();
}

/** Half a surrogate pair is not valid UTF-8 and would fail the whole request. */
function withoutHalf(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}

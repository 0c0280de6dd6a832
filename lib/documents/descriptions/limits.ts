// How long may each text be? What QuickBooks Online holds; the note shares its place with the marker of Tieout.
import type { TextName } from "./templates.ts";

export const textLengths: Readonly<Record<TextName, number>> = {
  line: 4_000,
  message: 1_000,
  /** QuickBooks holds 4,000; a long reference of a payment and the marker stand there too. */
  note: 2_900,
};

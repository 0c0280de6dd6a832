// What does a person choose for their own hands and eyes? Kept for them, on every device.
import { z } from "zod";

export const ReadPreferences = z.object({});
export type ReadPreferences = z.output<typeof ReadPreferences>;

/** What a person chose for their own hands and eyes. Whatever is missing stands as it does for everybody. */
export const Preferences = z.object({
  /** Single letters work as keys in lists. */
  hasLetters: z.boolean().default(true),
});
export type Preferences = z.output<typeof Preferences>;

export const SavePreferences = Preferences;
export type SavePreferences = Preferences;

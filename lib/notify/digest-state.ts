// How did the last digest of a person end?

/**
 * "sending" that stays so: the worker died between taking the day and hearing the mail server, and nobody knows whether the
 * mail went. "unsure": it was handed over and no answer came. Neither is sent again.
 */
export const digestStates = ["sending", "sent", "printed", "nothing", "failed", "unsure"] as const;
export type DigestState = (typeof digestStates)[number];

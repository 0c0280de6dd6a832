// The words of the Links page that stand in several places.
import type { LinkOrigin } from "#lib/sync/link.ts";
import type { MatchGrade } from "#lib/sync/matching.ts";

export const MAY_NOT = "Your role may look, but not link.";

export const gradeWords: Readonly<Record<MatchGrade, string>> = {
  exact: "Exact match",
  near: "Near match",
  weak: "Weak match",
};

export const originWords: Readonly<Record<LinkOrigin, string>> = {
  push: "Found or created when it was sent",
  match: "Matched by the company's rule",
  person: "Linked by",
};

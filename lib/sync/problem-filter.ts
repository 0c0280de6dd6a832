// Which problems are meant? The one filter that page, feed, export and every action share, as the address says it.
import { z } from "zod";

import { documentKinds } from "#lib/documents/document.ts";
import { problemCodes } from "#lib/problem.ts";
import { ProblemCursor, problemSorts } from "./problem-cursor.ts";
import { problemTabs } from "./triage.ts";

export { problemSorts, type ProblemSort } from "./problem-cursor.ts";

/** Lanes a person looks into. Drift has a page of its own; `past` is listed nowhere. */
export const shownLanes = ["needs-you", "waiting", "snoozed", "cleared", "done"] as const;
export type ShownLane = (typeof shownLanes)[number];

const party = z.string().min(1).max(500);

/** Everything named must hold; what begins with `not` leaves out. Amounts in minor units, as text. */
export const ProblemFilter = z.object({
  code: z.enum(problemCodes).optional(),
  /** With `code` only: the culprit. */
  about: z.string().max(500).optional(),
  notCodes: z.array(z.enum(problemCodes)).max(problemCodes.length).optional(),
  party: party.optional(),
  notParty: party.optional(),
  kind: z.enum(documentKinds).optional(),
  sourceId: z.uuid().optional(),
  notSourceId: z.uuid().optional(),
  assignee: z.union([z.literal("me"), z.literal("others"), z.literal("nobody"), z.uuid()]).optional(),
  minMinor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  maxMinor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  /** Came up so many days ago or earlier; in the last so many days. */
  olderThanDays: z.number().int().min(0).max(3650).optional(),
  newerThanDays: z.number().int().min(0).max(3650).optional(),
  /** Begins the document's number or title, or stands in the customer's name. */
  search: z.string().trim().min(1).max(100).optional(),
});
export type ProblemFilter = z.infer<typeof ProblemFilter>;

export const ProblemPlace = z.object({
  companyFileId: z.uuid(),
  lane: z.enum(shownLanes).default("needs-you"),
  tab: z.enum(problemTabs).default("invoices"),
  filter: ProblemFilter.default({}),
});
export type ProblemPlace = z.infer<typeof ProblemPlace>;

/** A page of a list, as page, feed and export ask for it. */
export const ListProblems = ProblemPlace.extend({
  sort: z.enum(problemSorts).default("oldest"),
  /** Rows after this one: what `next` of the page before said. */
  after: ProblemCursor.optional(),
});
export type ListProblems = z.infer<typeof ListProblems>;

/**
 * What an action is about. `matching` is frozen: only rows that stood there at `asOf` and did not move since, so that what
 * was confirmed is what is done.
 */
export const ProblemSelect = z.discriminatedUnion("is", [
  z.object({ is: z.literal("rows"), rowIds: z.array(z.uuid()).min(1).max(1000), asOf: z.iso.datetime() }),
  z.object({ is: z.literal("matching"), ...ProblemPlace.omit({ companyFileId: true }).shape, asOf: z.iso.datetime() }),
]);
export type ProblemSelect = z.infer<typeof ProblemSelect>;

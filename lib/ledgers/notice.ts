// What should people hear of a company file even when nobody looks? Notices: for the page, and to be sent by mail.
import { longDateText } from "#lib/dates.ts";

/** connection-lost: a person must connect again. connection-ends: it will end on a day that is known. */
export const noticeKinds = ["connection-lost", "connection-ends"] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Everything a mail needs, so that it can be written without asking again. */
export type NoticeDetail = {
  readonly tenant: string;
  readonly company: string;
  /** The day it is about, by UTC: "2026-12-01". */
  readonly day: string;
  readonly title: string;
  readonly text: string;
  readonly todo: string;
  /** Where to click: a whole address when this installation knows its own, else the path. */
  readonly url: string;
};

export type Notice = {
  readonly kind: NoticeKind;
  /** The same news is told once. */
  readonly key: string;
  readonly detail: NoticeDetail;
};

/** A notice as it is kept. */
export type KeptNotice = Notice & {
  readonly noticeId: string;
  readonly companyFileId: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly mailedAt: Date | null;
};

/** Days ahead at which people are told, the earliest first. */
export const warnDays = [14, 7, 2] as const;
export type WarnDays = (typeof warnDays)[number];

const DAY_MS = 86_400_000;
/** Ends this close together are one: near the absolute end Intuit cuts the rolling one down to it. */
const SAME_END_MS = 3_600_000;

/** absolute: no renewal moves it. rolling: moves with each renewal, so it comes near only when renewing fails. */
export type ConnectionEnd = { readonly at: Date; readonly limit: "absolute" | "rolling" };

/** Which of its two ends a connection meets first; null when none is known. */
export function endOf(ends: {
  readonly refreshExpiresAt: Date | null;
  readonly refreshHardExpiresAt: Date | null;
}): ConnectionEnd | null {
  const { refreshExpiresAt: rolling, refreshHardExpiresAt: absolute } = ends;
  if (absolute && (!rolling || absolute.getTime() <= rolling.getTime() + SAME_END_MS)) {
    return { at: absolute, limit: "absolute" };
  }
  return rolling ? { at: rolling, limit: "rolling" } : null;
}

/** The warning that is due: of those already reached the last one; null while the end is far away. */
export function warningDue(end: ConnectionEnd, now: Date): WarnDays | null {
  const daysLeft = (end.at.getTime() - now.getTime()) / DAY_MS;
  return warnDays.findLast((days) => daysLeft <= days) ?? null;
}

export type NoticeNames = { readonly tenant: string; readonly company: string; readonly url: string };

/** The beginning of the keys of all warnings of one end. */
export function endsKey(end: ConnectionEnd): string {
  return `connection-ends/${dayOf(end.at)}/`;
}

/** "The connection to Harbor Line ends on 1 December 2026." */
export function endsNotice(names: NoticeNames, end: ConnectionEnd, days: WarnDays): Notice {
  const why =
    end.limit === "absolute"
      ? "QuickBooks lets no connection last longer than five years."
      : "QuickBooks ends a connection that was not renewed for 100 days, and renewing it has not worked lately.";
  return {
    kind: "connection-ends",
    key: `${endsKey(end)}${days}`,
    detail: {
      ...names,
      day: dayOf(end.at),
      title: `The connection to ${names.company} ends on ${longDateText(end.at.toISOString())}.`,
      text: `${why} Until then everything goes on.`,
      todo: `Connect ${names.company} again before that day, as a QuickBooks administrator of the company.`,
    },
  };
}

/** "QuickBooks has ended the connection to Harbor Line." `waiting` documents are not in the books yet. */
export function lostNotice(names: NoticeNames, lostAt: Date, waiting: number): Notice {
  return {
    kind: "connection-lost",
    key: `connection-lost/${lostAt.toISOString()}`,
    detail: {
      ...names,
      day: dayOf(lostAt),
      title: `QuickBooks has ended the connection to ${names.company}.`,
      text: waitingSentence(waiting),
      todo: `Connect ${names.company} again, as a QuickBooks administrator of the company.`,
    },
  };
}

/** "Nothing is lost: 42 documents wait." */
export function waitingSentence(waiting: number): string {
  if (waiting === 0) return "Nothing is lost: orders keep coming in and wait.";
  return `Nothing is lost: ${waiting.toLocaleString("en-US")} ${waiting === 1 ? "document waits" : "documents wait"}.`;
}

/** What every page says of a connection that needs somebody. */
export type ConnectionNews = { readonly companyFileId: string; readonly name: string } & (
  | { readonly is: "lost"; readonly waiting: number }
  /** The tokens are there and no key of this installation opens them. */
  | { readonly is: "locked"; readonly waiting: number }
  /** `endsAt`: ISO time. */
  | { readonly is: "ends"; readonly endsAt: string; readonly limit: ConnectionEnd["limit"] }
);

type StandingConnection = {
  readonly companyFileId: string;
  readonly name: string;
  readonly connection: "connected" | "lost" | "disconnected";
  readonly refreshExpiresAt: Date | null;
  readonly refreshHardExpiresAt: Date | null;
};

/** The news of a tenant's connections, in their order. `locked`: whose tokens no key opens. */
export function newsOf(
  files: readonly StandingConnection[],
  locked: ReadonlySet<string>,
  waiting: ReadonlyMap<string, number>,
  now: Date,
): readonly ConnectionNews[] {
  return files.flatMap((file): ConnectionNews[] => {
    const { companyFileId, name } = file;
    const about = { companyFileId, name, waiting: waiting.get(companyFileId) ?? 0 };
    if (file.connection === "lost") return [{ is: "lost", ...about }];
    if (file.connection === "disconnected") return [];
    if (locked.has(companyFileId)) return [{ is: "locked", ...about }];
    const end = endOf(file);
    if (!end || warningDue(end, now) === null) return [];
    return [{ is: "ends", companyFileId, name, endsAt: end.at.toISOString(), limit: end.limit }];
  });
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

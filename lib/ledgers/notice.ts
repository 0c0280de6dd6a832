// What should people hear of a company file even when nobody looks? Shapes of notices; mails are made of them later.

/** connection-lost: a person must connect again. connection-ends: it will end on a day that is known. */
export const noticeKinds = ["connection-lost", "connection-ends"] as const;
export type NoticeKind = (typeof noticeKinds)[number];

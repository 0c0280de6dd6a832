// Which kinds of bulk work are there?

export const bulkRunKinds = [
  "import-orders",
  "resync",
  "clear",
  "mark-paid",
  "snooze",
  "assign",
  "restore",
  "export",
  "pull-balances",
  "drift",
] as const;
export type BulkRunKind = (typeof bulkRunKinds)[number];

/** Kinds that change only what is here: they apply at once and can be taken back. */
export const localRunKinds = ["clear", "mark-paid", "snooze", "assign", "restore"] as const satisfies BulkRunKind[];

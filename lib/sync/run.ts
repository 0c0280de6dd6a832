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

// Which kinds of bulk work are there?

export const bulkRunKinds = ["import-orders", "resync", "clear", "export", "pull-balances", "drift"] as const;
export type BulkRunKind = (typeof bulkRunKinds)[number];

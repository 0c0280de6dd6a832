// By how much does QuickBooks' total differ, in words?
import { formatMoney, fromJson } from "#lib/money.ts";

import type { TotalShown } from "./accepting.ts";

/** "$0.01 more" */
export function differenceText({ ours, theirs }: TotalShown): string {
  const by = fromJson(theirs).minor - fromJson(ours).minor;
  return `${formatMoney({ minor: by < 0n ? -by : by, currency: ours.currency })} ${by < 0n ? "less" : "more"}`;
}

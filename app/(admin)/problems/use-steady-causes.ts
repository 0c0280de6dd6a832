// In which order do causes stand? The largest first, but a card keeps its place while somebody works on the page.
"use client";

import { useState } from "react";

import type { Cause } from "#lib/sync/problems.ts";
import type { ProblemTab } from "#lib/sync/triage.ts";

import { causeKey } from "./view.ts";

/** The causes in the order in which this page first saw them; one that comes back takes its old place. */
export function useSteadyCauses(causes: readonly Cause[], tab: ProblemTab): readonly Cause[] {
  const [order, setOrder] = useState<{ readonly tab: ProblemTab; readonly keys: readonly string[] }>({ tab, keys: [] });
  const known = order.tab === tab ? order.keys : [];
  const arrived = causes.map(causeKey).filter((key) => !known.includes(key));
  const keys = [...known, ...arrived];
  if (order.tab !== tab || arrived.length > 0) setOrder({ tab, keys });
  return causes.toSorted((left, right) => keys.indexOf(causeKey(left)) - keys.indexOf(causeKey(right)));
}

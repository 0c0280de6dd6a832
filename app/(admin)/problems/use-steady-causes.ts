// In which order do causes stand? The largest first, but a card keeps its place while somebody works on the page.
"use client";

import { useState } from "react";

import type { Cause } from "#lib/sync/problems.ts";

import { causeKey } from "./view.ts";

/** The causes in the order in which this page first saw them; one that comes back takes its old place. */
export function useSteadyCauses(causes: readonly Cause[], place: string): readonly Cause[] {
  const [order, setOrder] = useState<{ readonly place: string; readonly keys: readonly string[] }>({
    place,
    keys: [],
  });
  const known = order.place === place ? order.keys : [];
  const arrived = causes.map(causeKey).filter((key) => !known.includes(key));
  const keys = [...known, ...arrived];
  if (order.place !== place || arrived.length > 0) setOrder({ place, keys });
  return causes.toSorted((left, right) => keys.indexOf(causeKey(left)) - keys.indexOf(causeKey(right)));
}

// Which orders are chosen? These ones by id, on as many pages as were turned; or all that the filter finds.
"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { OrderRow } from "#lib/sync/orders-shown.ts";

type Chosen = { readonly filter: string; readonly ids: ReadonlySet<string>; readonly isAll: boolean };

const NOTHING: ReadonlySet<string> = new Set();

export type OrderSelection = {
  readonly has: (orderId: string) => boolean;
  readonly ids: readonly string[];
  /** All that the filter finds, seen or not. */
  readonly isAll: boolean;
  /** Of the header's box. */
  readonly state: boolean | "some";
  readonly toggle: (orderId: string) => void;
  readonly togglePage: () => void;
  readonly takeAll: () => void;
  readonly drop: () => void;
};

/** Kept beside what was fetched, so that it is still there after a look at an order. */
function useKept(companyFileId: string, filter: string) {
  const queries = useQueryClient();
  const key = ["order-selection", companyFileId];
  const [chosen, setChosen] = useState(
    () => queries.getQueryData<Chosen>(key) ?? { filter, ids: NOTHING, isAll: false },
  );
  const keepChosen = (next: Chosen) => {
    queries.setQueryDefaults(key, { gcTime: Infinity });
    queries.setQueryData(key, next);
    setChosen(next);
  };
  return [chosen, keepChosen] as const;
}

/** Another filter drops the choice: what is not seen is not acted on. */
export function useOrderSelection(companyFileId: string, rows: readonly OrderRow[], filter: string): OrderSelection {
  const [chosen, setChosen] = useKept(companyFileId, filter);
  const ids = chosen.filter === filter ? chosen.ids : NOTHING;
  const isAll = chosen.filter === filter && chosen.isAll;
  const keep = (next: ReadonlySet<string>) => setChosen({ filter, ids: next, isAll: false });
  const page = rows.map((row) => row.orderId);
  const here = page.filter((orderId) => isAll || ids.has(orderId)).length;
  const isPage = page.length > 0 && here === page.length;
  const without = (left: readonly string[]) => new Set([...ids].filter((id) => !left.includes(id)));
  return {
    has: (orderId) => isAll || ids.has(orderId),
    ids: [...ids],
    isAll,
    state: isPage || ((here > 0 || ids.size > 0) && "some"),
    toggle: (orderId) => {
      if (isAll) keep(new Set(page.filter((each) => each !== orderId)));
      else if (ids.has(orderId)) keep(without([orderId]));
      else keep(new Set([...ids, orderId]));
    },
    togglePage: () => {
      if (isAll) keep(NOTHING);
      else if (isPage) keep(without(page));
      else keep(new Set([...ids, ...page]));
    },
    takeAll: () => setChosen({ filter, ids: new Set(page), isAll: true }),
    drop: () => keep(NOTHING),
  };
}

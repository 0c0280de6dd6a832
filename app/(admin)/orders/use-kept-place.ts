// Where in the list was a person before they opened an order? The way back leads there.
"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

const KEY = ["orders-place"];

/** Keeps the address of the list as it is shown. */
export function useKeptPlace(href: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    queries.setQueryDefaults(KEY, { gcTime: Infinity });
    queries.setQueryData(KEY, href);
  }, [queries, href]);
}

/** The list as it was last shown; all orders when it was not. */
export function useWayBack(): string {
  return useQueryClient().getQueryData<string>(KEY) ?? "/orders";
}

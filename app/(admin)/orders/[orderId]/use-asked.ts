// How does a dialog ask QuickBooks once when it opens, and again when the person wants it?
"use client";

import { useQuery } from "@tanstack/react-query";

import type { Outcome } from "#lib/refusal.ts";

export type Asked<T> =
  | { readonly is: "asking" }
  | { readonly is: "told"; readonly value: T }
  | { readonly is: "refused"; readonly sentence: string };

/** Each call costs reads that are counted, so nothing is asked by itself a second time. */
export function useAsked<T>(
  key: readonly (string | number)[],
  ask: () => Promise<Outcome<T>>,
): readonly [Asked<T>, () => void] {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: key,
    queryFn: ask,
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return [askedOf(data, error, isFetching), () => void refetch()];
}

function askedOf<T>(outcome: Outcome<T> | undefined, error: Error | null, isFetching: boolean): Asked<T> {
  if (isFetching) return { is: "asking" };
  if (error || !outcome) return { is: "refused", sentence: "The server could not be reached." };
  return outcome.ok ? { is: "told", value: outcome.value } : { is: "refused", sentence: outcome.refusal.sentence };
}

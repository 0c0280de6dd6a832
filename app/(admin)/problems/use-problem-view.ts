// How does the page move between its views without a new page? By the address, so that Back works.
"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

import { readView, viewHref, type ProblemView } from "./view.ts";

export type GoTo = (change: Partial<ProblemView>, how?: "push" | "replace") => void;

type Place = { readonly view: ProblemView; readonly goTo: GoTo; readonly goToHref: (href: string) => void };

/** The view in the address, and how to change parts of it. */
export function useProblemView(): Place {
  const query = useSearchParams();
  const view = useMemo(() => readView(query), [query]);
  const goTo = useCallback<GoTo>((change, how = "push") => {
    // From the address as it is now: two changes in a row must not undo each other.
    go(viewHref({ ...readView(new URLSearchParams(window.location.search)), ...change }), how);
  }, []);
  const goToHref = useCallback((href: string) => go(href, "push"), []);
  return { view, goTo, goToHref };
}

function go(href: string, how: "push" | "replace"): void {
  if (href === `${window.location.pathname}${window.location.search}`) return;
  if (how === "push") window.history.pushState(null, "", href);
  else window.history.replaceState(null, "", href);
}

// How does the number in the frame stay true? The page reads its frame again once the count has settled.
"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

const SETTLE_MS = 1_500;

/** `problems` is the page's newest count; the frame was drawn with the first one. */
export function useRailCount(problems: number): void {
  const router = useRouter();
  const drawn = useRef(problems);
  useEffect(() => {
    if (drawn.current === problems) return undefined;
    const timer = setTimeout(() => {
      drawn.current = problems;
      router.refresh();
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [problems, router]);
}

// Keeps a page that is left open true: read again while somebody looks at it, and at once when they come back to it.
"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

export function KeepFresh({ everyMs }: { readonly everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") router.refresh();
    };
    const timer = setInterval(look, everyMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [router, everyMs]);
  return null;
}

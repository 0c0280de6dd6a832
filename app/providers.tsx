// What do client components need around them? A query client, tooltips that share one delay, and the place for toasts.
"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";

import { adoptStyleNonce } from "#components/ui/style-nonce.ts";
import { Toaster } from "#components/ui/toast.tsx";
import { TooltipProvider } from "#components/ui/tooltip.tsx";

adoptStyleNonce();

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The server rendered the first paint; asking again at once would only repeat it.
      queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}

/** Wraps the whole app; one query client per browser tab. */
export function Providers({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(newQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>{children}</TooltipProvider>
      <Toaster />
    </QueryClientProvider>
  );
}

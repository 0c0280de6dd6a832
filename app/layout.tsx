// What surrounds every page: language, fonts, theme, providers. Reading the cookie keeps every page dynamic, which the
// content policy's nonce needs.
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { readTheme, THEME_COOKIE } from "#components/ui/theme.ts";

import "./globals.css";
import { Providers } from "./providers.tsx";

export const metadata: Metadata = {
  title: { default: "Tieout", template: "%s · Tieout" },
  description: "Carries orders into QuickBooks, each exactly once, and says in plain words why one did not go.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#161715" },
  ],
};

/** The document around every page. The theme comes from a cookie, so the first paint already has it. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}

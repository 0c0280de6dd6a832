// What stands above every settings page? The strip that leads from one to the next.
import type { ReactNode } from "react";

import { SettingsNav } from "./settings-nav.tsx";

export default function SettingsLayout({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <SettingsNav />
      {children}
    </>
  );
}

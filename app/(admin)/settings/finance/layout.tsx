// What stands above every panel of the finance settings? The strip that leads from one to the next.
import type { ReactNode } from "react";

import { FinanceNav } from "./finance-nav.tsx";

export default function FinanceLayout({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <FinanceNav />
      {children}
    </>
  );
}

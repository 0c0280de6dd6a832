// How does the report come onto paper? By the browser's own dialog; what does not belong there is left out by style.
"use client";

import { Printer } from "lucide-react";

import { Button } from "#components/ui/button.tsx";

export function PrintButton() {
  return (
    <Button icon={<Printer aria-hidden />} onClick={() => window.print()}>
      Print
    </Button>
  );
}

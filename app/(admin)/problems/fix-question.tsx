// The button of a fix in a card; what it would do is asked behind it, and comes when it is first asked for.
"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { ReactNode } from "react";

import { Button } from "#components/ui/button.tsx";

import type { FixQuestionProps, Look } from "./fix-props.ts";

const FixDialog = dynamic(async () => (await import("./fix-dialog.tsx")).FixDialog, { ssr: false }) as <
  Found extends Look,
>(
  props: FixQuestionProps<Found> & { isOpen: boolean; onOpenChange: (isOpen: boolean) => void },
) => ReactNode;

export function FixQuestion<Found extends Look>(props: FixQuestionProps<Found>) {
  const [isOpen, setOpen] = useState(false);
  const [hasOpened, setOpened] = useState(false);
  return (
    <>
      <Button
        className="max-md:flex-1"
        whyNot={props.whyNotAsk}
        onClick={() => {
          setOpened(true);
          setOpen(true);
        }}
      >
        {props.label(props.rows)}
      </Button>
      {hasOpened ? <FixDialog {...props} isOpen={isOpen} onOpenChange={setOpen} /> : null}
    </>
  );
}

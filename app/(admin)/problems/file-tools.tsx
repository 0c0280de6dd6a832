// How do problems go into a spreadsheet, and what was decided there come back?
"use client";

import dynamic from "next/dynamic";
import { useState } from "react";

import { Button, ButtonLink } from "#components/ui/button.tsx";
import type { DecisionsDone } from "#lib/sync/deciding.ts";

const DecisionsDialog = dynamic(async () => (await import("./decisions-dialog.tsx")).DecisionsDialog, { ssr: false });

type FileToolsProps = {
  readonly companyFileId: string;
  readonly exportHref: string;
  readonly mayAct: boolean;
  readonly onDecided: (done: DecisionsDone) => void;
};

export function FileTools({ companyFileId, exportHref, mayAct, onDecided }: FileToolsProps) {
  const [isOpen, setOpen] = useState(false);
  const [hasOpened, setOpened] = useState(false);
  return (
    <>
      <ButtonLink href={exportHref} prefetch={false} download>
        Export
      </ButtonLink>
      <Button
        whyNot={mayAct ? undefined : "Your role may look, but not decide"}
        onClick={() => {
          setOpened(true);
          setOpen(true);
        }}
      >
        Import decisions…
      </Button>
      {hasOpened ? (
        <DecisionsDialog
          companyFileId={companyFileId}
          isOpen={isOpen}
          onClose={() => setOpen(false)}
          onDone={onDecided}
        />
      ) : null}
    </>
  );
}

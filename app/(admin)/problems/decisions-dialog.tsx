// Decisions that come back in a file: drop it, see what it would do, and run exactly that.
"use client";

import { queryText } from "#app/(admin)/_watch/fetch-json.ts";
import { FileRunDialog } from "#app/(admin)/_watch/file-run-dialog.tsx";
import { postFile } from "#app/(admin)/_watch/post-file.ts";
import { useFileRun } from "#app/(admin)/_watch/use-file-run.ts";
import { FileDrop } from "#components/ui/file-drop.tsx";
import { decisionLabels } from "#lib/sync/act-labels.ts";
import type { DecisionsDone, DecisionsLook as Looked } from "#lib/sync/deciding.ts";

import { DecisionsLook } from "./decisions-look.tsx";

type DecisionsDialogProps = {
  readonly companyFileId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDone: (done: DecisionsDone) => void;
};

export function DecisionsDialog({ companyFileId, isOpen, onClose, onDone }: DecisionsDialogProps) {
  const file = useDecisionsFile(companyFileId, onDone, onClose);
  return (
    <FileRunDialog
      file={file}
      isOpen={isOpen}
      onClose={onClose}
      words={WORDS}
      choose={(error) => <Choose error={error} onFile={(chosen) => void file.look(chosen)} />}
      looked={(look, name) => <DecisionsLook look={look} fileName={name} onAll={() => void file.downloadRefused()} />}
    />
  );
}

const WORDS = {
  title: "Import decisions",
  from: "From a file of this page, decided in a spreadsheet.",
  looking: (name: string) => `Reading ${name}`,
  verb: "Run",
  noun: { one: "decision", many: "decisions" },
  whyNothing: "Nothing in this file can be done",
  whyBusy: "The decisions are being run",
};

type ChooseProps = { readonly error: string | undefined; readonly onFile: (file: File) => void };

const ACCEPT = { "text/csv": [".csv", ".txt", ".tsv"] };

const { resync, restore, clear, snooze, assign, link } = decisionLabels;
const words: readonly (readonly [string, string])[] = [
  [`${resync}, ${restore}`, "no value"],
  [`${clear}, ${decisionLabels["mark-paid"]}`, "the reason"],
  [snooze, "the day it comes back, such as 2026-12-24"],
  [assign, "the e-mail address of the person, or nobody"],
  [link, "its ID, number or address in QuickBooks"],
];

function Choose({ error, onFile }: ChooseProps) {
  return (
    <div className="grid gap-4">
      <FileDrop
        label="Drop the decided file here"
        hint="Saved as CSV. You see what it would do before anything is changed."
        accept={ACCEPT}
        error={error}
        onFile={onFile}
      />
      <div>
        <p>
          Export this view, open it in a spreadsheet and fill in two columns. Rows without a decision stay as they are.
        </p>
        <dl className="mt-3 grid grid-cols-[minmax(8rem,auto)_1fr] gap-x-4 gap-y-1 border-t border-line pt-3">
          <dt className="text-xs text-faint">Decision</dt>
          <dd className="text-xs text-faint">Value</dd>
          {words.map(([decision, value]) => (
            <div key={decision} className="contents">
              <dt className="font-medium">{decision}</dt>
              <dd className="text-soft">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}

function useDecisionsFile(companyFileId: string, onDone: (done: DecisionsDone) => void, onClose: () => void) {
  return useFileRun<Looked, DecisionsDone>({
    look: async (file) => await postFile(`/problems/decisions/look?${queryText({ companyFileId })}`, file),
    run: async (file, { asOf, fingerprint }) => {
      const query = queryText({ companyFileId, asOf, fingerprint, fileName: file.name.slice(0, 200) });
      return await postFile(`/problems/decisions/run?${query}`, file);
    },
    refused: async (file) => await postFile(`/problems/decisions/refused?${queryText({ companyFileId })}`, file),
    hasLeft: (done) => done.left.length > 0,
    onDone,
    onClose,
  });
}

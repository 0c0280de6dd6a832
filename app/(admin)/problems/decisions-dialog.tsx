// Decisions that come back in a file: drop it, see what it would do, and run exactly that.
"use client";

import { queryText } from "#app/(admin)/_watch/fetch-json.ts";
import { postFile } from "#app/(admin)/_watch/post-file.ts";
import { useFileRun, type FileRun } from "#app/(admin)/_watch/use-file-run.ts";
import { counted } from "#app/(admin)/_watch/words.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FileDrop } from "#components/ui/file-drop.tsx";
import { Progress } from "#components/ui/progress.tsx";
import { decisionLabels } from "#lib/sync/act-labels.ts";
import type { DecisionsDone, DecisionsLook as Looked } from "#lib/sync/deciding.ts";

import { DecisionsLook, RefusedList } from "./decisions-look.tsx";

type DecisionsDialogProps = {
  readonly companyFileId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDone: (done: DecisionsDone) => void;
};

export function DecisionsDialog({ companyFileId, isOpen, onClose, onDone }: DecisionsDialogProps) {
  const file = useDecisionsFile(companyFileId, onDone, onClose);
  const { state } = file;
  const close = () => {
    file.drop();
    onClose();
  };
  return (
    <Dialog
      open={isOpen}
      // While it runs, nothing says how it ended: the dialog stays.
      onOpenChange={(next) => (next || state.is === "running" ? null : close())}
      wide
      title="Import decisions"
      description={state.is === "none" ? "From a file of this page, decided in a spreadsheet." : undefined}
      footer={<Buttons file={file} onClose={close} />}
    >
      {state.is === "none" ? <Choose error={state.error} onFile={(chosen) => void file.look(chosen)} /> : null}
      {state.is === "looking" ? (
        <div role="status" className="py-6">
          <Progress label={`Reading ${state.file.name}`} detail="nothing is changed yet" />
        </div>
      ) : null}
      {state.is === "looked" || state.is === "running" ? (
        <>
          <DecisionsLook look={state.look} fileName={state.file.name} onAll={() => void file.downloadRefused()} />
          {state.error ? (
            <p role="alert" className="mt-4 text-bad">
              {state.error}
            </p>
          ) : null}
        </>
      ) : null}
      {state.is === "left" ? (
        <RefusedList title="Not linked after all" tone="warn" lines={state.done.left} total={state.done.left.length} />
      ) : null}
    </Dialog>
  );
}

const DECISION = { one: "decision", many: "decisions" };

function Buttons({ file, onClose }: { readonly file: DecisionsFile; readonly onClose: () => void }) {
  const { state } = file;
  if (state.is !== "looked" && state.is !== "running") return <Button onClick={onClose}>Close</Button>;
  const isRunning = state.is === "running";
  return (
    <>
      <Button onClick={file.drop} whyNot={isRunning ? "The decisions are being run" : undefined}>
        Choose another file
      </Button>
      <Button
        variant="primary"
        pending={isRunning}
        whyNot={state.look.total === 0 ? "Nothing in this file can be done" : undefined}
        onClick={() => void file.run()}
      >
        {state.look.total === 0 ? "Run decisions" : `Run ${counted(state.look.total, DECISION)}`}
      </Button>
    </>
  );
}

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

type DecisionsFile = FileRun<Looked, DecisionsDone>;

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

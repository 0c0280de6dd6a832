// Where is the person in the import? Choosing a file, looking at what is in it, or watching it go in.
"use client";

import { useState } from "react";

import { postFile } from "#app/(admin)/_watch/post-file.ts";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, Select } from "#components/ui/field.tsx";
import { FileDrop } from "#components/ui/file-drop.tsx";
import { Section, Toolbar } from "#components/ui/page.tsx";
import { mappingFaults, type ColumnMapping } from "#lib/orders/sources/csv-columns.ts";

import { start } from "./actions.ts";
import { ColumnTable } from "./column-table.tsx";
import { ImportProgress } from "./import-progress.tsx";
import { OrderPreview } from "./order-preview.tsx";
import { lookAt, previewLines, type LookedAt } from "./read-file.ts";

export type SourceChoice = {
  readonly sourceId: string;
  readonly name: string;
  readonly kind: string;
  readonly companyName: string;
};

type Props = { readonly sources: readonly SourceChoice[]; readonly bulkRunId: string | null };

const ACCEPT = { "text/csv": [".csv", ".txt"], "application/json": [".json"] };

/** CSV files go to CSV sources first, JSON files to the others; a source of another kind may still be chosen. */
function fitting(sources: readonly SourceChoice[], format: "csv" | "json"): readonly SourceChoice[] {
  const fits = (source: SourceChoice) => (source.kind === "csv") === (format === "csv");
  return [...sources.filter(fits), ...sources.filter((source) => !fits(source))];
}

export function ImportWizard({ sources, bulkRunId }: Props) {
  const [looked, setLooked] = useState<LookedAt | null>(null);
  const [runId, setRunId] = useState(bulkRunId);
  const [sending, setSending] = useState<AbortController | null>(null);
  const [error, setError] = useState<string | undefined>();
  const [isBusy, setIsBusy] = useState(false);

  async function choose(file: File) {
    setIsBusy(true);
    setError(undefined);
    try {
      setLooked(await lookAt(file, fitting(sources, "csv")[0]?.sourceId));
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : "The file could not be read.");
    } finally {
      setIsBusy(false);
    }
  }

  function show(id: string | null) {
    setRunId(id);
    // The address carries the run, so that a reload shows it again.
    window.history.replaceState(null, "", id ? `/orders/import?run=${id}` : "/orders/import");
  }

  async function run(file: LookedAt, sourceId: string, mapping: ColumnMapping | null) {
    setIsBusy(true);
    setError(undefined);
    const { format, rowsExpected } = file;
    const outcome = await start({ sourceId, fileName: file.file.name, format, mapping, rowsExpected });
    setIsBusy(false);
    if (!outcome.ok) {
      setError(outcome.refusal.sentence);
      return;
    }
    const controller = new AbortController();
    setSending(controller);
    show(outcome.value.bulkRunId);
    try {
      await postFile(`/orders/import/run?bulkRunId=${outcome.value.bulkRunId}`, file.file, controller.signal);
    } catch (thrown) {
      if (!controller.signal.aborted) setError(thrown instanceof Error ? thrown.message : "The import broke off.");
    } finally {
      setSending(null);
    }
  }

  function again() {
    setLooked(null);
    setError(undefined);
    show(null);
  }

  if (runId) {
    return (
      <ImportProgress
        bulkRunId={runId}
        error={error}
        onStop={sending ? () => sending.abort() : undefined}
        onAgain={again}
      />
    );
  }
  if (looked) {
    return <Look looked={looked} sources={sources} error={error} isBusy={isBusy} onImport={run} onBack={again} />;
  }
  return (
    <div className="px-edge pb-8">
      <FileDrop
        label="Drop a CSV or JSON file here"
        hint="One line per charge, or a Shopify order export. Nothing is stored before you say so."
        accept={ACCEPT}
        isDisabled={isBusy}
        error={error}
        onFile={(file) => void choose(file)}
      />
    </div>
  );
}

type LookProps = {
  readonly looked: LookedAt;
  readonly sources: readonly SourceChoice[];
  readonly error: string | undefined;
  readonly isBusy: boolean;
  readonly onImport: (file: LookedAt, sourceId: string, mapping: ColumnMapping | null) => Promise<void>;
  readonly onBack: () => void;
};

function detectedMapping(looked: LookedAt): ColumnMapping | null {
  if (looked.format === "json") return null;
  const { columns, dateFormat } = looked.preview.detected;
  return { columns: columns.map(({ header, target }) => ({ header, target })), dateFormat };
}

function Look({ looked, sources, error, isBusy, onImport, onBack }: LookProps) {
  const choices = fitting(sources, looked.format);
  const [sourceId, setSourceId] = useState(choices[0]?.sourceId ?? "");
  const [mapping, setMapping] = useState(() => detectedMapping(looked));
  const faults = mapping ? mappingFaults(mapping) : [];
  const lines =
    looked.format === "json"
      ? looked.lines
      : mapping && faults.length === 0
        ? previewLines(looked.preview, mapping)
        : [];
  return (
    <>
      <Toolbar className="gap-3">
        <p className="min-w-0 flex-1 basis-48 truncate">
          <strong className="font-medium">{looked.file.name}</strong>{" "}
          <span className="text-soft">
            about {looked.rowsExpected.toLocaleString("en-US")} {looked.format === "csv" ? "lines" : "orders"}
          </span>
        </p>
        <Field label="Source" isLabelHidden className="w-64 max-md:w-full">
          <Select value={sourceId} onChange={(event) => setSourceId(event.target.value)}>
            {choices.map((source) => (
              <option key={source.sourceId} value={source.sourceId}>
                {source.name} → {source.companyName}
              </option>
            ))}
          </Select>
        </Field>
        <Button variant="quiet" onClick={onBack}>
          Another file
        </Button>
        <Button
          variant="primary"
          pending={isBusy}
          whyNot={faults[0]}
          onClick={() => void onImport(looked, sourceId, mapping)}
        >
          Import orders
        </Button>
      </Toolbar>
      {error ? (
        <Banner tone="bad" title="This was not imported.">
          {error}
        </Banner>
      ) : null}
      {faults[0] ? (
        <Banner tone="warn" title="The columns are not clear yet.">
          {faults.join(" ")}
        </Banner>
      ) : null}
      <Section title="First orders" isFlush>
        <OrderPreview lines={lines} />
      </Section>
      {looked.format === "csv" && mapping ? (
        <ColumnTable detected={looked.preview.detected} mapping={mapping} onChange={setMapping} />
      ) : null}
    </>
  );
}

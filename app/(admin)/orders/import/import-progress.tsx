// How far is the import, and what was refused?
"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { Banner } from "#components/ui/banner.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Section } from "#components/ui/page.tsx";
import { Progress } from "#components/ui/progress.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import type { RefusedRow, ShownImport } from "#lib/orders/imports/import.ts";

type Props = {
  readonly bulkRunId: string;
  readonly error: string | undefined;
  /** Ends the sending; missing when this page is not the one that sends. */
  readonly onStop: (() => void) | undefined;
  readonly onAgain: () => void;
};

const POLL_MS = 700;

export function ImportProgress({ bulkRunId, error, onStop, onAgain }: Props) {
  const { data: run, error: lost } = useQuery({
    queryKey: ["import", bulkRunId],
    queryFn: ({ signal }) => fetchJson<ShownImport>(`/orders/import/${bulkRunId}`, signal),
    refetchInterval: (query) => (query.state.data && query.state.data.state !== "running" ? false : POLL_MS),
  });
  if (!run) {
    return lost ? (
      <Banner
        tone="bad"
        title="This import could not be shown."
        actions={
          <Button size="sm" onClick={onAgain}>
            Import a file
          </Button>
        }
      >
        {lost.message}
      </Banner>
    ) : (
      <div className="px-edge pb-6">
        <Progress label="Opening the import" />
      </div>
    );
  }
  const isRunning = run.state === "running";
  return (
    <>
      {error ? (
        <Banner tone="bad" title="The import stopped.">
          {error}
        </Banner>
      ) : null}
      <div className="grid gap-4 border-b border-line px-edge pb-5">
        <ProgressOf run={run} />
        <p aria-live="polite" className={isRunning ? "sr-only" : "text-md"}>
          {isRunning ? "" : closingSentence(run)}
        </p>
        <div className="flex flex-wrap gap-2">
          {isRunning && onStop ? <Button onClick={onStop}>Stop</Button> : null}
          {isRunning ? null : (
            <>
              <ButtonLink variant="primary" href="/orders">
                See the orders
              </ButtonLink>
              <Button onClick={onAgain}>Import another file</Button>
            </>
          )}
        </div>
      </div>
      {run.rowsFailed > 0 ? <Refused run={run} /> : null}
    </>
  );
}

function ProgressOf({ run }: { readonly run: ShownImport }) {
  const unit = run.format === "csv" ? "lines" : "orders";
  const done = run.rowsDone.toLocaleString("en-US");
  const failed = run.rowsFailed > 0 ? `, ${run.rowsFailed.toLocaleString("en-US")} refused` : "";
  if (run.state !== "running") {
    return <Progress label={run.fileName} value={1} max={1} detail={`${done} ${unit} read${failed}`} />;
  }
  // The total is a guess from the file's size, so the bar never quite fills before the end.
  const max = Math.max(run.rowsExpected ?? 0, 1);
  const value = Math.min(run.rowsDone, Math.floor(max * 0.98));
  return <Progress label={`Importing ${run.fileName}`} value={value} max={max} detail={`${done} ${unit}${failed}`} />;
}

function closingSentence(run: ShownImport): string {
  if (run.state === "done") return run.note ?? "Done.";
  const sentence =
    "The import did not reach the end of the file. Import it again: what is already here will not be doubled.";
  return run.note && run.note !== "reading" ? `${run.note} ${sentence}` : sentence;
}

function Refused({ run }: { readonly run: ShownImport }) {
  const address = `/orders/import/${run.bulkRunId}/refused`;
  const count = run.rowsFailed.toLocaleString("en-US");
  return (
    <Section
      title={`${count} refused`}
      isFlush
      aside={
        <a href={address} download className={buttonClass("plain", "sm")}>
          <Download aria-hidden />
          Download {count} {run.format === "csv" ? "lines" : "orders"} to correct
        </a>
      }
    >
      <Table label="Refused lines">
        <TableHead>
          <Row>
            <HeadCell align="end">Line</HeadCell>
            <HeadCell>Why</HeadCell>
            <HeadCell>As it came</HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {run.refused.map((row) => (
            <Row key={row.line}>
              <Cell phone="title" align="end" className="font-medium">
                {row.line}
              </Cell>
              <Cell phone="wide">{row.reason}</Cell>
              <Cell phone="wide" className="max-w-96 truncate text-soft">
                {asItCame(row)}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
      {run.rowsFailed > run.refused.length ? (
        <p className="px-edge py-3 text-soft">
          The first {run.refused.length} are shown; the download has all of them.
        </p>
      ) : null}
    </Section>
  );
}

function asItCame({ record }: RefusedRow): string {
  const text = Array.isArray(record) ? record.filter((cell) => cell !== "").join(" · ") : JSON.stringify(record);
  return (text ?? "").slice(0, 300);
}

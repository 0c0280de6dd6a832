// How are orders exported? First a look at QuickBooks, then the question, then how far it is and what came of it.
"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Progress } from "#components/ui/progress.tsx";
import type {
  ChooseOrders,
  ExportCheck,
  ExportRow,
  ExportRunShown,
  ExportStarted,
  PaymentChoice,
} from "#lib/sync/exports.ts";

import { check, send } from "./actions.ts";
import { ExportPayments } from "./export-payments.tsx";
import { ExportResult, resultTitle } from "./export-result.tsx";
import { ExportRows, Unchecked } from "./export-rows.tsx";

const RUNNING_MS = 1_000;

type ExportDialogProps = {
  readonly companyFileId: string;
  /** Null: nothing is asked. */
  readonly select: ChooseOrders | null;
  readonly onClose: () => void;
  readonly onStarted?: () => void;
};

export function ExportDialog({ companyFileId, select, onClose, onStarted }: ExportDialogProps) {
  const queries = useQueryClient();
  function close() {
    void queries.invalidateQueries({ queryKey: ["orders"] });
    void queries.invalidateQueries({ queryKey: ["order"] });
    onClose();
  }
  if (!select) return null;
  return <OpenDialog companyFileId={companyFileId} select={select} onClose={close} onStarted={onStarted} />;
}

type OpenDialogProps = {
  readonly companyFileId: string;
  readonly select: ChooseOrders;
  readonly onClose: () => void;
  readonly onStarted: (() => void) | undefined;
};

function OpenDialog({ companyFileId, select, onClose, onStarted }: OpenDialogProps) {
  const look = useLook(companyFileId, select);
  const [started, setStarted] = useState<ExportStarted | null>(null);
  const run = useExport(started?.bulkRunId ?? null);
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const [payments, setPayments] = useState<PaymentChoice | null>(null);
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const seen = look.seen;
  const ticked = seen ? tickedIn(seen, unticked) : null;
  const isAsked = ticked !== null && ticked.asksPayments > 0;

  async function go() {
    setSending(true);
    setRefusal(null);
    const outcome = await send({
      companyFileId,
      select: seen ? chosenIn(select, seen, unticked) : select,
      ...(isAsked && payments ? { payments } : {}),
    });
    setSending(false);
    if (!outcome.ok) return setRefusal(outcome.refusal.sentence);
    setStarted(outcome.value);
    onStarted?.();
  }

  const isDone = run.data?.isDone === true;
  return (
    <Dialog
      open
      wide
      onOpenChange={(isOpen) => (isOpen ? null : onClose())}
      title={started ? (run.data ? resultTitle(run.data) : "Exporting to QuickBooks") : "Export to QuickBooks"}
      description={started ? undefined : <Lead look={look} />}
      footer={
        <>
          <Button onClick={onClose}>{started ? "Close" : "Cancel"}</Button>
          {started || !seen ? null : (
            <Button
              variant="primary"
              pending={isSending}
              whyNot={whyNot(ticked?.count ?? 0, isAsked && payments === null)}
              onClick={() => void go()}
            >
              Export {counted(ticked?.count ?? 0, nouns.order)}
            </Button>
          )}
        </>
      }
    >
      {started ? <Going started={started} run={run.data} error={run.error} /> : null}
      <p role="status" className="sr-only">
        {isDone && run.data ? resultTitle(run.data) : ""}
      </p>
      {!started && !seen && !look.refusal ? <Progress label="Looking in QuickBooks" /> : null}
      {(look.refusal ?? refusal) ? (
        <p role="alert" className="pb-2 text-bad">
          {look.refusal ?? refusal}
        </p>
      ) : null}
      {!started && seen ? (
        <>
          <Unchecked check={seen} />
          {isAsked ? <ExportPayments count={ticked.asksPayments} choice={payments} onChoose={setPayments} /> : null}
          <ExportRows
            check={seen}
            now={look.at}
            isTicked={(row) => !unticked.has(row.orderId)}
            onToggle={(row) => setUnticked(toggled(unticked, row.orderId))}
          />
        </>
      ) : null}
    </Dialog>
  );
}

type Look = { readonly seen: ExportCheck | null; readonly at: string; readonly refusal: string | null };

/** Asks once, when the dialog opens. */
function useLook(companyFileId: string, select: ChooseOrders): Look {
  const [look, setLook] = useState<Look>({ seen: null, at: "", refusal: null });
  useEffect(() => {
    let isOver = false;
    async function ask() {
      const outcome = await check({ companyFileId, select });
      if (isOver) return;
      const at = new Date().toISOString();
      if (outcome.ok) setLook({ seen: outcome.value, at, refusal: null });
      else setLook({ seen: null, at, refusal: outcome.refusal.sentence });
    }
    ask().catch(() => {
      if (!isOver)
        setLook({ seen: null, at: "", refusal: "The server could not be reached. Close this and try again." });
    });
    return () => {
      isOver = true;
    };
  }, [companyFileId, select]);
  return look;
}

/** How far the export is, asked every second until it is done. */
function useExport(bulkRunId: string | null) {
  return useQuery({
    queryKey: ["export", bulkRunId],
    queryFn: async ({ signal }) => await fetchJson<ExportRunShown>(`/orders/exports/${bulkRunId ?? ""}`, signal),
    enabled: bulkRunId !== null,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.isDone ? false : RUNNING_MS),
  });
}

function Lead({ look: { seen } }: { readonly look: Look }) {
  if (!seen) return <>QuickBooks is asked how these orders stand there now.</>;
  const cut = seen.isCut ? ` More match; the newest ${counted(seen.total, nouns.order)} are taken.` : "";
  return (
    <>
      {counted(seen.exportable, nouns.order)} of {seen.total} can be exported.{cut}
    </>
  );
}

type GoingProps = { started: ExportStarted; run: ExportRunShown | undefined; error: Error | null };

function Going({ started, run, error }: GoingProps) {
  if (!run && error) return <p className="text-soft">The progress could not be read. {error.message}</p>;
  if (!run) return <Progress label="Exporting to QuickBooks" />;
  return <ExportResult run={run} skipped={started.skipped} unasked={started.unasked} />;
}

function whyNot(count: number, isPaymentOpen: boolean): string | undefined {
  if (count === 0) return "Nothing that can be exported is ticked";
  return isPaymentOpen ? "Say first what becomes of the payments" : undefined;
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return ids.has(id) ? new Set([...ids].filter((each) => each !== id)) : new Set([...ids, id]);
}

/** What is ticked: what is shown, and everything beyond it. */
function tickedIn(seen: ExportCheck, unticked: ReadonlySet<string>) {
  const off = seen.rows.filter((row: ExportRow) => row.isExportable && unticked.has(row.orderId));
  return {
    count: seen.exportable - off.length,
    asksPayments: seen.asksPayments - off.filter((row) => row.asksPayments).length,
  };
}

/** By name where all of them are seen; else as they were chosen, without those that were unticked. */
function chosenIn(select: ChooseOrders, seen: ExportCheck, unticked: ReadonlySet<string>): ChooseOrders {
  if (seen.rows.length === seen.total) {
    const ticked = seen.rows.filter((row) => row.isExportable && !unticked.has(row.orderId));
    return { is: "rows", orderIds: ticked.map((row) => row.orderId) };
  }
  if (select.is === "filter") return { ...select, except: [...unticked] };
  return { is: "rows", orderIds: select.orderIds.filter((orderId) => !unticked.has(orderId)) };
}

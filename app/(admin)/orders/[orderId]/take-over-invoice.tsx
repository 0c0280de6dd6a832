// Which invoice of QuickBooks is this order's? Paged through one by one, with lines and payments, then linked or imported.
"use client";

import { ChevronLeft, ChevronRight, TriangleAlert } from "lucide-react";
import { useState } from "react";

import { counted } from "#app/(admin)/_watch/words.ts";
import { Money } from "#components/money.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { DateText } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.tsx";
import { INVOICES_PAGE, whyNoImportSentences, type OfferedInvoice, type OfferedInvoices } from "#lib/sync/invoices.ts";

import { MethodQuestions, whyNotResolved, type MethodAnswers } from "./method-answers.tsx";
import { invoicesOfCustomer, takeOver } from "./payment-actions.ts";
import { NotTold } from "./not-told.tsx";
import { useAsked } from "./use-asked.ts";

const nouns = { line: { one: "line", many: "lines" }, payment: { one: "payment", many: "payments" } };

type TakeOverInvoiceProps = {
  readonly orderId: string;
  readonly onClose: () => void;
  readonly onTaken: () => void;
};

export function TakeOverInvoice(props: TakeOverInvoiceProps) {
  const [from, setFrom] = useState(1);
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => (open ? undefined : props.onClose())}
      title="Link an invoice that is in QuickBooks"
      description="Link only ties this order's invoice to it. Link and import also brings its lines and payments into the order."
    >
      <Pages key={from} {...props} from={from} onFrom={setFrom} />
    </Dialog>
  );
}

type PagesProps = TakeOverInvoiceProps & { readonly from: number; readonly onFrom: (from: number) => void };

function Pages({ from, onFrom, ...props }: PagesProps) {
  const { orderId, onClose } = props;
  const [asked, askAgain] = useAsked(["invoices", orderId, from], () => invoicesOfCustomer({ orderId, from }));
  const [index, setIndex] = useState(0);
  if (asked.is !== "told") return <NotTold asked={asked} onClose={onClose} onAskAgain={askAgain} />;
  const { invoices, next, customerName } = asked.value;
  const invoice = invoices[index];
  if (!invoice) {
    return (
      <div className="grid gap-4">
        <p role="status">
          {from === 1 ? `${customerName} has no invoice in QuickBooks.` : "There are no more invoices."}
        </p>
        <div className="flex justify-end gap-2">
          {from === 1 ? null : <Button onClick={() => onFrom(1)}>Back to the newest</Button>}
          <Button onClick={onClose}>Close</Button>
        </div>
      </div>
    );
  }
  const isLast = index === invoices.length - 1;
  return (
    <div className="grid gap-4">
      <div className="flex items-center justify-between gap-2">
        <Button
          icon={<ChevronLeft aria-hidden />}
          whyNot={index === 0 && from === 1 ? "This is the newest invoice" : undefined}
          onClick={() => (index === 0 ? onFrom(Math.max(1, from - INVOICES_PAGE)) : setIndex(index - 1))}
        >
          Newer
        </Button>
        <p role="status" className="text-soft">
          Invoice {from + index} of {next === null ? from + invoices.length - 1 : "more"}
        </p>
        <Button
          whyNot={isLast && next === null ? "This is the oldest invoice" : undefined}
          onClick={() => (isLast && next !== null ? onFrom(next) : setIndex(index + 1))}
        >
          Older
          <ChevronRight aria-hidden />
        </Button>
      </div>
      <Offered key={invoice.ledgerId} {...props} invoice={invoice} offered={asked.value} onAgain={askAgain} />
    </div>
  );
}

type OfferedProps = TakeOverInvoiceProps & {
  readonly invoice: OfferedInvoice;
  readonly offered: OfferedInvoices;
  readonly onAgain: () => void;
};

function Offered({ orderId, invoice, offered, onClose, onTaken, onAgain }: OfferedProps) {
  const [answers, setAnswers] = useState<MethodAnswers>({});
  const [pending, setPending] = useState<"link" | "import">();
  const [refusal, setRefusal] = useState<{ readonly sentence: string; readonly isOld: boolean }>();
  const { ledgerId, versionToken, number, unknownMethods, linkedTo, whyNoImport } = invoice;
  const whyNot = linkedTo === null ? undefined : `It is ${linkedTo} already`;

  async function take(isImport: boolean) {
    setPending(isImport ? "import" : "link");
    setRefusal(undefined);
    const outcome = await takeOver({ orderId, ledgerId, versionToken, isImport, methods: answers });
    setPending(undefined);
    if (!outcome.ok) {
      const { sentence, code } = outcome.refusal;
      return setRefusal({ sentence, isOld: code === "moved-on" });
    }
    const { lines, payments } = outcome.value;
    const detail = isImport
      ? `${counted(lines, nouns.line)} and ${counted(payments, nouns.payment)} imported.`
      : "Nothing was imported.";
    toast.done(`Invoice ${number} is linked`, { detail });
    onTaken();
    onClose();
  }

  return (
    <>
      <InvoiceShown invoice={invoice} />
      {linkedTo === null ? (
        <p className="text-soft">With the next export it becomes {offered.ownNumber} and says what the order says.</p>
      ) : (
        <p className="flex items-start gap-1.5 text-warn">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          It belongs to {linkedTo} and cannot be taken from there.
        </p>
      )}
      {whyNoImport ? <p className="text-warn">{whyNoImportSentences[whyNoImport]}</p> : null}
      {linkedTo === null && whyNoImport === null ? (
        <MethodQuestions unknown={unknownMethods} methods={offered.methods} answers={answers} onAnswer={setAnswers} />
      ) : null}
      {refusal ? (
        <p role="alert" className="text-bad">
          {refusal.sentence}
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        {refusal?.isOld ? <Button onClick={onAgain}>Look again</Button> : null}
        <Button pending={pending === "link"} whyNot={whyNot} onClick={() => void take(false)}>
          Link only
        </Button>
        <Button
          variant="primary"
          pending={pending === "import"}
          whyNot={whyNot ?? (whyNoImport ? whyNoImportSentences[whyNoImport] : whyNotResolved(unknownMethods, answers))}
          onClick={() => void take(true)}
        >
          Link and import
        </Button>
      </div>
    </>
  );
}

function InvoiceShown({ invoice }: { readonly invoice: OfferedInvoice }) {
  const { number, date, customerName, total, balance, lines, payments, unknownMethods } = invoice;
  return (
    <section aria-label={`Invoice ${number}`} className="grid gap-3 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">
          Invoice {number} · <DateText date={date} />
        </h3>
        <span>
          <Money value={total} />, open <Money value={balance} />
        </span>
      </div>
      <p className="text-soft">{customerName}</p>
      <ul aria-label="Lines">
        {lines.map((line) => (
          <li key={line.lineNumber} className="flex flex-wrap items-baseline gap-x-3 py-0.5">
            <span>
              {line.quantity === "1" ? "" : `${line.quantity} × `}
              {line.itemName || "No item"}
            </span>
            {line.description ? <span className="text-soft">{line.description}</span> : null}
            <span className="ml-auto">
              <Money value={line.amount} />
            </span>
          </li>
        ))}
      </ul>
      {payments.length === 0 ? (
        <p className="text-soft">Nothing was paid on it.</p>
      ) : (
        <ul aria-label="Payments of the invoice" className="border-t border-line pt-2">
          {payments.map(({ ledgerId, date: day, method, reference, amount }) => (
            <li key={ledgerId} className="flex flex-wrap items-center gap-x-3 py-0.5">
              <DateText date={day} />
              <span className={isUnknown(method, unknownMethods) ? "inline-flex items-center gap-1 text-warn" : ""}>
                {isUnknown(method, unknownMethods) ? (
                  <TriangleAlert aria-label="Unknown:" className="size-3.5" />
                ) : null}
                {method ?? "No method"}
              </span>
              {reference ? <span className="text-soft">{reference}</span> : null}
              <span className="ml-auto">
                <Money value={amount} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function isUnknown(method: string | null, unknown: readonly string[]): boolean {
  return method !== null && unknown.some((name) => name.toLowerCase() === method.trim().toLowerCase());
}

// What would a file of decisions do? Each kind with rows and money, then every line that is not done, and what helps.
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useId } from "react";

import { counted, figure } from "#app/(admin)/_watch/words.ts";
import { MoneyList } from "#components/money.tsx";
import { Button } from "#components/ui/button.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { decisionLabels } from "#lib/sync/act-labels.ts";
import type { DecisionsLook as Looked, RefusedLine } from "#lib/sync/deciding.ts";

import { spoken } from "./use-selection.ts";

type DecisionsLookProps = {
  readonly look: Looked;
  readonly fileName: string;
  /** All lines that are not done, as a file. */
  readonly onAll: () => void;
};

const ROW = { one: "row", many: "rows" };

export function DecisionsLook({ look, fileName, onAll }: DecisionsLookProps) {
  const { total, counts, refused, refusedTotal, already, alreadyTotal, blank } = look;
  return (
    <div className="grid gap-5">
      <p role="status">
        <strong className="break-words">{fileName}</strong>{" "}
        <span className="text-soft">
          {total === 0 ? "decides nothing that can be done" : `decides ${counted(total, ROW)}`}
          {blank > 0
            ? `; ${counted(blank, ROW)} without a decision ${blank === 1 ? "stays" : "stay"} as ${blank === 1 ? "it is" : "they are"}`
            : ""}
          . Nothing is changed yet.
        </span>
      </p>
      {counts.length > 0 ? <Counts counts={counts} /> : null}
      <RefusedList title="Cannot be done" tone="warn" lines={refused} total={refusedTotal} />
      <RefusedList title="Decided already" tone="neutral" lines={already} total={alreadyTotal} />
      {refusedTotal + alreadyTotal > 0 ? (
        <p>
          <Button size="sm" onClick={onAll}>
            Download the {counted(refusedTotal + alreadyTotal, { one: "line", many: "lines" })} not done
          </Button>
        </p>
      ) : null}
    </div>
  );
}

function Counts({ counts }: Pick<Looked, "counts">) {
  return (
    <Table label="What would be done" isStacked={false}>
      <TableHead>
        <Row>
          <HeadCell>Decision</HeadCell>
          <HeadCell align="end">Rows</HeadCell>
          <HeadCell align="end">Amount</HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {counts.map(({ decision, rows, money, says }) => (
          <Row key={decision}>
            <Cell className="whitespace-normal">
              <span className="font-medium">{decisionLabels[decision]}</span>
              <span className="block py-0.5 text-xs text-soft">{says.join(" ")}</span>
            </Cell>
            <Cell align="end">{figure(rows)}</Cell>
            <Cell align="end">
              <MoneyList values={spoken(money)} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

type RefusedListProps = {
  readonly title: string;
  readonly tone: "warn" | "neutral";
  readonly lines: readonly RefusedLine[];
  readonly total: number;
};

/** Each line with its number, what it is about, why not and what helps. */
export function RefusedList({ title, tone, lines, total }: RefusedListProps) {
  const id = useId();
  if (total === 0) return null;
  const Icon = tone === "warn" ? TriangleAlert : CircleCheck;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="flex items-center gap-2 font-medium">
        <Icon aria-hidden className={tone === "warn" ? "size-4 text-warn" : "size-4 text-faint"} />
        {title} <span className="font-normal text-faint">{figure(total)}</span>
      </h3>
      <ul aria-labelledby={id} className="mt-2 border-t border-line">
        {lines.map((line) => (
          <li
            key={line.line}
            className="grid grid-cols-[4.5rem_1fr] gap-x-3 border-b border-line py-2 max-md:grid-cols-1"
          >
            <span className="text-faint tabular-nums">Line {figure(line.line)}</span>
            <span className="min-w-0">
              <About line={line} />
              <span className="block">{line.reason}</span>
              {line.isAlready ? null : <span className="block text-soft">{line.fix}</span>}
            </span>
          </li>
        ))}
      </ul>
      {total > lines.length ? (
        <p className="flex items-center gap-2 pt-2 text-soft">
          <CircleAlert aria-hidden className="size-4 text-faint" />
          The first {figure(lines.length)} of {figure(total)}.
        </p>
      ) : null}
    </section>
  );
}

/** "Invoice 1042 · Mark paid: Cheque 4711" */
function About({ line: { title, record, decision, value } }: { readonly line: RefusedLine }) {
  const said = [decision, value].filter((word) => word !== "").join(": ");
  return (
    <span className="block break-words">
      {title === "" ? (
        <span className="font-mono text-xs">{record || "no record ID"}</span>
      ) : (
        <span className="font-medium">{title}</span>
      )}
      {said === "" ? null : <span className="text-soft"> · {said}</span>}
    </span>
  );
}

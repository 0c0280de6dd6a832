// What would a file of decisions do? Each kind with rows and money, then every line that is not done, and what helps.
import { RefusedList } from "#app/(admin)/_watch/refused-list.tsx";
import { counted, figure } from "#app/(admin)/_watch/words.ts";
import { MoneyList } from "#components/money.tsx";
import { Button } from "#components/ui/button.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { decisionLabels } from "#lib/sync/act-labels.ts";
import type { DecisionsLook as Looked } from "#lib/sync/deciding.ts";

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

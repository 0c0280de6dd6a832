// How do versions of a document differ, field by field? A column each, what belongs together beside each other; differences have a mark and a word.
import { Columns2, PencilLine, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";

import type { FieldCompared, LineCompared } from "#lib/sync/drift.ts";
import { fieldNames } from "#lib/sync/drift-cause.ts";

import { cn } from "./ui/cn.ts";
import { DateText } from "./ui/relative-time.tsx";

export type ComparedColumn = {
  readonly is: "now" | "sent" | "books";
  readonly name: string;
  /** What stands where the column says nothing. */
  readonly none: string;
};

type FieldShown = FieldCompared & {
  /** Why it is shown, when neither side changed it. */
  readonly apart?: string | undefined;
};

type ComparedFieldsProps = {
  readonly label: string;
  readonly columns: readonly ComparedColumn[];
  readonly fields: readonly FieldShown[];
};

/** Narrow enough for a side panel; on a phone the columns stand below each other, each with its name. */
export function ComparedFields({ label, columns, fields }: ComparedFieldsProps) {
  return (
    <div className="grid gap-3">
      <div aria-hidden className={cn(gridOf(columns), "pl-3.5 text-xs text-faint max-md:hidden")}>
        {columns.map(({ is, name }) => (
          <span key={is}>{name}</span>
        ))}
      </div>
      <ul aria-label={label} className="grid gap-3">
        {fields.map((field) => (
          <li key={field.field}>
            <ComparedField field={field} columns={columns} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Written out, because class names are looked for as they stand. */
function gridOf(columns: readonly ComparedColumn[]): string {
  return columns.length === 3 ? "grid grid-cols-3 gap-x-4" : "grid grid-cols-2 gap-x-4";
}

type ComparedFieldProps = { readonly field: FieldShown; readonly columns: readonly ComparedColumn[] };

function ComparedField({ field, columns }: ComparedFieldProps) {
  const { isTheirs, isRounding, isOurs, apart } = field;
  const edge = isTheirs ? "border-l-2 border-warn pl-3" : isOurs || apart ? "border-l-2 border-accent pl-3" : "pl-3.5";
  return (
    <section aria-label={fieldNames[field.field]} className={edge}>
      <h4 className="flex flex-wrap items-center gap-x-3 font-medium">
        {fieldNames[field.field]}
        {isTheirs ? (
          <Mark icon={<PencilLine aria-hidden className="size-3" />} tone="text-warn">
            {isRounding ? "Rounded differently by QuickBooks" : "Changed in QuickBooks"}
          </Mark>
        ) : null}
        {isOurs ? (
          <Mark icon={<RefreshCw aria-hidden className="size-3" />} tone="text-accent">
            Changed in the order since
          </Mark>
        ) : null}
        {apart && !isTheirs && !isOurs ? (
          <Mark icon={<Columns2 aria-hidden className="size-3" />} tone="text-accent">
            {apart}
          </Mark>
        ) : null}
      </h4>
      {field.lines && field.lines.length > 0 ? (
        <Lines lines={field.lines} columns={columns} isTheirs={isTheirs} />
      ) : (
        <Cells columns={columns} isTheirs={isTheirs} textsOf={({ is }) => shownTexts(field, is)} />
      )}
    </section>
  );
}

type MarkProps = { readonly icon: ReactNode; readonly tone: string; readonly children: ReactNode };

function Mark({ icon, tone, children }: MarkProps) {
  return (
    <span className={cn("inline-flex items-center gap-1 text-xs", tone)}>
      {icon} {children}
    </span>
  );
}

type LinesProps = {
  readonly lines: readonly LineCompared[];
  readonly columns: readonly ComparedColumn[];
  readonly isTheirs: boolean;
};

/** Each line that differs in a row of its own, those in between counted. */
function Lines({ lines, columns, isTheirs }: LinesProps) {
  const isAll = lines.every(({ isSame }) => isSame);
  const shown = isAll ? lines : lines.filter(({ isSame }) => !isSame);
  const same = lines.length - shown.length;
  return (
    <>
      <ul className="grid gap-1.5">
        {shown.map((line, index) => (
          <li key={index}>
            <Cells
              columns={columns}
              isTheirs={isTheirs && !line.isSame}
              none="no such line"
              textsOf={({ is }) => (line[is] === null ? [] : [line[is]])}
            />
          </li>
        ))}
      </ul>
      {same > 0 ? (
        <p className="mt-0.5 text-xs text-faint">
          {same === 1 ? "One more line is the same." : `${same} more lines are the same.`}
        </p>
      ) : null}
    </>
  );
}

type CellsProps = {
  readonly columns: readonly ComparedColumn[];
  readonly isTheirs: boolean;
  readonly none?: string;
  readonly textsOf: (column: ComparedColumn) => readonly ReactNode[];
};

function Cells({ columns, isTheirs, none, textsOf }: CellsProps) {
  return (
    <dl className={cn("mt-0.5 gap-y-0.5 max-md:grid-cols-[7rem_1fr]", gridOf(columns))}>
      {columns.map((column) => {
        const texts = textsOf(column);
        return (
          <div key={column.is} className="min-w-0 max-md:col-span-2 max-md:grid max-md:grid-cols-subgrid">
            <dt className="text-xs/5 text-faint md:sr-only">{column.name}</dt>
            <dd className={cn("wrap-anywhere", column.is === "books" && isTheirs && "font-medium")}>
              {texts.length === 0 ? <span className="text-faint">{none ?? column.none}</span> : null}
              {texts.map((text, index) => (
                <span key={index} className="block">
                  {text}
                </span>
              ))}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** Dates as people write them; everything else is a text already. */
function shownTexts(field: FieldShown, is: ComparedColumn["is"]): readonly ReactNode[] {
  const texts = field[is] ?? [];
  const isDate = field.field === "date" || field.field === "dueDate";
  return isDate ? texts.map((date) => <DateText key={date} date={date} />) : texts;
}

// What does each column mean? The detection's answer, with the cells it is seen in, to be corrected by a person.
"use client";

import { CircleAlert, CircleCheck } from "lucide-react";

import { Badge } from "#components/ui/badge.tsx";
import { Field, Select } from "#components/ui/field.tsx";
import { Section } from "#components/ui/page.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import {
  csvFieldNames,
  csvFields,
  type ColumnMapping,
  type ColumnTarget,
  type DetectedColumns,
} from "#lib/orders/sources/csv-columns.ts";
import type { DateFormat } from "#lib/orders/sources/csv-values.ts";

type Props = {
  readonly detected: DetectedColumns;
  readonly mapping: ColumnMapping;
  readonly onChange: (mapping: ColumnMapping) => void;
};

const GROUPS = ["Order", "Customer", "Invoice", "Charge", "Payment"] as const;
const SURE = 0.9;
const DATES: Readonly<Record<DateFormat, string>> = {
  YMD: "Year first: 2026-11-18",
  MDY: "Month first: 11/18/2026",
  DMY: "Day first: 18/11/2026",
};

export function ColumnTable({ detected, mapping, onChange }: Props) {
  function choose(at: number, target: ColumnTarget) {
    onChange({
      ...mapping,
      columns: mapping.columns.map((column, index) => (index === at ? { ...column, target } : column)),
    });
  }
  return (
    <Section title="Columns" isFlush aside={<DateChoice detected={detected} mapping={mapping} onChange={onChange} />}>
      <Table label="Columns of the file">
        <TableHead>
          <Row>
            <HeadCell>Column</HeadCell>
            <HeadCell>First cells</HeadCell>
            <HeadCell>Means</HeadCell>
            <HeadCell>Detection</HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {detected.columns.map((column, at) => {
            const target = mapping.columns[at]?.target ?? "ignore";
            return (
              <Row key={`${at} ${column.header}`}>
                <Cell phone="title" className="font-medium">
                  {column.header || "(no name)"}
                </Cell>
                <Cell phone="sub" className="max-w-80 truncate text-soft">
                  {column.samples.join(" · ")}
                </Cell>
                <Cell phone="wide">
                  <Field label={`${column.header} means`} isLabelHidden>
                    <TargetSelect value={target} onChange={(chosen) => choose(at, chosen)} />
                  </Field>
                </Cell>
                <Cell phone="end">
                  <Confidence isChanged={target !== column.target} confidence={column.confidence} />
                </Cell>
              </Row>
            );
          })}
        </TableBody>
      </Table>
    </Section>
  );
}

function DateChoice({ detected, mapping, onChange }: Props) {
  return (
    <div className="flex items-center gap-2">
      {detected.isDateFormatUnclear ? <span className="text-xs text-warn">Day and month are not clear</span> : null}
      <Field label="Dates are written" isLabelHidden>
        <Select
          value={mapping.dateFormat}
          onChange={(event) => onChange({ ...mapping, dateFormat: event.target.value as DateFormat })}
        >
          {Object.entries(DATES).map(([format, label]) => (
            <option key={format} value={format}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}

function TargetSelect({
  value,
  onChange,
}: {
  readonly value: ColumnTarget;
  readonly onChange: (target: ColumnTarget) => void;
}) {
  return (
    <Select value={value} onChange={(event) => onChange(event.target.value as ColumnTarget)}>
      <option value="reference">Reference, under its own name</option>
      <option value="customField">Custom field, under its own name</option>
      <option value="ignore">Left out</option>
      {GROUPS.map((group) => (
        <optgroup key={group} label={group}>
          {csvFieldNames
            .filter((name) => csvFields[name].group === group)
            .map((name) => (
              <option key={name} value={name}>
                {csvFields[name].label}
              </option>
            ))}
        </optgroup>
      ))}
    </Select>
  );
}

function Confidence({ isChanged, confidence }: { readonly isChanged: boolean; readonly confidence: number }) {
  if (isChanged) return <Badge tone="accent">Changed by you</Badge>;
  if (confidence >= SURE) {
    return (
      <Badge tone="good" icon={<CircleCheck aria-hidden />}>
        Sure
      </Badge>
    );
  }
  return (
    <Badge tone="warn" icon={<CircleAlert aria-hidden />}>
      Please check
    </Badge>
  );
}

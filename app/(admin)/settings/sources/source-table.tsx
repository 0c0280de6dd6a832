// How are the sources listed, and how does one get its key?
"use client";

import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";

import { KeyButton } from "./key-button.tsx";
import { kindName } from "./words.ts";

export type SourceRow = {
  readonly sourceId: string;
  readonly name: string;
  readonly kind: string;
  readonly companyName: string;
  /** What of its API key may be shown, "tk_…Ab3d"; null without one. */
  readonly apiKeyStart: string | null;
};

type SourceTableProps = { readonly sources: readonly SourceRow[]; readonly mayManage: boolean };

export function SourceTable({ sources, mayManage }: SourceTableProps) {
  return (
    <Table label="Sources" className="border-t border-line">
      <TableHead>
        <Row>
          <HeadCell>Name</HeadCell>
          <HeadCell>Kind</HeadCell>
          <HeadCell>Company file</HeadCell>
          <HeadCell>API key</HeadCell>
          {mayManage ? (
            <HeadCell align="end">
              <span className="sr-only">Make a key</span>
            </HeadCell>
          ) : null}
        </Row>
      </TableHead>
      <TableBody>
        {sources.map((source) => (
          <Row key={source.sourceId}>
            <Cell phone="title" className="font-medium">
              {source.name}
            </Cell>
            <Cell className="text-soft">{kindName(source.kind)}</Cell>
            <Cell phone="wide">{source.companyName}</Cell>
            <Cell>
              {source.apiKeyStart === null ? (
                <span className="text-faint">No key</span>
              ) : (
                <code className="font-mono text-xs">{source.apiKeyStart}</code>
              )}
            </Cell>
            {mayManage ? (
              <Cell phone="end" align="end">
                <KeyButton source={source} />
              </Cell>
            ) : null}
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

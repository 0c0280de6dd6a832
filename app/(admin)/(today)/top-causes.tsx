// What stops the most documents? The causes, each a way into Problem Sync.
import Link from "next/link";

import { MoneyList } from "#components/money.tsx";
import { Section } from "#components/ui/page.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { problemTitle } from "#lib/problem.ts";
import type { Today } from "#lib/today/today.ts";

import { counted, tabLabels, tabNoun } from "../_watch/words.ts";
import { plainView, viewHref } from "../problems/view.ts";

export function TopCauses({ today: { causes, companyFiles } }: { readonly today: Today }) {
  if (causes.length === 0) return null;
  const areSeveral = companyFiles.length > 1;
  return (
    <Section title="Top causes" isFlush>
      <Table label="Top causes">
        <TableHead>
          <Row>
            <HeadCell>Cause</HeadCell>
            <HeadCell>Where</HeadCell>
            <HeadCell align="end">Stopped</HeadCell>
            <HeadCell align="end">Money</HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {causes.map((cause) => (
            <Row key={`${cause.companyFileId}/${cause.tab}/${cause.code}/${cause.about}`}>
              <Cell phone="title">
                <Link
                  href={viewHref({
                    ...plainView,
                    company: areSeveral ? cause.companyFileId : null,
                    tab: cause.tab,
                    filter: { code: cause.code, about: cause.about },
                  })}
                  prefetch={false}
                  className="text-link"
                >
                  {problemTitle(cause.code, cause.about)}
                </Link>
              </Cell>
              <Cell phone="hide" className="text-soft">
                {tabLabels[cause.tab]}
                {areSeveral ? ` in ${cause.company}` : null}
              </Cell>
              <Cell align="end" className="whitespace-nowrap">
                {counted(cause.rows, tabNoun(cause.tab))}
              </Cell>
              <Cell phone="end" align="end">
                <MoneyList values={cause.money} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

// What changed since a moment, deletions included?
import { envelopeTime } from "./clock.ts";
import type { Company } from "./company.ts";
import { entityOf, KINDS, type EntityName } from "./entities.ts";
import { badDate, queryError, required } from "./faults.ts";
import { asRow, asText, type Row } from "./json.ts";
import { isComputed, present } from "./present.ts";

const NEVER: readonly EntityName[] = ["Attachable", "TaxCode", "TaxRate"];
const REACH_MS = 30 * 86_400_000;
const CAP = 1000;

function slot(company: Company, entity: EntityName, since: number, room: number): Row {
  const changed: Row[] = [];
  for (const stored of company.table(entity).rows.values()) {
    const row = isComputed(entity) ? present(company, entity, stored) : stored;
    const time = Date.parse(asText(asRow(row.MetaData)?.LastUpdatedTime) ?? "");
    if (time >= since) changed.push(present(company, entity, stored));
  }
  const gone = company.tombstones
    .filter((stone) => stone.entity === entity && Date.parse(stone.time) >= since)
    .map((stone): Row => ({
      domain: "QBO",
      status: "Deleted",
      Id: stone.id,
      MetaData: { LastUpdatedTime: stone.time },
    }));
  const rows = [...changed, ...gone].slice(0, Math.max(0, room));
  if (rows.length === 0) return {};
  const answer: Row = { [entity]: rows, startPosition: 1, maxResults: rows.length };
  if (KINDS[entity].totalCount) answer.totalCount = rows.length;
  return answer;
}

/** The CDC envelope; at most 1,000 records over all entities, times older than 30 days are clamped or refused. Throws Fault. */
export function runCdc(company: Company, entities: string, changedSince: string, nowMs: number): Row {
  if (entities === "") throw required("entities");
  const asked = Date.parse(changedSince);
  if (Number.isNaN(asked)) throw badDate("changedSince", changedSince);
  if (asked < nowMs - REACH_MS && company.settings.readings.cdcBeyond30Days === "fault") {
    throw queryError("changedSince reaches back more than 30 days");
  }
  const since = Math.max(asked, nowMs - REACH_MS);
  let room = CAP;
  const slots = entities.split(",").map((name) => {
    const entity = entityOf(name.trim());
    if (entity === undefined || NEVER.includes(entity)) throw queryError(`invalid context declaration: ${name.trim()}`);
    const found = slot(company, entity, since, room);
    room -= Number(found.maxResults ?? 0);
    return found;
  });
  return { CDCResponse: [{ QueryResponse: slots }], time: envelopeTime(nowMs) };
}

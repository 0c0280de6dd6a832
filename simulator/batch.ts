// How are the items of a batch executed: in order, each by itself, each with its own fault?
import { envelopeTime } from "./clock.ts";
import type { Company } from "./company.ts";
import { entityOf } from "./entities.ts";
import {
  badEnum,
  badLength,
  batchTooLarge,
  Fault,
  faultMember,
  malformed,
  systemFailure,
  unsupported,
} from "./faults.ts";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { execute, type Operation } from "./operations.ts";
import { queryResponse } from "./query.ts";

/** What befalls an item; "executed" ones are in the books although their answer is a fault. */
export type ItemTrouble = (index: number) => { fault: Fault; executed: boolean } | undefined;

const OPERATIONS: readonly string[] = ["create", "update", "delete", "void", "send"];

function includes(item: Row): string[] {
  return (asText(item.optionsData) ?? "").split(",").map((option) => option.trim().toLowerCase());
}

function runItem(company: Company, item: Row, nowMs: number): Row {
  const query = asText(item.Query);
  if (query !== undefined) return { QueryResponse: queryResponse(company, query, nowMs) };
  const name = Object.keys(item).find((key) => asRow(item[key]) !== undefined);
  if (name === undefined) throw malformed("BatchItemRequest");
  const entity = entityOf(name);
  if (entity === undefined) throw unsupported(name);
  const operation = asText(item.operation) ?? "create";
  if (!OPERATIONS.includes(operation)) throw badEnum("operation", operation);
  const include = includes(item);
  const asVoid = operation === "update" && include.includes("void");
  return execute(company, nowMs, {
    entity,
    operation: asVoid ? "void" : (operation as Operation),
    body: asRow(item[name]) ?? {},
    include,
  });
}

/** Executes a batch; a refused item does not stop the others. Throws 1040, 2010 and (with a requestid) 2050. */
export function runBatch(company: Company, body: Row, nowMs: number, hasRequestId: boolean, trouble: ItemTrouble): Row {
  const items = asRows(body.BatchItemRequest);
  if (!Array.isArray(body.BatchItemRequest)) throw malformed("BatchItemRequest");
  const limit = company.settings.throttle.batchItems;
  if (items.length > limit) throw batchTooLarge(limit);
  for (const item of items) {
    const id = asText(item.bId) ?? "";
    if (hasRequestId && id.length > 10) throw badLength("bId", 10, id.length);
  }
  const responses = items.map((item, index): Row => {
    const bId = asText(item.bId);
    const tail: Row = bId === undefined ? {} : { bId };
    try {
      const hit = trouble(index);
      if (hit !== undefined && !hit.executed) throw hit.fault;
      const answer = runItem(company, item, nowMs);
      if (hit !== undefined) throw hit.fault;
      return { ...answer, ...tail };
    } catch (error) {
      return { Fault: faultMember(error instanceof Fault ? error : systemFailure()), ...tail };
    }
  });
  return { BatchItemResponse: responses, time: envelopeTime(nowMs) };
}

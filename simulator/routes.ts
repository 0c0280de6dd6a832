// Which operation does a request to /v3/company/… ask for?
import { companyInfo, preferencesEntity } from "./company-info.ts";
import { envelopeTime } from "./clock.ts";
import type { Company } from "./company.ts";
import { runBatch, type ItemTrouble } from "./batch.ts";
import { runCdc } from "./cdc.ts";
import { batchParts, type Part } from "./disturbances.ts";
import { entityOf, isTransaction, KINDS, type EntityName } from "./entities.ts";
import { formPdf, taxService } from "./extras.ts";
import { badLength, malformed, unsupported } from "./faults.ts";
import type { Request } from "./http.ts";
import { asRow, asRows, asText, parseJson, type Row } from "./json.ts";
import { execute, readOne, type Operation } from "./operations.ts";
import { runQuery } from "./query.ts";

export type Call = {
  kind: "read" | "write" | "batch";
  /** Number of items of a batch, 0 otherwise. */
  items: number;
  parts: Part[];
  requestId: string | undefined;
  /** Batches replay only with the same bIds. */
  signature: string;
  /** True for a write to a name list. */
  name: boolean;
  /** Type of the answer when it is no JSON; `run` then gives `{text}`. */
  type?: string;
  run: (company: Company, nowMs: number, trouble: ItemTrouble) => Row;
};

function parameter(url: URL, name: string): string | undefined {
  for (const [key, value] of url.searchParams) if (key.toLowerCase() === name) return value;
  return undefined;
}

function bodyOf(request: Request): Row {
  const body = asRow(parseJson(request.body));
  if (body === undefined) throw malformed("Invalid JSON: the request body");
  return body;
}

function requestId(url: URL, max: number): string | undefined {
  const id = parameter(url, "requestid");
  if (id !== undefined && id.length > max) throw badLength("requestid", max, id.length);
  return id === "" ? undefined : id;
}

function reading(entity: string, run: Call["run"]): Call {
  const parts = [{ entity, operation: entity === "query" ? "query" : "read", docNumber: undefined }];
  return { kind: "read", items: 0, parts, requestId: undefined, signature: "", name: false, run };
}

function operationOf(url: URL, body: Row): Operation {
  const operation = parameter(url, "operation");
  const include = (parameter(url, "include") ?? "").toLowerCase().split(",");
  if (operation === "delete" || operation === "void") return operation;
  if (include.includes("void")) return "void";
  if (operation !== undefined && operation !== "update" && operation !== "create") throw unsupported(operation);
  return operation === "update" || body.Id !== undefined ? "update" : "create";
}

function writing(request: Request, entity: EntityName): Call {
  const body = bodyOf(request);
  const operation = operationOf(request.url, body);
  const include = (parameter(request.url, "include") ?? "").toLowerCase().split(",");
  return {
    kind: "write",
    items: 0,
    parts: [{ entity, operation, docNumber: asText(body.DocNumber), id: asText(body.Id) }],
    requestId: requestId(request.url, 50),
    signature: "",
    name: KINDS[entity].name !== undefined,
    run: (company, nowMs) => ({
      ...execute(company, nowMs, { entity, operation, body, include }),
      time: envelopeTime(nowMs),
    }),
  };
}

function sending(request: Request, entity: EntityName, id: string): Call {
  const sendTo = parameter(request.url, "sendto");
  return {
    kind: "write",
    items: 0,
    parts: [{ entity, operation: "send", docNumber: undefined }],
    requestId: requestId(request.url, 50),
    signature: "",
    name: false,
    run: (company, nowMs) => ({
      ...execute(company, nowMs, {
        entity,
        operation: "send",
        body: { Id: id },
        include: [],
        ...(sendTo === undefined ? {} : { sendTo }),
      }),
      time: envelopeTime(nowMs),
    }),
  };
}

function batch(request: Request): Call {
  const body = bodyOf(request);
  const items = asRows(body.BatchItemRequest);
  const id = requestId(request.url, 36);
  return {
    kind: "batch",
    items: Math.max(1, items.length),
    parts: batchParts(body),
    requestId: id,
    signature: items.map((item) => asText(item.bId) ?? "").join("\n"),
    name: false,
    run: (company, nowMs, trouble) => runBatch(company, body, nowMs, id !== undefined, trouble),
  };
}

function taxCode(request: Request): Call {
  const body = bodyOf(request);
  const run: Call["run"] = (company, nowMs) => taxService(company, nowMs, body);
  const parts = [{ entity: "TaxCode", operation: "create", docNumber: undefined }];
  return { kind: "write", items: 0, parts, requestId: requestId(request.url, 50), signature: "", name: true, run };
}

function query(request: Request): Call {
  const statement = request.method === "POST" ? request.body : (parameter(request.url, "query") ?? "");
  return reading("query", (company, nowMs) => runQuery(company, statement, nowMs));
}

/** What the request asks for. Throws 500 (unsupported), 2010 for a broken body, 2050 for a long requestid. */
export function callOf(request: Request): Call {
  const [head = "", second, third] = request.path.slice(3);
  const name = head.toLowerCase();
  if (name === "query") return query(request);
  if (name === "batch" && request.method === "POST") return batch(request);
  if (name === "cdc") {
    const entities = parameter(request.url, "entities") ?? "";
    const since = parameter(request.url, "changedsince") ?? "";
    return { ...reading("cdc", (company, nowMs) => runCdc(company, entities, since, nowMs)) };
  }
  const single = (member: string, row: (company: Company, nowMs: number) => Row) =>
    reading(member, (company, nowMs) => ({ [member]: row(company, nowMs), time: envelopeTime(nowMs) }));
  if (name === "companyinfo" && request.method === "GET") return single("CompanyInfo", companyInfo);
  if (name === "preferences" && request.method === "GET") return single("Preferences", preferencesEntity);
  if (name === "taxservice" && second === "taxcode" && request.method === "POST") return taxCode(request);
  const entity = entityOf(name);
  const where = `Could not find resource for relative : /${request.path.slice(3).join("/")}`;
  if (entity === undefined || head !== name) throw unsupported(where);
  if (request.method === "GET" && second !== undefined && third === undefined) {
    return reading(entity, (company, nowMs) => ({ ...readOne(company, entity, second), time: envelopeTime(nowMs) }));
  }
  if (request.method === "POST" && second === undefined) return writing(request, entity);
  if (request.method === "POST" && second !== undefined && third === "send") return sending(request, entity, second);
  if (request.method === "GET" && second !== undefined && third === "pdf" && isTransaction(entity)) {
    const call = reading(entity, (company) => ({ text: formPdf(company, entity, second) }));
    return { ...call, type: "application/pdf" };
  }
  throw unsupported(where);
}

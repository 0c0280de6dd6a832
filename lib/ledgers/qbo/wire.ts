// How does QuickBooks Online spell it? Requests as data, and as the HTTP they become, alone or in a batch.
import { isNameList, type QboEntity, type QboSaleForm, type QboWritable } from "./entities.ts";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [field: string]: Json };

export type QboOperation = "create" | "update" | "void" | "delete";

/** One question or one write, alone or as an item of a batch. Plain data, so that a row can keep it. */
export type QboRequest =
  | {
      readonly is: "write";
      readonly entity: QboWritable;
      readonly operation: QboOperation;
      readonly body: JsonObject;
      /** Our own record that was voided holds the number: the one made anew may bear it, too. */
      readonly mayShareNumber?: boolean;
    }
  | { readonly is: "query"; readonly statement: string }
  /** One record by its id; CompanyInfo and Preferences have one record, and the id is not looked at. */
  | { readonly is: "read"; readonly entity: QboEntity; readonly ledgerId: string };

/** What goes over the wire, word for word: stored before it is sent, and sent again exactly so. */
export type QboHttp = { readonly method: "GET" | "POST"; readonly path: string; readonly body: string };

/** A request inside a batch; `bId` comes back with its answer. At most 10 characters, or the request id is refused. */
export type BatchItem = { readonly bId: string; readonly request: QboRequest };

/** The lowest version QuickBooks Online serves since August 2025, and the newest there is. */
export const MINOR_VERSION = "75";

/** Lets a number be used twice where the company warns about it. */
const SHARED_NUMBER = "allowduplicatedocnum";

/** One request as a call of its own. `requestId` (50 characters at most) makes a repeated write answer, not happen, twice. */
export function singleHttp(realmId: string, request: QboRequest, requestId: string): QboHttp {
  switch (request.is) {
    case "query":
      return get(realmId, "query", { query: request.statement });
    case "read":
      return get(realmId, readPath(realmId, request.entity, request.ledgerId));
    case "write": {
      const shared: Record<string, string> = request.mayShareNumber ? { include: SHARED_NUMBER } : {};
      const parameters = { ...operationParameters(request.entity, request.operation), ...shared, requestid: requestId };
      const body = JSON.stringify(request.body);
      return { method: "POST", path: path(realmId, request.entity.toLowerCase(), parameters), body };
    }
    default:
      return request satisfies never;
  }
}

/** Many independent requests as one call. `requestId` holds 36 characters at most. */
export function batchHttp(realmId: string, items: readonly BatchItem[], requestId: string): QboHttp {
  const requests = items.map(({ bId, request }): JsonObject => ({ bId, ...batchBody(request) }));
  return {
    method: "POST",
    path: path(realmId, "batch", { requestid: requestId }),
    body: JSON.stringify({ BatchItemRequest: requests }),
  };
}

/** Where the PDF of a form is; asked for with `Accept: application/pdf`. */
export function pdfPath(realmId: string, entity: QboSaleForm | "Payment", ledgerId: string): string {
  return path(realmId, `${entity.toLowerCase()}/${encodeURIComponent(ledgerId)}/pdf`);
}

function batchBody(request: QboRequest): JsonObject {
  switch (request.is) {
    case "query":
      return { Query: request.statement };
    case "read":
      return { Query: readStatement(request.entity, request.ledgerId) };
    case "write": {
      const { entity, operation, body } = request;
      if (operation === "void" && entity !== "Invoice") {
        return { operation: "update", optionsData: "void", [entity]: body };
      }
      return { operation, ...(request.mayShareNumber ? { optionsData: SHARED_NUMBER } : {}), [entity]: body };
    }
    default:
      return request satisfies never;
  }
}

/** Inside a batch nothing is read by its address; the language of questions says the same. */
function readStatement(entity: QboEntity, ledgerId: string): string {
  if (isSingleton(entity)) return `SELECT * FROM ${entity}`;
  const anyActive = isNameList(entity) ? " AND Active IN (true, false)" : "";
  return `SELECT * FROM ${entity} WHERE Id = '${ledgerId.replaceAll(/[^\w-]/g, "")}'${anyActive}`;
}

function readPath(realmId: string, entity: QboEntity, ledgerId: string): string {
  if (entity === "CompanyInfo") return `companyinfo/${encodeURIComponent(realmId)}`;
  if (entity === "Preferences") return "preferences";
  return `${entity.toLowerCase()}/${encodeURIComponent(ledgerId)}`;
}

function isSingleton(entity: QboEntity): boolean {
  return entity === "CompanyInfo" || entity === "Preferences";
}

/** Invoices have a void of their own; payments and sales receipts are updated with a flag. */
function operationParameters(entity: QboWritable, operation: QboOperation): Record<string, string> {
  switch (operation) {
    case "create":
    case "update":
      return {};
    case "delete":
      return { operation: "delete" };
    case "void":
      return entity === "Invoice" ? { operation: "void" } : { operation: "update", include: "void" };
    default:
      return operation satisfies never;
  }
}

function get(realmId: string, resource: string, parameters: Readonly<Record<string, string>> = {}): QboHttp {
  return { method: "GET", path: path(realmId, resource, parameters), body: "" };
}

function path(realmId: string, resource: string, parameters: Readonly<Record<string, string>> = {}): string {
  const query = Object.entries({ ...parameters, minorversion: MINOR_VERSION })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  return `/v3/company/${encodeURIComponent(realmId)}/${resource}?${query}`;
}

// How does QuickBooks Online spell it? Requests as data, and as the HTTP they become, alone or in a batch.

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [field: string]: Json };

export const qboEntities = ["Customer", "Item", "Invoice", "Payment"] as const;
export type QboEntity = (typeof qboEntities)[number];
export type QboOperation = "create" | "update" | "void";

/** One question or one write. Plain data, so that a row can keep it. */
export type QboRequest =
  | { readonly is: "write"; readonly entity: QboEntity; readonly operation: QboOperation; readonly body: JsonObject }
  | { readonly is: "query"; readonly statement: string };

/** What goes over the wire, word for word: stored before it is sent, and sent again exactly so. */
export type QboHttp = { readonly method: "GET" | "POST"; readonly path: string; readonly body: string };

/** A request inside a batch; `bId` comes back with its answer. At most 10 characters, or the request id is refused. */
export type BatchItem = { readonly bId: string; readonly request: QboRequest };

/** The lowest version QuickBooks Online serves since August 2025, and the newest there is. */
const MINOR_VERSION = "75";

/** One request as a call of its own. `requestId` (50 characters at most) makes a repeated write answer, not happen, twice. */
export function singleHttp(realmId: string, request: QboRequest, requestId: string): QboHttp {
  if (request.is === "query") {
    return { method: "GET", path: path(realmId, "query", { query: request.statement }), body: "" };
  }
  const { entity, operation, body } = request;
  const resource = entity.toLowerCase();
  const asVoid = operation === "void" ? voidParameters(entity) : {};
  return {
    method: "POST",
    path: path(realmId, resource, { ...asVoid, requestid: requestId }),
    body: JSON.stringify(body),
  };
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

function batchBody(request: QboRequest): JsonObject {
  if (request.is === "query") return { Query: request.statement };
  const { entity, operation, body } = request;
  if (operation === "void" && entity === "Payment") return { operation: "update", optionsData: "void", Payment: body };
  return { operation, [entity]: body };
}

/** Invoices have a void of their own; payments are updated with a flag. */
function voidParameters(entity: QboEntity): Record<string, string> {
  return entity === "Payment" ? { operation: "update", include: "void" } : { operation: "void" };
}

function path(realmId: string, resource: string, parameters: Readonly<Record<string, string>>): string {
  const query = Object.entries({ ...parameters, minorversion: MINOR_VERSION })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  return `/v3/company/${encodeURIComponent(realmId)}/${resource}?${query}`;
}

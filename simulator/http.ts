// How are requests read and answers sent, with the headers QuickBooks sends?
import { isUtf8 } from "node:buffer";
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Json } from "./json.ts";

const LIMIT = 32 * 1024 * 1024;

export type Request = {
  method: string;
  /** Decoded parts of the path. */
  path: string[];
  url: URL;
  headers: IncomingMessage["headers"];
  body: string;
  bytes: Buffer;
  /** False when the body is no UTF-8 text. */
  readable: boolean;
};

export type Answer = {
  status: number;
  body: string;
  type: string;
  headers?: Record<string, string>;
  /** "drop": the connection ends without an answer; "truncate": half of the body, then it ends. */
  cut?: "drop" | "truncate";
};

/** A JSON answer. */
export function json(status: number, body: Json): Answer {
  return { status, body: JSON.stringify(body), type: "application/json;charset=UTF-8" };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Reads the whole request. Throws when the body is larger than 32 MB. */
export async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > LIMIT) throw new Error("request body too large");
    chunks.push(bytes);
  }
  const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
  const bytes = Buffer.concat(chunks);
  return {
    method: incoming.method ?? "GET",
    path: url.pathname
      .split("/")
      .filter((part) => part !== "")
      .map(decoded),
    url,
    headers: incoming.headers,
    body: bytes.toString("utf8"),
    bytes,
    readable: isUtf8(bytes),
  };
}

/** A support id of the shape Intuit's gateway gives. */
export function traceId(): string {
  const time = Math.floor(Date.now() / 1000).toString(16);
  return `1-${time}-${randomBytes(12).toString("hex")}`;
}

/** The headers that stand on every answer. */
function standing(): Record<string, string> {
  const spanId = traceId();
  return {
    "Cache-Control": "no-cache, no-store",
    "Strict-Transport-Security": "max-age=15552000",
    intuit_tid: spanId,
    "X-Spanid": spanId,
    "QBO-Version": "1998.140",
    "Service-Time": "total=1.0",
  };
}

/** Sends the answer, or cuts the connection where a fault was ordered. */
export function send(response: ServerResponse, answer: Answer): void {
  if (answer.cut === "drop") {
    response.socket?.destroy();
    return;
  }
  const bytes = Buffer.from(answer.body, "utf8");
  response.writeHead(answer.status, {
    "Content-Type": answer.type,
    "Content-Length": bytes.length,
    ...standing(),
    ...answer.headers,
  });
  if (answer.cut === "truncate") {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
    return;
  }
  response.end(bytes);
}

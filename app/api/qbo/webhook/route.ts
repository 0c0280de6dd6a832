// POST: QuickBooks tells that records changed. Signed, kept, answered; the worker reads what they are now.
import { clientAddress } from "#app/_session/address.ts";
import { bugSentence } from "#app/_session/bug.ts";
import { database } from "#app/_session/database.ts";
import { world } from "#app/_session/world.ts";
import { consume } from "#lib/access/rate-limit.ts";
import { env } from "#lib/env.ts";
import { eventsIn, isSigned, webhookVerifiers } from "#lib/ledgers/qbo/back/webhook.ts";
import { log } from "#lib/log.ts";
import { takeInEvents } from "#lib/operations/take-in-events.ts";

export const dynamic = "force-dynamic";

/** A hundred events are about 1 MB. */
const BODY_BYTES_MAX = 2 * 1024 * 1024;
const REALMS_REMEMBERED_MAX = 1_000;

/** Companies nobody here is connected to: each is worth one line in the log. */
const loggedRealms = new Set<string>();

/**
 * 200 once the events are kept, also for those we know already or do not follow: anything else makes QuickBooks send
 * them again and hold back what comes after. 401 for a wrong signature, 404 when webhooks are not set up.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    const verifiers = webhookVerifiers(env());
    if (verifiers.length === 0) return answer(404);
    const body = await readUpTo(request, BODY_BYTES_MAX);
    if (body === null) return answer(413);
    if (!isSigned(body, request.headers.get("intuit-signature"), verifiers)) return await turnAway(request);
    const { now } = world();
    const events = eventsIn(new TextDecoder().decode(body), now(), (entity) =>
      log.warn({ entity }, "a webhook names a record by an id that is no number"),
    );
    if (events === null) log.warn({ bytes: body.byteLength }, "a signed webhook has a shape nobody knows");
    const { unknownRealms } = await takeInEvents(world(), events ?? []);
    for (const realmId of unknownRealms) logOnce(realmId);
    return answer(200);
  } catch (thrown) {
    bugSentence(thrown, "a webhook could not be kept");
    return answer(500);
  }
}

async function turnAway(request: Request): Promise<Response> {
  const { allowed, retryAfterSeconds } = await consume(database(), "webhook-address", clientAddress(request.headers));
  if (allowed) return answer(401);
  return answer(429, { "Retry-After": String(retryAfterSeconds) });
}

/** The bytes as they came, whatever type they claim: the signature is over exactly these. Null when there are too many. */
async function readUpTo(request: Request, bytesMax: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get("content-length") ?? "0") > bytesMax) return null;
  if (!request.body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > bytesMax) {
      await reader.cancel();
      return null;
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts);
}

function logOnce(realmId: string): void {
  if (loggedRealms.has(realmId) || loggedRealms.size >= REALMS_REMEMBERED_MAX) return;
  loggedRealms.add(realmId);
  log.warn({ realmId }, "a webhook speaks of a QuickBooks company that is not connected here");
}

function answer(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { "Cache-Control": "no-store", ...headers } });
}

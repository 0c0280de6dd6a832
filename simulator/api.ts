// What happens to a call from the moment it arrives: token, limits, ordered faults, waiting, execution, replay?
import { faultEnvelope, Fault, gatewayEnvelope, business, systemFailure } from "./faults.ts";
import type { ItemTrouble } from "./batch.ts";
import { metaTime } from "./clock.ts";
import type { Company } from "./company.ts";
import type { Hit, Part } from "./disturbances.ts";
import { entityOf } from "./entities.ts";
import { json, type Answer, type Request } from "./http.ts";
import { asRow, asText } from "./json.ts";
import { latencyMs, wait } from "./latency.ts";
import { callOf, type Call } from "./routes.ts";
import type { Realm, World } from "./world.ts";

const BEARER = /^Bearer\s+(\S+)$/i;

function unauthorized(world: World, token: string): Answer {
  const message = "message=AuthenticationFailed; errorCode=003200; statusCode=401";
  const detail = token === "" ? "Token missing" : `Token expired: ${token.slice(0, 8)}…`;
  const answer = json(401, gatewayEnvelope("3200", message, detail, "AUTHENTICATION", world.clock.now()));
  return { ...answer, headers: { "WWW-Authenticate": 'Bearer realm="Intuit", error="invalid_token"' } };
}

function forbidden(world: World): Answer {
  const message = "message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403";
  return json(403, gatewayEnvelope("3100", message, null, "SERVICE", world.clock.now()));
}

function throttled(world: World): Answer {
  const message = "message=ThrottleExceeded; errorCode=003001; statusCode=429";
  const detail = "The request limit was reached.  Try again later";
  return json(429, gatewayEnvelope("3001", message, detail, "SERVICE", world.clock.now()));
}

function refused(world: World, fault: Fault): Answer {
  return json(fault.status, faultEnvelope(fault, world.clock.now()));
}

function html(status: number): Answer {
  const body = "<html><head><title>Service Unavailable</title></head><body><h1>Service Unavailable</h1></body></html>";
  return { status, body, type: "text/html" };
}

/** The stored answer of a requestid while it is remembered. */
function remembered(world: World, { company }: Realm, call: Call): Answer | undefined {
  if (call.requestId === undefined) return undefined;
  const found = company.requests.get(call.requestId);
  const memory = company.settings.preferences.requestIdMemoryMs;
  if (found === undefined || found.signature !== call.signature) return undefined;
  if (memory !== null && world.clock.now() - found.at > memory) return undefined;
  return { status: found.status, body: found.body, type: "application/json;charset=UTF-8" };
}

/** Somebody else saves the records of this call a moment before it does. */
function overtake(company: Company, parts: Part[], nowMs: number): void {
  for (const { entity: word, id } of parts) {
    const entity = entityOf(word);
    const row = entity === undefined ? undefined : company.get(entity, id ?? "");
    if (entity === undefined || row === undefined) continue;
    const MetaData = { ...asRow(row.MetaData), LastUpdatedTime: metaTime(nowMs) };
    company.put(entity, { ...row, SyncToken: String(Number(row.SyncToken) + 1), MetaData });
  }
}

/** Which items of a batch are hit by an ordered fault. */
function itemTrouble(hit: Hit | undefined): ItemTrouble {
  const inside = hit?.kind === "half-batch" || hit?.kind === "half-batch-after";
  return () => {
    if (!inside || hit.random() >= hit.share) return undefined;
    return { fault: systemFailure(), executed: hit.kind === "half-batch-after" };
  };
}

/** Executes the call; what it changed is on disk before the answer leaves. */
function perform(world: World, realm: Realm, call: Call, hit: Hit | undefined): Answer {
  const { company } = realm;
  if (hit?.kind === "stale") overtake(company, call.parts, world.clock.now());
  let answer: Answer;
  try {
    if (call.name && company.settings.preferences.oneNameAtATime && realm.namesInFlight > 1) {
      throw business("You and another user can change only one name at a time.");
    }
    const body = call.run(company, world.clock.now(), itemTrouble(hit));
    answer =
      call.type === undefined ? json(200, body) : { status: 200, body: asText(body.text) ?? "", type: call.type };
  } catch (error) {
    if (!(error instanceof Fault))
      process.stderr.write(`simulator: ${String(error instanceof Error ? error.stack : error)}\n`);
    answer = refused(world, error instanceof Fault ? error : systemFailure());
  }
  const keep = answer.status === 200 || (company.settings.preferences.replayFailures && answer.status < 500);
  if (call.requestId !== undefined && call.kind !== "read" && keep) {
    const { status, body } = answer;
    company.remember(call.requestId, { signature: call.signature, status, body, at: world.clock.now() });
  }
  company.journal?.flush();
  return answer;
}

/** The answer as an ordered fault leaves it; a remembered requestid is answered from memory, not executed again. */
function disturbed(world: World, realm: Realm, call: Call, hit: Hit | undefined): Answer {
  const kind = hit?.kind;
  if (kind === "429") return throttled(world);
  if (kind === "500") return refused(world, systemFailure());
  if (kind === "503") return { ...html(503), body: "", type: "text/plain" };
  if (kind === "html") return html(503);
  if (kind === "drop-before-write") return { ...html(503), cut: "drop" };
  const answer = remembered(world, realm, call) ?? perform(world, realm, call, hit);
  if (kind === "drop-after-write") return { ...answer, cut: "drop" };
  if (kind === "truncate") return { ...answer, cut: "truncate" };
  if (kind === "500-after-write") return refused(world, systemFailure());
  return answer;
}

async function answerTo(world: World, realm: Realm, call: Call, token: string): Promise<Answer> {
  const disturbance = realm.disturbances.take(call.parts, call.kind === "batch");
  if (disturbance?.kind === "expire-token") {
    world.oauth.expireAccess(realm.company.realm);
    return unauthorized(world, token);
  }
  const key = `${call.requestId ?? ""}\n${call.signature}`;
  const track = call.requestId !== undefined && call.kind !== "read";
  while (track && realm.running.has(key)) await realm.running.get(key);
  const settings = world.latencyOn ? realm.company.settings.latency : { ...realm.company.settings.latency, on: false };
  let pause = latencyMs(settings, call.kind, call.items, world.random);
  if (disturbance?.kind === "slow") pause += disturbance.ms;
  let release: (() => void) | undefined;
  if (track) realm.running.set(key, new Promise((resolve) => (release = resolve)));
  if (call.name) realm.namesInFlight += 1;
  try {
    await wait(pause / world.clock.scale);
    return disturbed(world, realm, call, disturbance);
  } finally {
    if (call.name) realm.namesInFlight -= 1;
    if (track) realm.running.delete(key);
    release?.();
  }
}

/** Answers a request to /v3/company/{realm}/…. */
export async function api(world: World, request: Request): Promise<Answer> {
  const realmId = request.path[2] ?? "";
  const token = BEARER.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const opened = world.oauth.realmOf(token);
  if (opened === undefined) return unauthorized(world, token);
  const realm = world.realms.get(realmId);
  if (realm === undefined || opened !== realmId) return forbidden(world);
  let call: Call | Fault;
  try {
    call = callOf(request);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    call = error;
  }
  const limits = { ...realm.company.settings.throttle };
  limits.on &&= world.throttleOn;
  const items = call instanceof Fault ? 0 : call.items;
  if (!realm.gate.enter(limits, performance.now(), world.clock.scale, items)) return throttled(world);
  try {
    return call instanceof Fault ? refused(world, call) : await answerTo(world, realm, call, token);
  } finally {
    realm.gate.leave();
  }
}

// What happens to a call from the moment it arrives: token, limits, ordered faults, waiting, execution, replay?
import { metaTime } from "./clock.ts";
import type { Company } from "./company.ts";
import type { Hit, Part } from "./disturbances.ts";
import { entityOf } from "./entities.ts";
import { business, duplicateRequest, Fault, permissionDenied, systemFailure } from "./faults.ts";
import { closedDoor, forbidden, refused, throttled, throttledItem, unauthorized } from "./gateway.ts";
import { json, type Answer, type Request } from "./http.ts";
import { asRow, asText } from "./json.ts";
import { latencyMs, wait } from "./latency.ts";
import { callOf, type Call, type ItemTrouble } from "./routes.ts";
import type { Throttle } from "./settings.ts";
import type { Realm, World } from "./world.ts";
import { asXml, wantsXml, xmlOf } from "./xml.ts";

const BEARER = /^Bearer\s+(\S+)$/i;
/** What one call is about, past the door. */
type Visit = { world: World; realm: Realm; call: Call; token: string; path: string; room: number };

function html(status: number): Answer {
  const body = "<html><head><title>Service Unavailable</title></head><body><h1>Service Unavailable</h1></body></html>";
  return { status, body, type: "text/html" };
}

function xmlError(world: World): Answer {
  const { body } = refused(world, systemFailure());
  return { status: 500, body: xmlOf(asRow(JSON.parse(body)) ?? {}), type: "application/xml;charset=UTF-8" };
}

/** The company's limits; the world's own switch can only turn them off. */
function limitsOf(world: World, { company }: Realm): Throttle {
  const { throttle } = company.settings;
  return world.throttleOn ? throttle : { ...throttle, on: false };
}

/** The stored answer of a requestid while it is remembered. */
function remembered({ world, realm: { company }, call }: Visit): Answer | undefined {
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

/** Which items of a batch are hit, by an ordered fault or because the limits had no room for them. */
function itemTrouble(hit: Hit | undefined, room: number): ItemTrouble {
  const inside = hit !== undefined && ["429-item", "half-batch", "half-batch-after"].includes(hit.kind);
  return (index) => {
    if (index >= room) return { fault: throttledItem(), executed: false };
    if (!inside || hit.random() >= hit.share) return undefined;
    const fault = hit.kind === "429-item" ? throttledItem() : systemFailure();
    return { fault, executed: hit.kind === "half-batch-after" };
  };
}

/** Executes the call; what it changed is on disk before the answer leaves. */
function perform({ world, realm, call, room }: Visit, hit: Hit | undefined): Answer {
  const { company } = realm;
  const now = world.clock.now();
  if (hit?.kind === "stale") overtake(company, call.parts, now);
  let answer: Answer;
  try {
    if (call.name && company.settings.preferences.oneNameAtATime && realm.namesInFlight > 1) {
      throw business("You and another user can change only one name at a time.");
    }
    if (call.kind !== "read" && company.settings.readings.connectingUser === "limited") throw permissionDenied();
    if (call.mails && !realm.gate.mail(limitsOf(world, realm), now)) throw throttledItem();
    const body = call.run(company, now, itemTrouble(hit, room));
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
function disturbed(visit: Visit, hit: Hit | undefined): Answer {
  const { world } = visit;
  const kind = hit?.kind;
  if (kind === "401") return unauthorized(world, visit.token);
  if (kind === "403") return forbidden(world);
  if (kind === "429") return throttled(world);
  if (kind === "500") return refused(world, systemFailure());
  if (kind === "503") return { ...html(503), body: "", type: "text/plain" };
  if (kind === "html") return html(503);
  if (kind === "xml-error") return xmlError(world);
  if (kind === "drop-before-write") return { ...html(503), cut: "drop" };
  const answer = remembered(visit) ?? perform(visit, hit);
  if (kind === "drop-after-write") return { ...answer, cut: "drop" };
  if (kind === "truncate") return { ...answer, cut: "truncate" };
  if (kind === "500-after-write") return refused(world, systemFailure());
  return answer;
}

async function answerTo(visit: Visit): Promise<Answer> {
  const { world, realm, call } = visit;
  const hit = realm.disturbances.take(call.parts, call.kind === "batch", visit.path);
  if (hit?.kind === "expire-token") {
    world.oauth.expireAccess(realm.company.realm);
    return unauthorized(world, visit.token);
  }
  const key = `${call.requestId ?? ""}\n${call.signature}`;
  const track = call.requestId !== undefined && call.kind !== "read";
  const { readings } = realm.company.settings;
  if (track && realm.running.has(key) && readings.requestIdInFlight === "refuse") {
    return refused(world, duplicateRequest());
  }
  while (track && realm.running.has(key)) await realm.running.get(key);
  const settings = world.latencyOn ? realm.company.settings.latency : { ...realm.company.settings.latency, on: false };
  let pause = latencyMs(settings, call.kind, call.items, world.random);
  if (hit?.kind === "slow") pause += hit.ms;
  let release: (() => void) | undefined;
  if (track) realm.running.set(key, new Promise((resolve) => (release = resolve)));
  if (call.name) realm.namesInFlight += 1;
  try {
    await wait(pause / world.clock.scale);
    return disturbed(visit, hit);
  } finally {
    if (call.name) realm.namesInFlight -= 1;
    if (track) realm.running.delete(key);
    release?.();
  }
}

async function admitted(world: World, realm: Realm, request: Request, token: string): Promise<Answer> {
  let call: Call | Fault;
  try {
    call = callOf(request);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    call = error;
  }
  const items = call instanceof Fault ? 0 : call.items;
  const room = realm.gate.enter(limitsOf(world, realm), performance.now(), world.clock.scale, items);
  if (room === undefined) return throttled(world);
  try {
    if (call instanceof Fault) return refused(world, call);
    return await answerTo({ world, realm, call, token, path: request.path.slice(3).join("/"), room });
  } finally {
    realm.gate.leave();
  }
}

async function answered(world: World, request: Request): Promise<Answer> {
  const realmId = request.path[2] ?? "";
  const token = BEARER.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const connection = world.oauth.opened(token);
  if (connection === undefined) return unauthorized(world, token);
  const realm = world.realms.get(realmId);
  if (realm === undefined || connection.realm !== realmId) return forbidden(world);
  return closedDoor(world, realm, connection) ?? (await admitted(world, realm, request, token));
}

/** Answers a request to /v3/company/{realm}/…, in the format it asked for. */
export async function api(world: World, request: Request): Promise<Answer> {
  const answer = await answered(world, request);
  const anything = world.realms.get(request.path[2] ?? "")?.company.settings.readings.acceptAnything;
  return wantsXml(request, anything ?? "json") ? asXml(answer) : answer;
}

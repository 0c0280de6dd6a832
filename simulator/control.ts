// What can be ordered through the control door: companies, tokens, faults, settings, figures, a second actor?
import { z } from "zod";
import { clerkAction } from "./clerk.ts";
import { disturbanceSchema } from "./disturbances.ts";
import { ENTITIES, entityOf } from "./entities.ts";
import { Fault, faultMember } from "./faults.ts";
import { json, type Answer, type Request } from "./http.ts";
import { appSchema } from "./oauth-clients.ts";
import { tokenFaultSchema } from "./oauth-faults.ts";
import { parseJson, type Json, type Row } from "./json.ts";
import { present } from "./present.ts";
import { patched, readPatch } from "./settings.ts";
import { templateNames } from "./templates.ts";
import type { Realm, World } from "./world.ts";

const companyBody = z.strictObject({
  realmId: z.string().regex(/^\d{1,20}$/),
  name: z.string().min(1).max(200),
  template: z.string().default("empty"),
  preferences: z.record(z.string(), z.unknown()).optional(),
  latency: z.record(z.string(), z.unknown()).optional(),
  throttle: z.record(z.string(), z.unknown()).optional(),
  readings: z.record(z.string(), z.unknown()).optional(),
  reset: z.boolean().default(false),
});
const onOff = z.union([z.boolean(), z.enum(["on", "off"]).transform((word) => word === "on")]);
const worldBody = z.strictObject({
  timeScale: z.number().positive().optional(),
  latency: onOff.optional(),
  throttle: onOff.optional(),
  /** Moves the simulated date and the age of tokens; absolute, milliseconds. */
  clockOffsetMs: z.number().optional(),
  rotation: z.enum(["always", "daily"]).optional(),
  graceMs: z.number().min(0).optional(),
  killFamilyOnReuse: z.boolean().optional(),
  refreshSeconds: z.number().positive().optional(),
  codeSeconds: z.number().positive().optional(),
  unknownClients: z.enum(["accept", "refuse"]).optional(),
  redirects: z.enum(["loopback", "registered"]).optional(),
});

function bodyOf(request: Request): unknown {
  return request.body === "" ? {} : (parseJson(request.body) ?? {});
}

/** The members that were really given. */
function given<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const found = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function summary({ company, gate }: Realm): Row {
  const counts = Object.fromEntries(ENTITIES.map((entity) => [entity, company.table(entity).rows.size]));
  return {
    realmId: company.realm,
    name: company.name,
    template: company.template,
    settings: company.settings,
    counts,
    inFlight: gate.stats.inFlight,
  };
}

function companies(world: World, request: Request): Answer {
  if (request.method === "GET")
    return json(200, { companies: [...world.realms.values()].map(summary), templates: templateNames() });
  const { realmId, name, template, reset, preferences, latency, throttle, readings } = companyBody.parse(
    bodyOf(request),
  );
  const before = world.realms.get(realmId);
  if (before !== undefined && !reset && before.company.template !== template) {
    return json(409, { error: `company ${realmId} exists with template ${before.company.template}; send reset:true` });
  }
  if (!templateNames().includes(template)) return json(400, { error: `unknown template ${template}` });
  const patch = readPatch({ preferences, latency, throttle, readings });
  const realm = world.create(realmId, name, template, patch, reset);
  return json(before === undefined || reset ? 201 : 200, summary(realm));
}

function tokens(world: World, request: Request): Answer {
  const shape = z.object({ realmId: z.string(), clientId: z.string().optional(), scope: z.string().optional() });
  const { realmId, clientId, scope } = shape.parse(bodyOf(request));
  if (!world.realms.has(realmId)) return json(404, { error: `no company ${realmId}` });
  return json(200, { ...world.oauth.connect(realmId, true, clientId, scope?.split(" ")), realmId });
}

function worldSettings(world: World, request: Request): Answer {
  const wanted = worldBody.parse(bodyOf(request));
  world.clock.scale = wanted.timeScale ?? world.clock.scale;
  world.clock.offsetMs = wanted.clockOffsetMs ?? world.clock.offsetMs;
  world.webhooks.wake();
  world.latencyOn = wanted.latency ?? world.latencyOn;
  world.throttleOn = wanted.throttle ?? world.throttleOn;
  const { oauth } = world;
  const { rotation, graceMs, killFamilyOnReuse, refreshSeconds, codeSeconds } = wanted;
  oauth.settings = {
    ...oauth.settings,
    ...given({ rotation, graceMs, killFamilyOnReuse, refreshSeconds, codeSeconds }),
  };
  oauth.clients.rules = {
    ...oauth.clients.rules,
    ...given({ unknownClients: wanted.unknownClients, redirects: wanted.redirects }),
  };
  return json(200, worldState(world));
}

function worldState(world: World): Row {
  return {
    timeScale: world.clock.scale,
    clockOffsetMs: world.clock.offsetMs,
    latency: world.latencyOn,
    throttle: world.throttleOn,
    ...world.oauth.settings,
    ...world.oauth.clients.rules,
    refreshes: world.oauth.refreshes,
    refusedRefreshes: world.oauth.refusedRefreshes,
  };
}

function entities({ company }: Realm, request: Request): Answer {
  const entity = entityOf(request.path[4] ?? "");
  if (entity === undefined) return json(404, { error: `unknown entity ${request.path[4] ?? ""}` });
  const rows = company.table(entity).rows;
  if (request.url.searchParams.has("count")) return json(200, { entity, count: rows.size });
  return json(200, { entity, count: rows.size, rows: [...rows.values()].map((row) => present(company, entity, row)) });
}

function faults({ disturbances }: Realm, request: Request): Answer {
  if (request.method === "DELETE") disturbances.clear();
  if (request.method === "POST") disturbances.add(disturbanceSchema.parse(bodyOf(request)));
  const waiting = disturbances.orders.map(({ order, left }): Row => ({
    kind: order.kind,
    left,
    match: (order.match ?? null) as Json,
  }));
  return json(200, { waiting });
}

function settings({ company }: Realm, request: Request): Answer {
  if (request.method === "POST") {
    company.changeSettings(patched(company.settings, readPatch(bodyOf(request))));
    company.journal?.flush();
  }
  return json(200, company.settings);
}

function stats({ company, gate, disturbances }: Realm, request: Request): Answer {
  if (request.method === "DELETE") {
    gate.reset();
    company.writesExecuted = 0;
  }
  const { requests, tombstones, writesExecuted } = company;
  return json(200, {
    ...gate.stats,
    writesExecuted,
    rememberedRequestIds: requests.size,
    deleted: tombstones.length,
    faultsWaiting: disturbances.orders.length,
  });
}

function clerk(world: World, { company }: Realm, request: Request): Answer {
  try {
    return json(200, clerkAction(company, world.clock.now(), bodyOf(request)));
  } catch (error) {
    if (error instanceof Fault) return json(400, { Fault: faultMember(error) });
    throw error;
  } finally {
    company.journal?.flush();
  }
}

/** Says of a transaction that the bank feed has matched it (6480) or that its card payment is settled (6450). */
function marks({ company }: Realm, request: Request): Answer {
  if (request.method === "POST") {
    const shape = z.strictObject({ id: z.string(), mark: z.enum(["matched", "settled"]) });
    const { id, mark } = shape.parse(bodyOf(request));
    company.mark(id, mark);
    company.journal?.flush();
  }
  return json(200, { marks: Object.fromEntries(company.marks) });
}

function apps({ oauth }: World, request: Request): Answer {
  if (request.method === "POST") oauth.clients.register(appSchema.parse(bodyOf(request)));
  return json(200, { apps: oauth.clients.list().map(({ clientSecret: _secret, ...app }) => app) });
}

function tokenFaults({ oauth }: World, request: Request): Answer {
  if (request.method === "DELETE") oauth.faults.clear();
  if (request.method === "POST") oauth.faults.add(tokenFaultSchema.parse(bodyOf(request)));
  return json(200, { waiting: oauth.faults.list() });
}

function ofCompany(world: World, realm: Realm, request: Request): Answer {
  const id = realm.company.realm;
  switch (request.path[3]) {
    case undefined:
      return json(200, summary(realm));
    case "entities":
      return entities(realm, request);
    case "faults":
      return faults(realm, request);
    case "settings":
      return settings(realm, request);
    case "stats":
      return stats(realm, request);
    case "bookkeeper":
      return clerk(world, realm, request);
    case "expire-tokens":
      world.oauth.expireAccess(id);
      return json(200, {});
    case "expire-refresh":
      world.oauth.expireRefresh(id);
      return json(200, {});
    case "marks":
      return marks(realm, request);
    case "disconnect":
      world.oauth.disconnect(id);
      return json(200, {});
    default:
      return json(404, { error: "unknown control path" });
  }
}

function route(world: World, request: Request): Answer {
  const [, what, id] = request.path;
  if (what === "health") return json(200, { ok: true, companies: world.realms.size, time: world.clock.now() });
  if (what === "settings")
    return request.method === "POST" ? worldSettings(world, request) : json(200, worldState(world));
  if (what === "tokens" && request.method === "POST") return tokens(world, request);
  if (what === "apps") return apps(world, request);
  if (what === "token-faults") return tokenFaults(world, request);
  if (what !== "companies") return json(404, { error: "unknown control path" });
  if (id === undefined) return companies(world, request);
  const realm = world.realms.get(id);
  return realm === undefined ? json(404, { error: `no company ${id}` }) : ofCompany(world, realm, request);
}

/** Answers a request to /_control/…; a body of the wrong shape gives 400 with what is wrong. */
export function control(world: World, request: Request): Answer {
  try {
    return route(world, request);
  } catch (error) {
    if (error instanceof z.ZodError) return json(400, { error: z.prettifyError(error) });
    throw error;
  }
}

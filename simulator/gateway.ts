// What does the gateway in front of the books answer by itself: no valid token, wrong company, too fast?
import { Fault, faultEnvelope, gatewayEnvelope } from "./faults.ts";
import { json, type Answer } from "./http.ts";
import { ACCOUNTING } from "./oauth-clients.ts";
import type { Connection } from "./oauth.ts";
import type { Realm, World } from "./world.ts";

/** 401 with 3200. */
export function unauthorized(world: World, token: string): Answer {
  const message = "message=AuthenticationFailed; errorCode=003200; statusCode=401";
  const detail = token === "" ? "Token missing" : `Token expired: ${token.slice(0, 8)}…`;
  const answer = json(401, gatewayEnvelope("3200", message, detail, "AUTHENTICATION", world.clock.now()));
  return { ...answer, headers: { "WWW-Authenticate": 'Bearer realm="Intuit", error="invalid_token"' } };
}

/** 403 with 3100. */
export function forbidden(world: World): Answer {
  const message = "message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403";
  return json(403, gatewayEnvelope("3100", message, null, "SERVICE", world.clock.now()));
}

const TOO_FAST = "message=ThrottleExceeded; errorCode=003001; statusCode=429";
const TOO_FAST_DETAIL = "The request limit was reached.  Try again later";

/** 429 with 3001 and, as at Intuit, no Retry-After. */
export function throttled(world: World): Answer {
  return json(429, gatewayEnvelope("3001", TOO_FAST, TOO_FAST_DETAIL, "SERVICE", world.clock.now()));
}

/** The same refusal inside a batch item. */
export const throttledItem = () => new Fault("3001", TOO_FAST, TOO_FAST_DETAIL, undefined, 429, "SERVICE");

/** A refusal in its envelope. */
export function refused(world: World, fault: Fault): Answer {
  if (fault.code === "3001") return throttled(world);
  return json(fault.status, faultEnvelope(fault, world.clock.now()));
}

const SERVICE = {
  "wrong-cluster": () =>
    new Fault("130", "Wrong cluster", "The company is served elsewhere.", undefined, 400, "SystemFault"),
  locked: () =>
    new Fault("140", "Company locked", "The company is locked. Try again later.", undefined, 400, "SystemFault"),
  maintenance: () => new Fault("150", "Maintenance", "The service is being maintained.", undefined, 400, "SystemFault"),
};

/** Why the connection may not use the company at all; undefined when it may. */
export function closedDoor(world: World, realm: Realm, connection: Connection): Answer | undefined {
  const { environment, connectingUser, service } = realm.company.settings.readings;
  const keys = world.oauth.clients.get(connection.clientId)?.keys ?? "development";
  const wanted = environment === "sandbox" ? "development" : environment;
  if (wanted !== "any" && keys !== wanted) return forbidden(world);
  if (!connection.scopes.includes(ACCOUNTING)) {
    const detail = "The token does not bear the scope of this call.";
    return refused(world, new Fault("3201", "Authorization Failure", detail, undefined, 400, "AuthorizatonFault"));
  }
  if (connectingUser === "no-admin") {
    const detail = "Authorization Failure: -11014-You do not have access to use QuickBooks Online Plus.";
    return refused(world, new Fault("120", "Authorization Failure", detail, undefined, 401, "AuthorizatonFault"));
  }
  return service === "open" ? undefined : refused(world, SERVICE[service]());
}

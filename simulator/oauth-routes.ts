// What do the authorize page, the token endpoint, the revoke endpoint and the discovery documents answer?
import { html, page } from "./html.ts";
import { json, type Answer, type Request } from "./http.ts";
import { asRow, asText, parseJson } from "./json.ts";
import { wait } from "./latency.ts";
import { credentialsOf, OPENID_SCOPES } from "./oauth-clients.ts";
import type { World } from "./world.ts";

function back(uri: string, parameters: Record<string, string>): Answer {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { status: 302, body: "", type: "text/plain", headers: { Location: url.href } };
}

function hidden(name: string, value: string): string {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

function problem(text: string): Answer {
  return page(400, "Connection refused", html`<p role="alert">${text}</p>`, []);
}

/** What an app asks for in the query of the authorize address, or says again with the form of the page. */
type Ask = { clientId: string | undefined; redirectUri: string; state: string; scopes: string[]; challenge: string };

function askOf(from: URLSearchParams): Ask {
  const clientId = from.get("client_id") ?? "";
  return {
    clientId: clientId === "" ? undefined : clientId,
    redirectUri: from.get("redirect_uri") ?? "",
    state: from.get("state") ?? "",
    scopes: (from.get("scope") ?? "").split(/\s+/).filter((scope) => scope !== ""),
    challenge: from.get("code_challenge") ?? "",
  };
}

/** GET /connect/oauth2: choose a company or cancel. */
export function authorizePage(world: World, request: Request): Answer {
  const { searchParams } = request.url;
  const ask = askOf(searchParams);
  const { clients } = world.oauth;
  if (ask.clientId === undefined) return problem("The client_id query parameter is missing.");
  if (!clients.knows(ask.clientId)) return problem("The client_id query parameter is unknown.");
  if (!clients.mayReturnTo(ask.clientId, ask.redirectUri)) {
    return problem("The redirect_uri query parameter value is invalid. It must match a registered address exactly.");
  }
  const { state } = ask;
  if (searchParams.get("response_type") !== "code") {
    return back(ask.redirectUri, { error: "unsupported_response_type", state });
  }
  if (ask.scopes.length === 0 || clients.refusedScope(ask.clientId, ask.scopes) !== undefined) {
    return back(ask.redirectUri, { error: "invalid_scope", error_description: "Invalid permissions requested", state });
  }
  if (ask.challenge !== "" && searchParams.get("code_challenge_method") !== "S256") {
    return back(ask.redirectUri, { error: "invalid_request", state });
  }
  return choice(world, ask);
}

function choice(world: World, ask: Ask): Answer {
  const kept = { client_id: ask.clientId ?? "", scope: ask.scopes.join(" "), code_challenge: ask.challenge };
  const more = Object.entries(kept).map(([name, value]) => hidden(name, value));
  const fixed = hidden("redirect_uri", ask.redirectUri) + hidden("state", ask.state) + more.join("");
  const form = (fields: string, button: string) =>
    `<form method="post" action="/connect/oauth2">${fixed}${fields}${button}</form>`;
  const rows = [...world.realms.values()].map(({ company }) => {
    const button = html`<button type="submit" aria-label="Connect ${company.name}">Connect</button>`;
    const text = html`<div><strong>${company.name}</strong><br /><small>Company ID ${company.realm}</small></div>`;
    return `<li>${text}${form(hidden("realm", company.realm), button)}</li>`;
  });
  const none = rows.length === 0 ? "<p>There is no company yet. Start the simulator with --demo.</p>" : "";
  const cancel = form(hidden("cancel", "1"), '<button type="submit" class="quiet">Cancel</button>');
  const intro = "<p>An app wants to read and write the books of a company. Choose the company to connect.</p>";
  const body = `${intro}${none}<ul class="cards">${rows.join("")}</ul>${cancel}`;
  return page(200, "Connect an app", body, [new URL(ask.redirectUri).origin]);
}

/** POST /connect/oauth2: the choice made on the page. */
export function authorizeDecision(world: World, request: Request): Answer {
  const form = new URLSearchParams(request.body);
  const { clientId, redirectUri, state, scopes, challenge } = askOf(form);
  if (!world.oauth.clients.mayReturnTo(clientId, redirectUri)) return problem("The redirect address is not allowed.");
  const realm = form.get("realm") ?? "";
  if (form.get("cancel") === "1") return back(redirectUri, { error: "access_denied", state });
  if (!world.realms.has(realm)) return problem("There is no such company.");
  const code = world.oauth.issueCode({
    realm,
    redirectUri,
    clientId,
    scopes: scopes.length === 0 ? undefined : scopes,
    challenge: challenge === "" ? undefined : challenge,
  });
  return back(redirectUri, { code, state, realmId: realm });
}

/** POST /oauth2/v1/tokens/bearer; what was ordered for it through the control door happens first. */
export async function tokenEndpoint(world: World, request: Request): Promise<Answer> {
  const form = new URLSearchParams(request.body);
  const fault = world.oauth.faults.take(form.get("grant_type"));
  if (fault?.kind === "slow") await wait(fault.ms / world.clock.scale);
  if (fault?.kind === "invalid_grant") return json(400, { error: "invalid_grant" });
  if (fault?.kind === "invalid_client") return json(401, { error: "invalid_client" });
  if (fault?.kind === "500") return json(500, { error: "server_error" });
  if (fault?.kind === "503") return { status: 503, body: "", type: "text/plain" };
  if (fault?.kind === "drop-before") return { status: 503, body: "", type: "text/plain", cut: "drop" };
  const includeHard = request.headers["x-include-refresh-token-hard-expires-in"] === "true";
  const credentials = credentialsOf(request.headers.authorization, form);
  const { status, body } = world.oauth.token(form, credentials, includeHard);
  const answer = json(status, body);
  return fault?.kind === "drop-after" ? { ...answer, cut: "drop" } : answer;
}

/** POST /v2/oauth2/tokens/revoke: 200 and an empty body, 400 for an unknown token. */
export function revokeEndpoint(world: World, request: Request): Answer {
  const body = asRow(parseJson(request.body));
  const form = new URLSearchParams(request.body);
  const credentials = credentialsOf(request.headers.authorization, form);
  if (credentials === undefined || !world.oauth.clients.accepts(credentials)) {
    return json(401, { error: "invalid_client" });
  }
  const token = asText(body?.token) ?? form.get("token") ?? "";
  if (!world.oauth.revoke(token, credentials.clientId)) return json(400, { error: "invalid_request" });
  return { status: 200, body: "", type: "application/json" };
}

export const DISCOVERY = ["/.well-known/openid_configuration", "/.well-known/openid_sandbox_configuration"];

/** The discovery document; only its OpenID part names scopes, as Intuit's. */
export function discovery(request: Request): Answer {
  const base = `http://${request.headers.host ?? "127.0.0.1"}`;
  const sandbox = request.url.pathname === DISCOVERY[1] ? "sandbox-" : "";
  return json(200, {
    issuer: `${base}/op/v1`,
    authorization_endpoint: `${base}/connect/oauth2`,
    token_endpoint: `${base}/oauth2/v1/tokens/bearer`,
    userinfo_endpoint: `${base}/${sandbox}v1/openid_connect/userinfo`,
    revocation_endpoint: `${base}/v2/oauth2/tokens/revoke`,
    jwks_uri: `${base}/op/v1/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: OPENID_SCOPES,
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    claims_supported: ["aud", "exp", "iat", "iss", "realmid", "sub"],
  });
}

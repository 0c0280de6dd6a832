// What do the authorize page, the token endpoint and the revoke endpoint do?
import { html, page } from "./html.ts";
import { json, type Answer, type Request } from "./http.ts";
import { asRow, asText, parseJson } from "./json.ts";
import type { World } from "./world.ts";

function redirectOrigin(uri: string): string | undefined {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  return url?.protocol === "http:" || url?.protocol === "https:" ? url.origin : undefined;
}

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

/** GET /connect/oauth2: choose a company or cancel. */
export function authorizePage(world: World, request: Request): Answer {
  const ask = request.url.searchParams;
  const redirectUri = ask.get("redirect_uri") ?? "";
  const origin = redirectOrigin(redirectUri);
  if (origin === undefined) return problem("The redirect_uri query parameter is missing or no http address.");
  if ((ask.get("client_id") ?? "") === "") return problem("The client_id query parameter is missing.");
  const state = ask.get("state") ?? "";
  if (ask.get("response_type") !== "code") {
    return back(redirectUri, { error: "unsupported_response_type", state });
  }
  if (!(ask.get("scope") ?? "").split(" ").includes("com.intuit.quickbooks.accounting")) {
    return back(redirectUri, { error: "invalid_scope", state });
  }
  const form = (fields: string, button: string) =>
    `<form method="post" action="/connect/oauth2">${hidden("redirect_uri", redirectUri)}${hidden("state", state)}${fields}${button}</form>`;
  const rows = [...world.realms.values()].map(({ company }) => {
    const button = html`<button type="submit" aria-label="Connect ${company.name}">Connect</button>`;
    const text = html`<div><strong>${company.name}</strong><br /><small>Company ID ${company.realm}</small></div>`;
    return `<li>${text}${form(hidden("realm", company.realm), button)}</li>`;
  });
  const none = rows.length === 0 ? "<p>There is no company yet. Start the simulator with --demo.</p>" : "";
  const cancel = form(hidden("cancel", "1"), '<button type="submit" class="quiet">Cancel</button>');
  const intro = "<p>An app wants to read and write the books of a company. Choose the company to connect.</p>";
  return page(200, "Connect an app", `${intro}${none}<ul class="cards">${rows.join("")}</ul>${cancel}`, [origin]);
}

/** POST /connect/oauth2: the choice made on the page. */
export function authorizeDecision(world: World, request: Request): Answer {
  const form = new URLSearchParams(request.body);
  const redirectUri = form.get("redirect_uri") ?? "";
  if (redirectOrigin(redirectUri) === undefined) return problem("The redirect address is missing.");
  const state = form.get("state") ?? "";
  const realm = form.get("realm") ?? "";
  if (form.get("cancel") === "1") return back(redirectUri, { error: "access_denied", state });
  if (!world.realms.has(realm)) return problem("There is no such company.");
  return back(redirectUri, { code: world.oauth.issueCode(realm, redirectUri), state, realmId: realm });
}

function hasClient(request: Request, form: URLSearchParams): boolean {
  const basic = /^Basic\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (basic !== undefined) return /^.+:.+$/.test(Buffer.from(basic, "base64").toString("utf8"));
  return (form.get("client_id") ?? "") !== "" && (form.get("client_secret") ?? "") !== "";
}

/** POST /oauth2/v1/tokens/bearer. Any client id and secret are accepted, but both must be there. */
export function tokenEndpoint(world: World, request: Request): Answer {
  const form = new URLSearchParams(request.body);
  const includeHard = request.headers["x-include-refresh-token-hard-expires-in"] === "true";
  const { status, body } = world.oauth.token(form, hasClient(request, form), includeHard);
  return json(status, body);
}

/** POST /v2/oauth2/tokens/revoke: 200 and an empty body, 400 for an unknown token. */
export function revokeEndpoint(world: World, request: Request): Answer {
  const body = asRow(parseJson(request.body));
  const form = new URLSearchParams(request.body);
  if (!hasClient(request, form)) return json(401, { error: "invalid_client" });
  const token = asText(body?.token) ?? form.get("token") ?? "";
  if (!world.oauth.revoke(token)) return json(400, { error: "invalid_request" });
  return { status: 200, body: "", type: "application/json" };
}

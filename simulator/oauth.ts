// Which codes and tokens are valid, and what does the token endpoint answer?
import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "./clock.ts";
import type { Journal } from "./journal.ts";
import { asRow, asText, type Json, type Row } from "./json.ts";
import { ACCOUNTING, Clients, type Credentials } from "./oauth-clients.ts";
import { TokenFaults } from "./oauth-faults.ts";

const ACCESS_SECONDS = 3600;
const HARD_SECONDS = 157_680_000;
const DAY_MS = 86_400_000;

export type Connection = {
  realm: string;
  /** Undefined: made through the control door for whoever asks. */
  clientId?: string | undefined;
  scopes: string[];
  access: { value: string; until: number }[];
  refresh: string;
  refreshSince: number;
  refreshUntil: number;
  hardUntil: number;
  previous: string[];
};

/** What the person on the authorize page agreed to. */
export type Consent = {
  realm: string;
  redirectUri: string;
  clientId?: string | undefined;
  scopes?: string[] | undefined;
  challenge?: string | undefined;
};
type Code = Consent & { until: number; usedFor?: string };
export type TokenAnswer = { status: number; body: Row };

export type OAuthSettings = {
  /** "always": each refresh gives a new refresh token; "daily": the value stays for 24 hours, as Intuit does. */
  rotation: "always" | "daily";
  /** How long the value before still works after a rotation. */
  graceMs: number;
  /** A refresh with a dead value, or a code used twice, kills the whole connection. */
  killFamilyOnReuse: boolean;
  /** How long a refresh token lives since it was issued: 8,726,400 (recorded) or 8,640,000 (documented). */
  refreshSeconds: number;
  codeSeconds: number;
};

const refused = (error: string, description?: string): TokenAnswer => ({
  status: error === "invalid_client" ? 401 : 400,
  body: description === undefined ? { error } : { error, error_description: description },
});
const deadRefresh = () => refused("invalid_grant", "Incorrect or invalid refresh token");

export class OAuth {
  /** Refreshes that gave tokens, and that were refused, since the start. */
  refreshes = 0;
  refusedRefreshes = 0;
  settings: OAuthSettings = {
    rotation: "always",
    graceMs: 0,
    killFamilyOnReuse: false,
    refreshSeconds: 8_726_400,
    codeSeconds: 300,
  };
  clients = new Clients();
  faults = new TokenFaults();
  private clock: Clock;
  private codes = new Map<string, Code>();
  private connections = new Map<string, Connection>();
  private byAccess = new Map<string, string>();
  private journal: Journal | undefined;
  private counter = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  keepIn(journal: Journal, lines: Json[]): void {
    for (const line of lines) {
      const row = asRow(line);
      const key = asText(row?.key);
      if (key === undefined) continue;
      const connection = asRow(row?.connection);
      if (connection === undefined) this.connections.delete(key);
      else this.connections.set(key, { scopes: [ACCOUNTING], ...connection } as unknown as Connection);
      this.counter = Math.max(this.counter, Number(key));
    }
    for (const [key, connection] of this.connections) this.index(key, connection);
    this.journal = journal;
    journal.rewrite(
      [...this.connections].map(([key, connection]) => ({ key, connection: connection as unknown as Row })),
    );
  }

  /** A single-use, short-lived code for one company. */
  issueCode(consent: Consent): string {
    const code = `AB1${randomBytes(24).toString("base64url")}`;
    this.codes.set(code, { ...consent, until: this.clock.now() + this.settings.codeSeconds * 1000 });
    return code;
  }

  /** Connects a company without a browser, for seeds and tests. */
  connect(realm: string, includeHard: boolean, clientId?: string, scopes: string[] = [ACCOUNTING]): Row {
    const now = this.clock.now();
    this.counter += 1;
    const connection: Connection = {
      realm,
      ...(clientId === undefined ? {} : { clientId }),
      scopes,
      access: [],
      refresh: this.newRefresh(),
      refreshSince: now,
      refreshUntil: now + this.settings.refreshSeconds * 1000,
      hardUntil: now + HARD_SECONDS * 1000,
      previous: [],
    };
    const key = String(this.counter);
    this.connections.set(key, connection);
    return this.answer(key, connection, includeHard);
  }

  /** POST /oauth2/v1/tokens/bearer. */
  token(form: URLSearchParams, credentials: Credentials | undefined, includeHard: boolean): TokenAnswer {
    if (credentials === undefined || !this.clients.accepts(credentials)) return refused("invalid_client");
    const kind = form.get("grant_type") ?? "";
    if (kind === "") return refused("invalid_request");
    if (kind === "authorization_code") return this.exchange(form, credentials.clientId, includeHard);
    if (kind !== "refresh_token") return refused("unsupported_grant_type");
    const token = form.get("refresh_token") ?? "";
    return token === ""
      ? refused("invalid_request")
      : this.counted(this.refresh(token, credentials.clientId, includeHard));
  }

  /** Revokes a connection by its access or refresh token; false when this app has no such token. */
  revoke(token: string, clientId: string): boolean {
    for (const [key, connection] of this.connections) {
      if (connection.clientId !== undefined && connection.clientId !== clientId) continue;
      if (connection.refresh !== token && !connection.access.some(({ value }) => value === token)) continue;
      this.forget(key);
      return true;
    }
    return false;
  }

  /** Ends every connection of a company, as a user does with "Disconnect" inside QuickBooks. */
  disconnect(realm: string): void {
    for (const [key, connection] of this.connections) if (connection.realm === realm) this.forget(key);
  }

  /** Lets the access tokens of a company run out now; refresh tokens stay good. */
  expireAccess(realm: string): void {
    this.change(realm, (connection) => (connection.access = []));
  }

  /** Lets the refresh tokens of a company die now; access tokens live on. */
  expireRefresh(realm: string): void {
    this.change(realm, (connection) => (connection.refreshUntil = 0));
  }

  /** The connection an access token opens; undefined when it is unknown or has run out. */
  opened(token: string): Connection | undefined {
    const key = this.byAccess.get(token);
    const connection = key === undefined ? undefined : this.connections.get(key);
    const known = connection?.access.find(({ value }) => value === token);
    return known === undefined || known.until <= this.clock.now() ? undefined : connection;
  }

  private exchange(form: URLSearchParams, clientId: string, includeHard: boolean): TokenAnswer {
    const value = form.get("code") ?? "";
    const redirectUri = form.get("redirect_uri") ?? "";
    if (value === "" || redirectUri === "") return refused("invalid_request");
    const code = this.codes.get(value);
    if (code?.usedFor !== undefined && this.settings.killFamilyOnReuse) this.forget(code.usedFor);
    if (code === undefined || code.usedFor !== undefined) return refused("invalid_grant");
    code.usedFor = "";
    const foreign = code.clientId !== undefined && code.clientId !== clientId;
    if (foreign || code.until <= this.clock.now() || code.redirectUri !== redirectUri) return refused("invalid_grant");
    if (code.challenge !== undefined) {
      const verifier = createHash("sha256")
        .update(form.get("code_verifier") ?? "")
        .digest("base64url");
      if (verifier !== code.challenge) return refused("invalid_grant");
    }
    const body = this.connect(code.realm, includeHard, clientId, code.scopes);
    code.usedFor = String(this.counter);
    return { status: 200, body };
  }

  private counted(answer: TokenAnswer): TokenAnswer {
    if (answer.status === 200) this.refreshes += 1;
    else this.refusedRefreshes += 1;
    return answer;
  }

  private refresh(token: string, clientId: string, includeHard: boolean): TokenAnswer {
    const now = this.clock.now();
    for (const [key, connection] of this.connections) {
      const inGrace = connection.previous[0] === token && now - connection.refreshSince < this.settings.graceMs;
      if (connection.refresh !== token && !inGrace) {
        if (connection.previous.includes(token) && this.settings.killFamilyOnReuse) this.forget(key);
        continue;
      }
      if (connection.clientId !== undefined && connection.clientId !== clientId) return deadRefresh();
      if (connection.refreshUntil <= now || connection.hardUntil <= now) return deadRefresh();
      const due = this.settings.rotation === "always" || now - connection.refreshSince >= DAY_MS;
      if (due && !inGrace) {
        connection.previous = [connection.refresh, ...connection.previous].slice(0, 5);
        connection.refresh = this.newRefresh();
        connection.refreshSince = now;
        connection.refreshUntil = Math.min(now + this.settings.refreshSeconds * 1000, connection.hardUntil);
      }
      return { status: 200, body: this.answer(key, connection, includeHard) };
    }
    return deadRefresh();
  }

  private answer(key: string, connection: Connection, includeHard: boolean): Row {
    const now = this.clock.now();
    const value = `eyJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.${randomBytes(96).toString("base64url")}`;
    const live = connection.access.filter(({ until }) => until > now).slice(-4);
    connection.access = [...live, { value, until: now + ACCESS_SECONDS * 1000 }];
    this.store(key, connection);
    const body: Row = {
      token_type: "bearer",
      access_token: value,
      refresh_token: connection.refresh,
      expires_in: ACCESS_SECONDS,
      x_refresh_token_expires_in: Math.round((connection.refreshUntil - now) / 1000),
    };
    if (includeHard) body.x_refresh_token_hard_expires_in = Math.round((connection.hardUntil - now) / 1000);
    return body;
  }

  private newRefresh(): string {
    return `AB11${Math.floor(this.clock.now() / 1000)}${randomBytes(24).toString("hex")}`.slice(0, 50);
  }

  private change(realm: string, how: (connection: Connection) => void): void {
    for (const [key, connection] of this.connections) {
      if (connection.realm !== realm) continue;
      how(connection);
      this.store(key, connection);
    }
  }

  private index(key: string, connection: Connection): void {
    for (const { value } of connection.access) this.byAccess.set(value, key);
  }

  private store(key: string, connection: Connection): void {
    this.index(key, connection);
    this.journal?.add({ key, connection: connection as unknown as Row });
    this.journal?.flush();
  }

  private forget(key: string): void {
    for (const { value } of this.connections.get(key)?.access ?? []) this.byAccess.delete(value);
    this.connections.delete(key);
    this.journal?.add({ key, connection: null });
    this.journal?.flush();
  }

  /** True while some connection of the company could still be used or refreshed. */
  isConnected(realm: string): boolean {
    const now = this.clock.now();
    const live = (one: Connection) => one.realm === realm && one.refreshUntil > now && one.hardUntil > now;
    return [...this.connections.values()].some(live);
  }
}

// Which codes and tokens are valid, and what does the token endpoint answer?
import { randomBytes } from "node:crypto";
import type { Clock } from "./clock.ts";
import type { Journal } from "./journal.ts";
import { asRow, asText, type Json, type Row } from "./json.ts";

const ACCESS_SECONDS = 3600;
const REFRESH_SECONDS = 8_726_400;
const HARD_SECONDS = 157_680_000;
const CODE_SECONDS = 300;
const DAY_MS = 86_400_000;

type Connection = {
  realm: string;
  access: { value: string; until: number }[];
  refresh: string;
  refreshSince: number;
  refreshUntil: number;
  hardUntil: number;
  previous: string[];
};
type Code = { realm: string; redirectUri: string; until: number };
export type TokenAnswer = { status: number; body: Row };

export type OAuthSettings = {
  /** "always": each refresh gives a new refresh token; "daily": the value stays for 24 hours, as Intuit does. */
  rotation: "always" | "daily";
  /** How long the value before still works after a rotation. */
  graceMs: number;
  /** A refresh with a dead value kills the whole connection. */
  killFamilyOnReuse: boolean;
};

const grant = (): TokenAnswer => ({
  status: 400,
  body: { error: "invalid_grant", error_description: "Incorrect or invalid refresh token" },
});

export class OAuth {
  /** Refreshes that gave tokens, and that were refused, since the start. */
  refreshes = 0;
  refusedRefreshes = 0;
  settings: OAuthSettings = { rotation: "always", graceMs: 0, killFamilyOnReuse: false };
  private clock: Clock;
  private codes = new Map<string, Code>();
  private connections = new Map<string, Connection>();
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
      else this.connections.set(key, connection as unknown as Connection);
      this.counter = Math.max(this.counter, Number(key));
    }
    for (const [key, connection] of this.connections) this.index(key, connection);
    this.journal = journal;
    journal.rewrite(
      [...this.connections].map(([key, connection]) => ({ key, connection: connection as unknown as Row })),
    );
  }

  /** A single-use code for one company, valid for five minutes. */
  issueCode(realm: string, redirectUri: string): string {
    const code = `AB1${randomBytes(24).toString("base64url")}`;
    this.codes.set(code, { realm, redirectUri, until: this.clock.now() + CODE_SECONDS * 1000 });
    return code;
  }

  /** Connects a company without a browser, for seeds and tests. */
  connect(realm: string, includeHard: boolean): Row {
    const now = this.clock.now();
    this.counter += 1;
    const connection: Connection = {
      realm,
      access: [],
      refresh: this.newRefresh(),
      refreshSince: now,
      refreshUntil: now + REFRESH_SECONDS * 1000,
      hardUntil: now + HARD_SECONDS * 1000,
      previous: [],
    };
    const key = String(this.counter);
    this.connections.set(key, connection);
    return this.answer(key, connection, includeHard);
  }

  /** POST /oauth2/v1/tokens/bearer. */
  token(form: URLSearchParams, hasClient: boolean, includeHard: boolean): TokenAnswer {
    if (!hasClient) return { status: 401, body: { error: "invalid_client" } };
    const kind = form.get("grant_type");
    if (kind === "authorization_code") return this.exchange(form, includeHard);
    if (kind === "refresh_token") return this.counted(this.refresh(form.get("refresh_token") ?? "", includeHard));
    return { status: 400, body: { error: "unsupported_grant_type" } };
  }

  /** Revokes a connection by its access or refresh token; false when the token is unknown. */
  revoke(token: string): boolean {
    for (const [key, connection] of this.connections) {
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
    for (const [key, connection] of this.connections) {
      if (connection.realm !== realm) continue;
      connection.access = [];
      this.store(key, connection);
    }
  }

  /** The company an access token opens; undefined when it is unknown or has run out. */
  realmOf(token: string): string | undefined {
    const now = this.clock.now();
    const key = this.byAccess.get(token);
    const connection = key === undefined ? undefined : this.connections.get(key);
    const known = connection?.access.find(({ value }) => value === token);
    return known === undefined || known.until <= now ? undefined : connection?.realm;
  }

  private byAccess = new Map<string, string>();

  private exchange(form: URLSearchParams, includeHard: boolean): TokenAnswer {
    const value = form.get("code") ?? "";
    const code = this.codes.get(value);
    this.codes.delete(value);
    if (code === undefined || code.until <= this.clock.now() || code.redirectUri !== form.get("redirect_uri"))
      return grant();
    return { status: 200, body: this.connect(code.realm, includeHard) };
  }

  private counted(answer: TokenAnswer): TokenAnswer {
    if (answer.status === 200) this.refreshes += 1;
    else this.refusedRefreshes += 1;
    return answer;
  }

  private refresh(token: string, includeHard: boolean): TokenAnswer {
    const now = this.clock.now();
    for (const [key, connection] of this.connections) {
      const inGrace = connection.previous[0] === token && now - connection.refreshSince < this.settings.graceMs;
      if (connection.refresh !== token && !inGrace) {
        if (connection.previous.includes(token) && this.settings.killFamilyOnReuse) this.forget(key);
        continue;
      }
      if (connection.refreshUntil <= now || connection.hardUntil <= now) return grant();
      const due = this.settings.rotation === "always" || now - connection.refreshSince >= DAY_MS;
      if (due && !inGrace) {
        connection.previous = [connection.refresh, ...connection.previous].slice(0, 5);
        connection.refresh = this.newRefresh();
        connection.refreshSince = now;
        connection.refreshUntil = Math.min(now + REFRESH_SECONDS * 1000, connection.hardUntil);
      }
      return { status: 200, body: this.answer(key, connection, includeHard) };
    }
    return grant();
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

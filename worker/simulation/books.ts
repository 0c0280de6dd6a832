// QuickBooks of one schedule, in this process: the simulator's own request handler on the schedule's clock, without sockets.
import { api } from "../../simulator/api.ts";
import { clerkAction } from "../../simulator/clerk.ts";
import { disturbanceSchema, type Disturbance } from "../../simulator/disturbances.ts";
import type { EntityName } from "../../simulator/entities.ts";
import type { Answer, Request } from "../../simulator/http.ts";
import { tokenEndpoint } from "../../simulator/oauth-routes.ts";
import { present } from "../../simulator/present.ts";
import { readPatch } from "../../simulator/settings.ts";
import { World, type Realm } from "../../simulator/world.ts";

/** A record of the books. */
export type BookRow = Readonly<Record<string, unknown>>;
export type Tokens = { readonly accessToken: string; readonly refreshToken: string };
/** A request as it arrives, with the way it was sent. */
export type Arrival = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const KEPT: readonly EntityName[] = ["Customer", "Item", "Invoice", "Payment"];

export class Books {
  private readonly world: World;
  /** Access tokens ever given, by company, and the newest refresh token of each. */
  private readonly access = new Map<string, Set<string>>();
  private readonly refresh = new Map<string, string>();

  constructor(nowMs: () => number) {
    this.world = new World({
      port: 0,
      data: undefined,
      timeScale: 1,
      latency: false,
      throttle: false,
      seed: 1,
      demo: false,
      redirects: [],
    });
    this.world.clock.now = nowMs;
    // As Intuit does: the same refresh token for a day, and the one before it works a little longer.
    this.world.oauth.settings = { ...this.world.oauth.settings, rotation: "daily", graceMs: 3_600_000 };
  }

  /** A company with an empty book. `memoryMs`: how long a request id is remembered; null: for ever. */
  open(realmId: string, memoryMs: number | null): void {
    const preferences = { warnDuplicateNumbers: false, requestIdMemoryMs: memoryMs };
    this.world.create(realmId, "Harbor Line", "open", readPatch({ preferences }), false);
  }

  connect(realmId: string): Tokens {
    const given = this.world.oauth.connect(realmId, true) as Readonly<Record<string, string>>;
    const tokens = { accessToken: given.access_token ?? "", refreshToken: given.refresh_token ?? "" };
    this.keep(realmId, tokens);
    return tokens;
  }

  /** Answers a call; `fault`, when given, hits this one. */
  async answer(arrival: Arrival, realmId: string, fault: { kind: Disturbance; seed: number } | null): Promise<Answer> {
    const { disturbances } = this.realm(realmId);
    if (fault) disturbances.add(disturbanceSchema.parse(fault));
    try {
      return await api(this.world, requestOf(arrival));
    } finally {
      disturbances.clear();
    }
  }

  /** Answers the token endpoint. */
  async renew(arrival: Arrival): Promise<Answer> {
    const answer = await tokenEndpoint(this.world, requestOf(arrival));
    const used = new URLSearchParams(arrival.body).get("refresh_token");
    const realmId = [...this.refresh].find(([, refreshToken]) => refreshToken === used)?.[0];
    if (answer.status !== 200 || realmId === undefined) return answer;
    const given = JSON.parse(answer.body) as { access_token: string; refresh_token: string };
    this.keep(realmId, { accessToken: given.access_token, refreshToken: given.refresh_token });
    return answer;
  }

  /** Every access token that was given for a company. */
  tokensOf(realmId: string): ReadonlySet<string> {
    const known = this.access.get(realmId) ?? new Set<string>();
    this.access.set(realmId, known);
    return known;
  }

  newestRefresh(realmId: string): string {
    return this.refresh.get(realmId) ?? "";
  }

  /** A bookkeeper does something by hand. Throws when QuickBooks refuses it. */
  act(realmId: string, action: unknown): void {
    clerkAction(this.realm(realmId).company, this.world.clock.now(), action);
  }

  /** Records of one kind as an answer would show them. */
  rows(realmId: string, entity: "Customer" | "Item" | "Invoice" | "Payment"): readonly BookRow[] {
    const { company } = this.realm(realmId);
    return [...company.table(entity).rows.values()].map((row) => present(company, entity, row) as BookRow);
  }

  /** The last few records of one kind. */
  newest(realmId: string, entity: "Invoice" | "Payment", count: number): readonly BookRow[] {
    const { company } = this.realm(realmId);
    const rows = [...company.table(entity).rows.values()].slice(-count);
    return rows.map((row) => present(company, entity, row) as BookRow);
  }

  /** Tells of every change of these records, whoever makes it. */
  onCommit(realmId: string, told: (entity: string, id: string, operation: string) => void): void {
    this.realm(realmId).company.watchers.push((changes) => {
      for (const { entity, id, before, after } of changes) {
        if (!KEPT.includes(entity)) continue;
        const operation = before === undefined ? "Create" : after === undefined ? "Delete" : "Update";
        told(entity, id, operation);
      }
    });
  }

  private keep(realmId: string, { accessToken, refreshToken }: Tokens): void {
    this.access.set(realmId, (this.access.get(realmId) ?? new Set()).add(accessToken));
    this.refresh.set(realmId, refreshToken);
  }

  private realm(realmId: string): Realm {
    const realm = this.world.realms.get(realmId);
    if (!realm) throw new Error(`There is no company ${realmId}`);
    return realm;
  }
}

function requestOf({ method, url, headers, body }: Arrival): Request {
  const address = new URL(url);
  return {
    method,
    path: address.pathname
      .split("/")
      .filter((part) => part !== "")
      .map((part) => decodeURIComponent(part)),
    url: address,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body,
    bytes: Buffer.from(body),
    readable: true,
  };
}

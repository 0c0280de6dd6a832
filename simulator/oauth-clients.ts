// Which apps may connect, with which secret, to which addresses and for what?
import { timingSafeEqual } from "node:crypto";
import { z } from "zod";

export const ACCOUNTING = "com.intuit.quickbooks.accounting";
export const OPENID_SCOPES = ["openid", "profile", "email", "phone", "address"];

/** An app as the developer portal knows it. */
export const appSchema = z.strictObject({
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  redirectUris: z.array(z.string()).default([]),
  keys: z.enum(["development", "production"]).default("development"),
  scopes: z.array(z.string()).default([ACCOUNTING, "com.intuit.quickbooks.payment"]),
});
export type App = z.infer<typeof appSchema>;

export type ClientRules = {
  /** Client ids nobody registered: taken with any secret, or refused. */
  unknownClients: "accept" | "refuse";
  /** "loopback": development keys may return to http on this machine unregistered; "registered": nothing may. */
  redirects: "loopback" | "registered";
};

export type Credentials = { clientId: string; clientSecret: string };

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Client id and secret of a token call: Basic, or in the form. Undefined when one of them is missing. */
export function credentialsOf(authorization: string | undefined, form: URLSearchParams): Credentials | undefined {
  const basic = /^Basic\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  const text = basic === undefined ? undefined : Buffer.from(basic, "base64").toString("utf8");
  const cut = text?.indexOf(":") ?? -1;
  const clientId = text === undefined ? (form.get("client_id") ?? "") : text.slice(0, Math.max(0, cut));
  const clientSecret = text === undefined ? (form.get("client_secret") ?? "") : text.slice(cut + 1);
  return clientId === "" || clientSecret === "" ? undefined : { clientId, clientSecret };
}

export class Clients {
  rules: ClientRules = { unknownClients: "accept", redirects: "loopback" };
  /** Addresses any app may return to, beside its own. */
  redirectUris: string[] = [];
  private apps = new Map<string, App>();

  register(app: App): void {
    this.apps.set(app.clientId, app);
  }

  list(): App[] {
    return [...this.apps.values()];
  }

  get(clientId: string | undefined): App | undefined {
    return clientId === undefined ? undefined : this.apps.get(clientId);
  }

  /** True when this id may speak with this secret. */
  accepts(credentials: Credentials | undefined): boolean {
    if (credentials === undefined) return false;
    const app = this.apps.get(credentials.clientId);
    if (app === undefined) return this.rules.unknownClients === "accept";
    return sameText(app.clientSecret, credentials.clientSecret);
  }

  /** True when the authorize page may show itself to this app. */
  knows(clientId: string): boolean {
    return this.apps.has(clientId) || this.rules.unknownClients === "accept";
  }

  /** Registered word for word (https for production keys), or plain http on this machine for development keys. */
  mayReturnTo(clientId: string | undefined, uri: string): boolean {
    const url = URL.canParse(uri) ? new URL(uri) : undefined;
    if (url === undefined || url.hash !== "" || !["http:", "https:"].includes(url.protocol)) return false;
    const app = this.get(clientId);
    const production = app?.keys === "production";
    if (production && url.protocol !== "https:") return false;
    if (app?.redirectUris.includes(uri) === true || this.redirectUris.includes(uri)) return true;
    return !production && this.rules.redirects === "loopback" && LOOPBACK.includes(url.hostname);
  }

  /** The first scope the app was not given; undefined when all are allowed. */
  refusedScope(clientId: string, scopes: string[]): string | undefined {
    const allowed = this.get(clientId)?.scopes ?? [ACCOUNTING, "com.intuit.quickbooks.payment"];
    return scopes.find((scope) => !allowed.includes(scope));
  }
}

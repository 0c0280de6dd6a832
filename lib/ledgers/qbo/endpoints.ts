// Where does QuickBooks Online live: the real one, its sandbox, or the simulator?

export type QboEndpoints = {
  readonly isSimulated: boolean;
  readonly apiUrl: string;
  /** Where people use QuickBooks; deep links start here. */
  readonly appUrl: string;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly revokeUrl: string;
  /** Intuit's document that says the three addresses above; null where there is none. */
  readonly discoveryUrl: string | null;
  /** Authorizing with a proof key (RFC 7636). Intuit's documents do not mention it, so there it is a switch. */
  readonly usesPkce: boolean;
  readonly clientId: string;
  readonly clientSecret: string;
};

export type QboEnvironment = {
  readonly QBO_CLIENT_ID?: string | undefined;
  readonly QBO_CLIENT_SECRET?: string | undefined;
  readonly QBO_ENVIRONMENT: "sandbox" | "production";
  readonly QBO_PKCE?: boolean | undefined;
  readonly TIEOUT_SIMULATOR_URL?: string | undefined;
};

const byEnvironment = {
  production: {
    apiUrl: "https://quickbooks.api.intuit.com",
    appUrl: "https://app.qbo.intuit.com",
    discoveryUrl: "https://developer.api.intuit.com/.well-known/openid_configuration",
  },
  sandbox: {
    apiUrl: "https://sandbox-quickbooks.api.intuit.com",
    appUrl: "https://app.sandbox.qbo.intuit.com",
    discoveryUrl: "https://developer.intuit.com/.well-known/openid_sandbox_configuration",
  },
} as const;

/** With Intuit's keys the real QuickBooks Online, else the simulator; null when there is neither. */
export function qboEndpoints(environment: QboEnvironment): QboEndpoints | null {
  const { QBO_CLIENT_ID: clientId, QBO_CLIENT_SECRET: clientSecret } = environment;
  if (clientId && clientSecret) {
    return {
      isSimulated: false,
      ...byEnvironment[environment.QBO_ENVIRONMENT],
      // Known since 2017; used until, and whenever, the discovery document cannot be read.
      authorizeUrl: "https://appcenter.intuit.com/connect/oauth2",
      tokenUrl: "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
      revokeUrl: "https://developer.api.intuit.com/v2/oauth2/tokens/revoke",
      usesPkce: environment.QBO_PKCE ?? false,
      clientId,
      clientSecret,
    };
  }
  const base = environment.TIEOUT_SIMULATOR_URL?.replace(/\/+$/, "");
  if (!base) return null;
  return {
    isSimulated: true,
    apiUrl: base,
    appUrl: base,
    authorizeUrl: `${base}/connect/oauth2`,
    tokenUrl: `${base}/oauth2/v1/tokens/bearer`,
    revokeUrl: `${base}/v2/oauth2/tokens/revoke`,
    discoveryUrl: null,
    usesPkce: true,
    // The simulator wants a client but keeps no list of them.
    clientId: "tieout",
    clientSecret: "simulated",
  };
}

/**
 * The endpoints as a discovery document says them. An address that is missing, no https, or of another house keeps the
 * known one: tokens and the app's secret go only where the document itself lives.
 */
export function discovered(endpoints: QboEndpoints, document: string): QboEndpoints {
  const said = fieldsOf(document);
  const at = (name: string, known: string) => {
    const address = said[name];
    return typeof address === "string" && isOfSameHouse(address, endpoints.discoveryUrl) ? address : known;
  };
  return {
    ...endpoints,
    authorizeUrl: at("authorization_endpoint", endpoints.authorizeUrl),
    tokenUrl: at("token_endpoint", endpoints.tokenUrl),
    revokeUrl: at("revocation_endpoint", endpoints.revokeUrl),
  };
}

/** The page on which a person allows the connection. `redirectUri` must be registered with Intuit word for word. */
export function authorizeUrl(
  endpoints: QboEndpoints,
  redirectUri: string,
  state: string,
  codeChallenge: string | null,
): string {
  const url = new URL(endpoints.authorizeUrl);
  url.searchParams.set("client_id", endpoints.clientId);
  url.searchParams.set("response_type", "code");
  url.searchParams.set("scope", "com.intuit.quickbooks.accounting");
  url.searchParams.set("redirect_uri", redirectUri);
  url.searchParams.set("state", state);
  if (codeChallenge !== null) {
    url.searchParams.set("code_challenge", codeChallenge);
    url.searchParams.set("code_challenge_method", "S256");
  }
  return url.href;
}

function isOfSameHouse(address: string, document: string | null): boolean {
  if (document === null || !URL.canParse(address)) return false;
  const [said, known] = [new URL(address), new URL(document)];
  return said.protocol === known.protocol && houseOf(said.hostname) === houseOf(known.hostname);
}

/** "oauth.platform.intuit.com" → "intuit.com"; a numeric address is a house of its own. */
function houseOf(hostname: string): string {
  return /^[\d.]+$|^\[/.test(hostname) ? hostname : hostname.split(".").slice(-2).join(".");
}

/** A JSON object's fields; none when the text is anything else. */
export function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

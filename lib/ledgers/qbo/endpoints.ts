// Where does QuickBooks Online live: the real one, its sandbox, or the simulator?

export type QboEndpoints = {
  readonly isSimulated: boolean;
  readonly apiUrl: string;
  /** Where people use QuickBooks; deep links start here. */
  readonly appUrl: string;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly revokeUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

export type QboEnvironment = {
  readonly QBO_CLIENT_ID?: string | undefined;
  readonly QBO_CLIENT_SECRET?: string | undefined;
  readonly QBO_ENVIRONMENT: "sandbox" | "production";
  readonly TIEOUT_SIMULATOR_URL?: string | undefined;
};

/** With Intuit's keys the real QuickBooks Online, else the simulator; null when there is neither. */
export function qboEndpoints(environment: QboEnvironment): QboEndpoints | null {
  const { QBO_CLIENT_ID: clientId, QBO_CLIENT_SECRET: clientSecret } = environment;
  if (clientId && clientSecret) {
    return {
      isSimulated: false,
      apiUrl:
        environment.QBO_ENVIRONMENT === "sandbox"
          ? "https://sandbox-quickbooks.api.intuit.com"
          : "https://quickbooks.api.intuit.com",
      appUrl:
        environment.QBO_ENVIRONMENT === "sandbox" ? "https://app.sandbox.qbo.intuit.com" : "https://app.qbo.intuit.com",
      authorizeUrl: "https://appcenter.intuit.com/connect/oauth2",
      tokenUrl: "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
      revokeUrl: "https://developer.api.intuit.com/v2/oauth2/tokens/revoke",
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
    // The simulator wants a client but keeps no list of them.
    clientId: "tieout",
    clientSecret: "simulated",
  };
}

/** The page on which a person allows the connection. `redirectUri` must be registered with Intuit word for word. */
export function authorizeUrl(endpoints: QboEndpoints, redirectUri: string, state: string): string {
  const url = new URL(endpoints.authorizeUrl);
  url.searchParams.set("client_id", endpoints.clientId);
  url.searchParams.set("response_type", "code");
  url.searchParams.set("scope", "com.intuit.quickbooks.accounting");
  url.searchParams.set("redirect_uri", redirectUri);
  url.searchParams.set("state", state);
  return url.href;
}

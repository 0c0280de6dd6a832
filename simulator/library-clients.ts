// How do two published client libraries that nobody here wrote reach the simulator, behind a few types of ours?
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import OAuthClient from "intuit-oauth";
import QuickBooks from "node-quickbooks";
import { asRow, asRows, asText, type Json, type Row } from "./json.ts";

/** The refusal of a call, as the library hands it on: QuickBooks' code and detail, and the HTTP status. */
export class Refused extends Error {
  code: string;
  status: number;

  constructor(code: string, status: number, detail: string) {
    super(`${code} (${status}): ${detail}`);
    this.code = code;
    this.status = status;
  }
}

type Callback = (error: unknown, answer: unknown, response: unknown) => void;
type Method = (this: QuickBooks, ...values: unknown[]) => void;

/** node-quickbooks with promises; its methods go by their names, as `createInvoice` or `findCustomers`. */
export class NodeQuickBooks {
  client: QuickBooks;

  constructor(url: string, realm: string, accessToken: string, refreshToken: string) {
    QuickBooks.V3_ENDPOINT_BASE_URL = `${url}/v3/company/`;
    QuickBooks.TOKEN_URL = `${url}/oauth2/v1/tokens/bearer`;
    QuickBooks.REVOKE_URL = `${url}/v2/oauth2/tokens/revoke`;
    this.client = new QuickBooks("app", "secret", accessToken, false, realm, true, false, null, "2.0", refreshToken);
  }

  /** Calls one method and gives what its callback was given. Rejects with `Refused`. */
  async ask(method: string, ...values: unknown[]): Promise<unknown> {
    const found = (this.client as unknown as Record<string, Method | undefined>)[method];
    if (found === undefined) throw new Error(`node-quickbooks has no ${method}`);
    return await new Promise((resolve, reject) => {
      const done: Callback = (error, answer, response) => {
        if (error === null || error === undefined) resolve(answer);
        else reject(refusalOf(error, response));
      };
      found.call(this.client, ...values, done);
    });
  }

  /** A method that answers with one record. */
  async record(method: string, ...values: unknown[]): Promise<Row> {
    const row = asRow((await this.ask(method, ...values)) as Json);
    if (row === undefined) throw new Error(`${method} answered with no record`);
    return row;
  }

  /** The answer to a query, without its envelope. */
  async find(method: string, criteria: unknown): Promise<Row> {
    return asRow((await this.record(method, criteria)).QueryResponse) ?? {};
  }
}

function refusalOf(error: unknown, response: unknown): Error {
  const failed = error as { response?: { data?: Json; status?: number }; message?: string };
  const answered = failed.response ?? (response as typeof failed.response);
  const body = asRow(answered?.data);
  const [fault] = asRows(asRow(body?.Fault)?.Error ?? asRow(body?.fault)?.error);
  const code = asText(fault?.code) ?? asText(body?.error) ?? "none";
  const detail = asText(fault?.Detail ?? fault?.detail) ?? failed.message ?? "";
  return new Refused(code, answered?.status ?? 0, detail);
}

export type SignIn = InstanceType<typeof OAuthClient>;

/** An app that signs in with intuit-oauth, its addresses pointed at the simulator. */
export function signInWith(url: string, redirectUri: string): SignIn {
  OAuthClient.environment = { sandbox: `${url}/`, production: "http://127.0.0.1:9/" };
  const app = new OAuthClient({
    clientId: "app",
    clientSecret: "secret",
    environment: "sandbox",
    redirectUri,
    includeRefreshTokenHardExpiresIn: true,
  });
  app.setAuthorizeURLs({
    authorizeEndpoint: `${url}/connect/oauth2`,
    tokenEndpoint: `${url}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${url}/v2/oauth2/tokens/revoke`,
    userInfoEndpoint: `${url}/v1/openid_connect/userinfo`,
  });
  return app;
}

export type CallbackPage = {
  /** The redirect address of the app. */
  url: string;
  /** Addresses its callback page was opened with. */
  opened: string[];
  close: () => Promise<void>;
};

/** The page an app is sent back to: keeps the addresses it was opened with. */
export async function openCallback(): Promise<CallbackPage> {
  const opened: string[] = [];
  const server = createServer((request, response) => {
    opened.push(`http://${request.headers.host ?? ""}${request.url ?? ""}`);
    response.end("You may close this window.");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}/callback`, opened, close };
}

/** Opens the authorize page as a browser does, presses the button with this label and follows where it leads. */
export async function press(authorizeUri: string, label: string): Promise<string> {
  const page = await (await fetch(authorizeUri)).text();
  const form = [...page.matchAll(/<form method="post" action="([^"]+)">(.*?)<\/form>/gs)].find(([, , inside]) =>
    inside?.includes(label),
  );
  if (form === undefined) throw new Error(`the page has no button ${label}`);
  const fields = [...(form[2] ?? "").matchAll(/<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)];
  const body = new URLSearchParams(fields.map(([, name = "", value = ""]) => [name, unescaped(value)]));
  const decided = await fetch(new URL(form[1] ?? "", authorizeUri), { method: "POST", body, redirect: "manual" });
  const location = decided.headers.get("location") ?? "";
  await fetch(location);
  return location;
}

function unescaped(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}

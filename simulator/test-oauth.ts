// How do the simulator's own tests connect: as a browser, as a client, as an operator?
import { asText } from "./json.ts";
import { controlCall, fetchReply, type Books, type Reply } from "./test-client.ts";

export const REDIRECT = "http://localhost:3000/callback";
export const ACCOUNTING = "com.intuit.quickbooks.accounting";
/** An app that is registered by `registerApp`. */
export const SECRET = { id: "app-1", secret: "s3cret" };

export const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
export const KNOWN = basic(SECRET.id, SECRET.secret);
export const ANYBODY = basic("anybody", "anything");
export const refreshOf = (reply: Reply) => asText(reply.body.refresh_token) ?? "";
export const error = (reply: Reply) => [reply.status, reply.body.error];

/** The steps of connecting to one company. */
export class Connecting {
  books: Books;

  constructor(books: Books) {
    this.books = books;
  }

  order(path: string, body: unknown): Promise<Reply> {
    return controlCall(this.books.simulator, path, body);
  }

  registerApp(): Promise<Reply> {
    const redirectUris = ["https://app.example/back"];
    return this.order("apps", { clientId: SECRET.id, clientSecret: SECRET.secret, redirectUris });
  }

  authorize(parameters: Record<string, string> = {}): Promise<Response> {
    const query = new URLSearchParams({
      client_id: "anybody",
      response_type: "code",
      scope: ACCOUNTING,
      redirect_uri: REDIRECT,
      state: "xyz",
      ...parameters,
    });
    return fetch(`${this.books.simulator.url}/connect/oauth2?${query.toString()}`, { redirect: "manual" });
  }

  /** The choice on the page; the address the browser is sent to. */
  async decide(form: Record<string, string> = {}): Promise<URL> {
    const fields = {
      client_id: "anybody",
      redirect_uri: REDIRECT,
      state: "xyz",
      scope: ACCOUNTING,
      realm: this.books.realm,
      ...form,
    };
    const response = await fetch(`${this.books.simulator.url}/connect/oauth2`, {
      method: "POST",
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    return new URL(response.headers.get("location") ?? "http://none");
  }

  tokenCall(form: Record<string, string>, client = ANYBODY, more: Record<string, string> = {}): Promise<Reply> {
    return fetchReply(`${this.books.simulator.url}/oauth2/v1/tokens/bearer`, {
      method: "POST",
      headers: client === "" ? more : { authorization: client, ...more },
      body: new URLSearchParams(form),
    });
  }

  exchange(code: string, form: Record<string, string> = {}, client = ANYBODY): Promise<Reply> {
    return this.tokenCall({ grant_type: "authorization_code", code, redirect_uri: REDIRECT, ...form }, client);
  }

  refresh(token: string, client = ANYBODY, more: Record<string, string> = {}): Promise<Reply> {
    return this.tokenCall({ grant_type: "refresh_token", refresh_token: token }, client, more);
  }

  async codeOf(form: Record<string, string> = {}): Promise<string> {
    return (await this.decide(form)).searchParams.get("code") ?? "";
  }

  async connect(): Promise<Reply> {
    return this.exchange(await this.codeOf());
  }

  revoke(token: string, client = ANYBODY): Promise<Reply> {
    return fetchReply(`${this.books.simulator.url}/v2/oauth2/tokens/revoke`, {
      method: "POST",
      headers: { authorization: client, "content-type": "application/json" },
      body: JSON.stringify({ token }),
    });
  }

  read(token: string): Promise<Reply> {
    return this.books.call("GET", `companyinfo/${this.books.realm}`, undefined, token);
  }

  /** Moves the simulated clock to this many milliseconds from now. */
  later(ms: number): Promise<Reply> {
    return this.order("settings", { clockOffsetMs: ms });
  }
}

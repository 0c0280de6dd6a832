// How do the simulator's own tests talk to it: only over HTTP, with a token of one company?
import { asRow, asRows, asText, type Row } from "./json.ts";
import { startSimulator, type Simulator } from "./server.ts";
import type { Options } from "./world.ts";

export type Reply = { status: number; headers: Headers; body: Row; text: string };

/** A running simulator with one connected company made from the template. */
export class Books {
  simulator: Simulator;
  realm: string;
  token: string;

  constructor(simulator: Simulator, realm: string, token: string) {
    this.simulator = simulator;
    this.realm = realm;
    this.token = token;
  }

  async call(method: string, path: string, body?: unknown, token = this.token): Promise<Reply> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return fetchReply(`${this.simulator.url}/v3/company/${this.realm}/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, accept: "application/json", "content-type": "application/json" },
      ...(body === undefined ? {} : { body: text }),
    });
  }

  post(path: string, body: unknown): Promise<Reply> {
    return this.call("POST", path, body);
  }

  /** Creates or changes a record that must be accepted and returns it. */
  async write(path: string, body: unknown): Promise<Row> {
    const reply = await this.post(path, body);
    const [entity] = Object.keys(reply.body).filter((key) => key !== "time");
    const row = asRow(reply.body[entity ?? ""]);
    if (reply.status !== 200 || row === undefined) throw new Error(`refused: ${reply.text}`);
    return row;
  }

  /** The code of the fault a write is refused with; "accepted" when it is not. */
  async refusal(path: string, body: unknown): Promise<string> {
    const reply = await this.post(path, body);
    return faultCode(reply) ?? "accepted";
  }

  async read(path: string): Promise<Row> {
    const reply = await this.call("GET", path);
    const [entity] = Object.keys(reply.body).filter((key) => key !== "time");
    return asRow(reply.body[entity ?? ""]) ?? {};
  }

  query(statement: string): Promise<Reply> {
    return this.call("GET", `query?query=${encodeURIComponent(statement)}`);
  }

  async rows(statement: string): Promise<Row[]> {
    const response = asRow((await this.query(statement)).body.QueryResponse) ?? {};
    return Object.values(response).flatMap((value) => asRows(value));
  }

  control(path: string, body?: unknown, method = body === undefined ? "GET" : "POST"): Promise<Reply> {
    return controlCall(this.simulator, `companies/${this.realm}/${path}`, body, method);
  }

  /** The id of the active or inactive record of that name. */
  async idOf(entity: string, name: string): Promise<string> {
    const field = ["Customer", "Vendor", "Employee"].includes(entity) ? "DisplayName" : "Name";
    const [row] = await this.rows(`select * from ${entity} where ${field} = '${name}' and Active in (true,false)`);
    return asText(row?.Id) ?? "0";
  }

  /** A customer and the body of a sale to it: one line of the item, quantity one. */
  async sale(amount: number, more: Row = {}): Promise<Row> {
    const customer = (await this.rows("select * from Customer where DisplayName = 'Harbor Toys'"))[0];
    const id = asText(customer?.Id) ?? asText((await this.write("customer", { DisplayName: "Harbor Toys" })).Id) ?? "";
    return { CustomerRef: { value: id }, Line: [line(amount)], ...more };
  }
}

/** A sales line of the template's first item. */
export function line(amount: number, detail: Row = {}): Row {
  return {
    DetailType: "SalesItemLineDetail",
    Amount: amount,
    SalesItemLineDetail: { ItemRef: { value: "1" }, ...detail },
  };
}

export async function fetchReply(url: string, init: RequestInit): Promise<Reply> {
  const response = await fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith("{") ? (JSON.parse(text) as Row) : {},
  };
}

export function controlCall(simulator: Simulator, path: string, body?: unknown, method = "POST"): Promise<Reply> {
  return fetchReply(`${simulator.url}/_control/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

export function faultCode(reply: Reply): string | undefined {
  const fault = asRow(reply.body.Fault) ?? asRow(reply.body.fault);
  const [error] = asRows(fault?.Error ?? fault?.error);
  return asText(error?.code);
}

export function faultDetail(reply: Reply): string {
  const [error] = asRows(asRow(reply.body.Fault)?.Error);
  return asText(error?.Detail) ?? "";
}

let nextRealm = 4_620_816_365_000_000;

/** Starts a simulator in memory without latency or limits (unless asked for) and connects one company. */
export async function openBooks(company: Record<string, unknown> = {}, options: Partial<Options> = {}): Promise<Books> {
  const simulator = await startSimulator({ throttle: false, ...options });
  return addBooks(simulator, company);
}

/** Connects one more company of a running simulator. */
export async function addBooks(simulator: Simulator, company: Record<string, unknown> = {}): Promise<Books> {
  nextRealm += 1;
  const realm = String(nextRealm);
  const made = await controlCall(simulator, "companies", {
    realmId: realm,
    name: "Test Company",
    template: "open",
    ...company,
  });
  if (made.status !== 201) throw new Error(made.text);
  const token = await controlCall(simulator, "tokens", { realmId: realm });
  return new Books(simulator, realm, asText(token.body.access_token) ?? "");
}

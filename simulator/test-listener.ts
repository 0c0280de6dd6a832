// What does an app's webhook address receive from the simulator, byte for byte?
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { asRow, asRows, asText, type Json, type Row } from "./json.ts";
import { controlCall, openBooks, type Books, type Reply } from "./test-client.ts";

export const TOKEN = "9e1b5c1f-verifier";

export type Received = { headers: IncomingHttpHeaders; bytes: Buffer; at: number };

/** An address that keeps every post and answers as told. */
export class Listener {
  received: Received[] = [];
  /** Answers in turn; the last one repeats. "hang" never answers. */
  answers: (number | "hang")[] = [200];
  private server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async open(): Promise<Listener> {
    const server = createServer();
    const listener = new Listener(server);
    server.on("request", (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        listener.received.push({ headers: request.headers, bytes: Buffer.concat(chunks), at: performance.now() });
        const answer = listener.answers.length > 1 ? listener.answers.shift() : listener.answers[0];
        if (answer !== "hang") response.writeHead(answer ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return listener;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhooks`;
  }

  /** Every event of every post in the order of arrival. */
  events(): Row[] {
    return this.received.flatMap(({ bytes }) => asRows(JSON.parse(bytes.toString("utf8")) as Json));
  }

  /** "qbo.invoice.created.v1 145" for every event. */
  types(): string[] {
    return this.events().map((event) => `${asText(event.type) ?? ""} ${asText(event.intuitentityid) ?? ""}`);
  }

  /** The bodies of the legacy shape. */
  notifications(): Row[] {
    return this.received.flatMap(({ bytes }) =>
      asRows(asRow(JSON.parse(bytes.toString("utf8")) as Json)?.eventNotifications),
    );
  }

  forget(): void {
    this.received = [];
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

/** One connected company, one listening app, and the control door between them. */
export class WebhookBench {
  books: Books;
  listener: Listener;

  private constructor(books: Books, listener: Listener) {
    this.books = books;
    this.listener = listener;
  }

  static async open(): Promise<WebhookBench> {
    return new WebhookBench(await openBooks(), await Listener.open());
  }

  async close(): Promise<void> {
    await this.books.simulator.close();
    await this.listener.close();
  }

  door(what: string, body?: unknown, method = body === undefined ? "GET" : "POST"): Promise<Reply> {
    return controlCall(this.books.simulator, `webhooks${what}`, body, method);
  }

  /** Subscribes the listener, without collecting and without the customers that only get a new time. */
  subscribe(more: Row = {}): Promise<Reply> {
    const base = { url: this.listener.url, verifierToken: TOKEN, coalesceMs: 0, customerTouches: false };
    return this.door("", { ...base, ...more });
  }

  /** Waits until everything is delivered. */
  async settled(): Promise<void> {
    expect((await this.door("/idle", { timeoutMs: 5000 })).status).toBe(200);
  }

  /** Waits until that many deliveries were tried. */
  async deliveries(count: number): Promise<Row[]> {
    for (;;) {
      const list = asRows((await this.door("")).body.deliveries);
      if (list.length >= count) return list;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async bookkeeper(action: Row): Promise<Row> {
    const reply = await this.books.control("bookkeeper", action);
    if (reply.status !== 200) throw new Error(reply.text);
    return Object.values(reply.body).map(asRow)[0] ?? {};
  }

  forwardMs(clockOffsetMs: number): Promise<Reply> {
    return controlCall(this.books.simulator, "settings", { clockOffsetMs });
  }
}

// Which part of the simulator answers which address?
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { api } from "./api.ts";
import { control } from "./control.ts";
import { json, readRequest, send, type Answer, type Request } from "./http.ts";
import { authorizeDecision, authorizePage, revokeEndpoint, tokenEndpoint } from "./oauth-routes.ts";
import { bookkeeper } from "./bookkeeper.ts";
import { webhookDoor } from "./webhook-door.ts";
import { World, type Options } from "./world.ts";

export type Simulator = { url: string; port: number; world: World; close: () => Promise<void> };

const LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]"];

/** True when the request names this machine and, for a browser's form, comes from our own page. */
function fromHere(incoming: IncomingMessage, request: Request): boolean {
  const host = request.headers.host ?? "";
  if (!LOCAL_NAMES.includes(host.replace(/:\d+$/, ""))) return false;
  const origin = incoming.headers.origin;
  return request.method === "GET" || origin === undefined || origin === `http://${host}`;
}

async function answer(world: World, request: Request, incoming: IncomingMessage): Promise<Answer> {
  const [first, second] = request.path;
  if (first === "v3" && second === "company") return api(world, request);
  const { method } = request;
  const address = request.url.pathname;
  if (address === "/oauth2/v1/tokens/bearer" && method === "POST") return tokenEndpoint(world, request);
  if (address === "/v2/oauth2/tokens/revoke" && method === "POST") return revokeEndpoint(world, request);
  if (!fromHere(incoming, request)) return json(403, { error: "only this machine and the simulator's own pages" });
  if (address === "/connect/oauth2") {
    return method === "POST" ? authorizeDecision(world, request) : authorizePage(world, request);
  }
  if (first === "_control" && second === "webhooks") return webhookDoor(world, request);
  if (first === "_control") return control(world, request);
  if (first === undefined || first === "app") return bookkeeper(world, request);
  return json(404, { error: "not found" });
}

/** Starts a simulator on the loopback interface; port 0 takes a free one. */
export async function startSimulator(options: Partial<Options> = {}): Promise<Simulator> {
  const world = new World({
    port: 0,
    data: undefined,
    timeScale: 1,
    latency: false,
    throttle: true,
    seed: 1,
    demo: false,
    ...options,
  });
  const server = createServer((incoming, response) => {
    void (async () => {
      try {
        const request = await readRequest(incoming);
        send(response, await answer(world, request, incoming));
      } catch (error) {
        process.stderr.write(`simulator: ${String(error instanceof Error ? error.stack : error)}\n`);
        if (!response.headersSent) send(response, json(500, { error: "the simulator itself failed" }));
      }
    })();
  });
  // Longer than the idle time of usual client pools, so that a kept connection is not closed under a request.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    world.close();
  };
  return { url: `http://127.0.0.1:${port}`, port, world, close };
}

// Does a message reach its receiver as it was signed, and nobody whom it may not reach?
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";

import { deliver, isPublic } from "./carrier.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function receiver(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

test("its bytes and headers arrive, and the status comes back", async () => {
  let heard = "";
  const url = await receiver((request, response) => {
    request.on("data", (chunk: Buffer) => (heard += chunk.toString()));
    request.on("end", () => response.writeHead(request.headers["webhook-id"] === "m" ? 204 : 400).end());
  });
  const message = { url, headers: { "webhook-id": "m" }, body: '{"title":"Größe"}' };
  expect(await deliver(message, true)).toEqual({ is: "answered", status: 204 });
  expect(heard).toBe('{"title":"Größe"}');
});

test("a redirect is an answer like any other, and nobody is followed", async () => {
  let elsewhere = 0;
  const other = await receiver((_, response) => {
    elsewhere++;
    response.end();
  });
  const url = await receiver((_, response) => response.writeHead(307, { Location: other }).end());
  expect(await deliver({ url, headers: {}, body: "{}" }, true)).toEqual({ is: "answered", status: 307 });
  expect(elsewhere).toBe(0);
});

test("a receiver that says nothing is not waited for", async () => {
  const url = await receiver(() => {});
  const delivered = await deliver({ url, headers: {}, body: "{}" }, true, 100);
  expect(delivered).toEqual({ is: "lost", why: "The receiver did not answer in time." });
});

test.each([
  ["plain http", "http://hooks.example.com/", "must begin with https"],
  ["a private number", "https://192.168.1.4/", "private network"],
  ["the machine itself", "https://[::1]:8443/", "private network"],
  ["the machine itself in another spelling", "https://2130706433/", "private network"],
  ["a name of the machine itself", "https://localhost:1/", "private network"],
])("unless private addresses are allowed, %s is not called", async (_, url, why) => {
  const delivered = await deliver({ url, headers: {}, body: "{}" }, false);
  expect(delivered).toEqual({ is: "forbidden", why: expect.stringContaining(why) as string });
});

test.each([
  ["8.8.8.8", true],
  ["1.1.1.1", true],
  ["2606:4700:4700::1111", true],
  ["10.1.2.3", false],
  ["100.64.0.1", false],
  ["127.0.0.1", false],
  ["169.254.169.254", false],
  ["172.16.0.1", false],
  ["172.32.0.1", true],
  ["192.168.0.1", false],
  ["0.0.0.0", false],
  ["224.0.0.1", false],
  ["255.255.255.255", false],
  ["::1", false],
  ["::", false],
  ["::ffff:127.0.0.1", false],
  ["::ffff:8.8.8.8", false],
  ["64:ff9b::7f00:1", false],
  ["fe80::1", false],
  ["fd00::1", false],
  ["2002:7f00:1::", false],
  ["2001:db8::1", false],
  ["ff02::1", false],
  ["not an address", false],
])("%s is public: %s", (address, expected) => {
  expect(isPublic(address)).toBe(expected);
});

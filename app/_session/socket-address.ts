// Where does each request really come from? Its own socket, written into the headers before anything reads them.
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

import { SOCKET_ADDRESS_HEADER } from "./socket-address-header.ts";

/**
 * Puts the socket's address on every request of this process, over anything the client sent under that name. Route
 * handlers see headers only, and `x-forwarded-for` is whatever the client wrote.
 */
export function markSocketAddresses(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[SOCKET_ADDRESS_HEADER] = request.socket.remoteAddress ?? "unknown";
  });
}

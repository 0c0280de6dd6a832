// Is a port free, and what does a person do when it is not?
import { createServer } from "node:net";
import { Sentence } from "./sentence.mjs";

function listenOnce(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      const taken = server.address().port;
      server.close(() => resolve(taken));
    });
  });
}

/** True when the port can be bound on that address right now. */
export async function isPortFree(port, host = "127.0.0.1") {
  try {
    await listenOnce(port, host);
    return true;
  } catch {
    return false;
  }
}

/** A port nobody listens on, chosen by the system. */
export function freePort() {
  return listenOnce(0, "127.0.0.1");
}

/** Reads a port from the environment; throws a Sentence when it is no port. */
export function portFrom(env, name, fallback) {
  const text = env[name];
  if (text === undefined || text === "") return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Sentence(`${name} must be a port between 1 and 65535, not "${text}".`);
}

/** Throws the Sentence a person needs when a port is taken; `name` is the variable that chooses another one. */
export async function requirePort(what, name, port, host = "127.0.0.1") {
  let reason;
  try {
    await listenOnce(port, host);
    return;
  } catch (error) {
    reason = error.code;
  }
  throw new Sentence(portSentence({ what, name, port, host, reason }));
}

/** The sentence itself; `reason` is the system's error code. */
export function portSentence({ what, name, port, host, reason }) {
  const other = `${name}=${port < 65535 ? port + 1 : port - 1} npm start`;
  if (reason === "EACCES")
    return `This user may not listen on port ${port} for ${what}: choose one above 1023, for example ${other}`;
  if (reason === "EADDRNOTAVAIL" || reason === "ENOTFOUND") {
    return `This machine has no address ${host} to listen on for ${what}: set HOSTNAME to 127.0.0.1 or 0.0.0.0.`;
  }
  return `Port ${port} is in use, and ${what} needs it: stop what runs there, or choose another one with ${other}`;
}

// What did the person ask for in the environment, and what does each process get to know of it?
import { createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { portFrom } from "./ports.mjs";
import { root } from "./processes.mjs";
import { Sentence } from "./sentence.mjs";

const secretLengthMin = 32;

/** Reads `.env` of the checkout into this process, if there is one. What the shell has set already wins. */
export function loadEnvFile() {
  const path = join(root, ".env");
  if (existsSync(path)) process.loadEnvFile(path);
}

/**
 * The checked wishes: `embedded` (our database) or not, ports, host, whether QuickBooks is the simulated one. Throws a Sentence for
 * what is missing or cannot be.
 */
export function readSettings(env) {
  const embedded = !env.DATABASE_URL;
  const port = portFrom(env, "PORT", 3000);
  const settings = {
    embedded,
    port,
    simulatorPort: portFrom(env, "TIEOUT_SIMULATOR_PORT", 4010),
    host: embedded ? "127.0.0.1" : hostFrom(env),
    // A simulator that runs already, on another machine perhaps, is used as it is.
    simulator: wantsSimulator(env) && !env.TIEOUT_SIMULATOR_URL,
    demo: embedded || env.TIEOUT_DEMO === "1",
    address: env.NEXTAUTH_URL || `http://127.0.0.1:${port}`,
  };
  if (settings.simulator && settings.simulatorPort === port) {
    throw new Sentence(`PORT and TIEOUT_SIMULATOR_PORT are both ${port}: give the simulator another one.`);
  }
  requireUrl(env, "NEXTAUTH_URL", /^https?:$/, "https://books.example.com");
  if (!embedded) requireOwnDatabase(env);
  return settings;
}

/** True when there are no Intuit keys; one key without the other is a mistake to tell. */
function wantsSimulator(env) {
  const { QBO_CLIENT_ID: id, QBO_CLIENT_SECRET: secret } = env;
  if (id && secret) return false;
  if (!id && !secret) return true;
  throw new Sentence(
    `${id ? "QBO_CLIENT_SECRET" : "QBO_CLIENT_ID"} is missing: set both Intuit keys, or none to use the simulator.`,
  );
}

function requireOwnDatabase(env) {
  requireUrl(env, "DATABASE_URL", /^postgres(ql)?:$/, "postgres://user:password@host:5432/tieout");
  requireUrl(env, "DATABASE_APP_URL", /^postgres(ql)?:$/, "postgres://tieout_app:password@host:5432/tieout");
  requireSecret(env);
  if (!env.NEXTAUTH_URL) {
    throw new Sentence(
      "NEXTAUTH_URL is missing: with a database of your own, set it to the address people open, for example https://books.example.com",
    );
  }
}

/** Throws a Sentence unless TIEOUT_SECRET is there and long enough. */
export function requireSecret(env) {
  const how = `make one with: node -e "console.log(require('crypto').randomBytes(32).toString('base64url'))"`;
  if (!env.TIEOUT_SECRET) {
    throw new Sentence(`TIEOUT_SECRET is missing: with a database of your own it must stay the same for ever; ${how}`);
  }
  if (env.TIEOUT_SECRET.length < secretLengthMin) {
    throw new Sentence(`TIEOUT_SECRET has fewer than ${secretLengthMin} characters; ${how}`);
  }
}

function requireUrl(env, name, protocol, example) {
  if (!env[name]) return;
  if (URL.canParse(env[name]) && protocol.test(new URL(env[name]).protocol)) return;
  // The value itself may hold a password, so it is not shown.
  throw new Sentence(`${name} is not an address like ${example}: correct it.`);
}

/**
 * The address to listen on. Many shells and every container set HOSTNAME to the machine's own name; only another value is a wish.
 */
export function hostFrom(env) {
  return env.HOSTNAME && env.HOSTNAME !== hostname() ? env.HOSTNAME : "127.0.0.1";
}

/** TIEOUT_SECRET of the environment, else the one kept in the data folder, made on first use (file mode 0600). */
export function keptSecret(env, dataFolder) {
  if (env.TIEOUT_SECRET) {
    requireSecret(env);
    return env.TIEOUT_SECRET;
  }
  const path = join(dataFolder, "secrets.json");
  if (existsSync(path)) {
    const kept = readSecrets(path).TIEOUT_SECRET;
    if (kept) return kept;
  }
  const secret = randomBytes(32).toString("base64url");
  const half = `${path}.${process.pid}`;
  writeFileSync(half, `${JSON.stringify({ TIEOUT_SECRET: secret }, null, 2)}\n`, { mode: 0o600 });
  renameSync(half, path);
  return secret;
}

function readSecrets(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Sentence(
      `${path} cannot be read (${error.code ?? "it is not JSON"}): bring it back from a backup, or remove it and .data to begin anew.`,
    );
  }
}

/** A password or key for one purpose, made from the secret: base64url(HMAC-SHA256(secret, purpose)). */
export function derived(secret, purpose) {
  return createHmac("sha256", secret).update(purpose).digest("base64url");
}

/** The application role's address of the same database: host, port, name and options stay, user and password change. */
export function appUrl(adminUrl, secret) {
  const url = new URL(adminUrl);
  url.username = "tieout_app";
  url.password = derived(secret, "tieout_app");
  return url.href;
}

/**
 * The environment of every process of ours. The administrator's address is left out: only `adminEnv` adds it, for migrations
 * and the seed.
 */
export function childEnv(env, settings, { adminUrl, secret, simulatorUrl }) {
  const { NODE_ENV: _mode, DATABASE_URL: _admin, ...rest } = env;
  return {
    ...rest,
    // Next reads .env by itself, but never over a variable that is there, be it empty: so the administrator's stays out of the web.
    ...(settings.embedded ? {} : { DATABASE_URL: "" }),
    NODE_ENV: settings.dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_APP_URL: settings.embedded || !env.DATABASE_APP_URL ? appUrl(adminUrl, secret) : env.DATABASE_APP_URL,
    TIEOUT_SECRET: secret,
    NEXTAUTH_SECRET: derived(secret, "nextauth"),
    NEXTAUTH_URL: settings.address,
    PORT: String(settings.port),
    HOSTNAME: settings.host,
    ...(simulatorUrl ? { TIEOUT_SIMULATOR_URL: simulatorUrl } : {}),
    // Our own simulator and the web know the same token without either knowing the secret it is made from.
    ...(settings.simulator ? { TIEOUT_SIMULATOR_WEBHOOK_TOKEN: webhookToken(env, secret) } : {}),
    ...(settings.demo ? { TIEOUT_DEMO: "1" } : {}),
    ...(settings.embedded ? { TIEOUT_EMBEDDED: "1" } : {}),
  };
}

/** What our own simulator signs its webhooks with. */
export function webhookToken(env, secret) {
  return env.TIEOUT_SIMULATOR_WEBHOOK_TOKEN || derived(secret, "simulator-webhook");
}

/** The same with the administrator's address, for migrations and the seed. */
export function adminEnv(environment, adminUrl) {
  return { ...environment, DATABASE_URL: adminUrl };
}

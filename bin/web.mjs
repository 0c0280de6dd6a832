// `npm run web`: the production web process alone, as many of them as wanted, on a database of one's own.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { portFrom, requirePort } from "./ports.mjs";
import { root, signal } from "./processes.mjs";
import { webArguments } from "./programs.mjs";
import { Sentence, tell } from "./sentence.mjs";
import { childEnv, hostFrom, loadEnvFile, requireSecret } from "./settings.mjs";
import { stopOnSignals } from "./signals.mjs";

async function main() {
  loadEnvFile();
  const { env } = process;
  if (!env.DATABASE_APP_URL && !env.DATABASE_URL) {
    throw new Sentence(
      "DATABASE_URL or DATABASE_APP_URL is missing: npm run web needs a database of your own; npm start brings one.",
    );
  }
  requireSecret(env);
  if (!env.NEXTAUTH_URL)
    throw new Sentence(
      "NEXTAUTH_URL is missing: set it to the address people open, for example https://books.example.com",
    );
  if (!existsSync(join(root, ".next", "BUILD_ID"))) {
    throw new Sentence(
      "The web application is not built: run npm ci --include=dev, then npx next build, then npm run web again.",
    );
  }
  const settings = {
    port: portFrom(env, "PORT", 3000),
    host: hostFrom(env),
    address: env.NEXTAUTH_URL,
    demo: env.TIEOUT_DEMO === "1",
  };
  await requirePort("the web application", "PORT", settings.port, settings.host);
  const wish = { adminUrl: env.DATABASE_URL, secret: env.TIEOUT_SECRET };
  return serve(webArguments(settings), childEnv(env, settings, wish));
}

function serve(args, env) {
  const child = spawn(process.execPath, ["--import", join(root, "bin", "leave-with-parent.mjs"), ...args], {
    cwd: root,
    env: { ...env, TIEOUT_PARENT: String(process.pid) },
    stdio: "inherit",
    detached: true,
  });
  let isAsked = false;
  stopOnSignals(
    () => {
      isAsked = true;
      signal(child.pid, "SIGTERM");
    },
    () => signal(child.pid, "SIGKILL"),
  );
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(isAsked ? 0 : (code ?? 1)));
  });
}

main().then(
  (code) => process.exit(code),
  (error) => process.exit(tell(error)),
);

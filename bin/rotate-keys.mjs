// `npm run keys:rotate`: seals every company's QuickBooks tokens with the newest key of TIEOUT_TOKEN_KEYS.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { postgresMajor, runningUrl } from "./postgres.mjs";
import { root } from "./processes.mjs";
import { Sentence, tell } from "./sentence.mjs";
import { childEnv, keptSecret, loadEnvFile, requireSecret } from "./settings.mjs";

async function main() {
  loadEnvFile();
  const { env } = process;
  const dataFolder = join(root, ".data");
  const isOwn = Boolean(env.DATABASE_URL || env.DATABASE_APP_URL);
  const adminUrl = isOwn ? env.DATABASE_URL : runningUrl(join(dataFolder, `postgres-${postgresMajor}`));
  if (!isOwn && !adminUrl) {
    throw new Sentence(
      "No database: set DATABASE_URL or DATABASE_APP_URL for one of your own, or start Tieout first and run this beside it.",
    );
  }
  if (isOwn) requireSecret(env);
  const secret = isOwn ? env.TIEOUT_SECRET : keptSecret(env, dataFolder);
  const settings = { embedded: !isOwn, dev: false, port: 3000, host: "127.0.0.1", address: env.NEXTAUTH_URL ?? "" };
  const environment = childEnv(env, settings, { adminUrl, secret });
  return await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", "worker/rotate-keys.ts"], {
      cwd: root,
      env: { ...environment, LOG_LEVEL: "silent" },
      stdio: "inherit",
    });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

main().then(
  (code) => process.exit(code),
  (error) => process.exit(tell(error)),
);

// How is the simulator started from the command line?
import { parseArgs } from "node:util";
import { startSimulator } from "./server.ts";
import { isLoopback } from "./webhook-settings.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env.TIEOUT_SIMULATOR_PORT ?? "4010" },
    "webhook-url": { type: "string", default: process.env.TIEOUT_SIMULATOR_WEBHOOK_URL ?? "" },
    "webhook-token": { type: "string", default: process.env.TIEOUT_SIMULATOR_WEBHOOK_TOKEN ?? "" },
    data: { type: "string", default: process.env.TIEOUT_SIMULATOR_DATA ?? "" },
    "time-scale": { type: "string", default: process.env.TIEOUT_SIMULATOR_TIME_SCALE ?? "1" },
    latency: { type: "string", default: process.env.TIEOUT_SIMULATOR_LATENCY ?? "on" },
    throttle: { type: "string", default: process.env.TIEOUT_SIMULATOR_THROTTLE ?? "on" },
    seed: { type: "string", default: process.env.TIEOUT_SIMULATOR_SEED ?? "1" },
    demo: { type: "boolean", default: process.env.TIEOUT_SIMULATOR_DEMO === "1" },
  },
});

if (values["webhook-url"] !== "" && !isLoopback(values["webhook-url"])) {
  process.stderr.write("--webhook-url must be an http address on this machine (127.0.0.1, localhost, [::1])\n");
  process.exit(1);
}

const simulator = await startSimulator({
  port: Number(values.port),
  data: values.data === "" ? undefined : values.data,
  timeScale: Number(values["time-scale"]),
  latency: values.latency !== "off",
  throttle: values.throttle !== "off",
  seed: Number(values.seed),
  demo: values.demo,
});

if (values["webhook-url"] !== "") {
  const token = values["webhook-token"] === "" ? {} : { verifierToken: values["webhook-token"] };
  simulator.world.webhooks.subscribe({ url: values["webhook-url"], ...token });
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}

process.stdout.write(`simulator ready ${simulator.url}\n`);
process.send?.({ ready: true, url: simulator.url });

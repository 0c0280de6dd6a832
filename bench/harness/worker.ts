// How is a worker started for a benchmark? As production runs it, on the ledger's faster clock where there is one.
import { defaultTiming, type Timing } from "#lib/operations/world.ts";
import { startProgram, type Program } from "./programs.ts";
import type { Ours, Rig } from "./run.ts";

/** Starts a worker. On a clock that runs `scale` times as fast, whatever has to do with the ledger's minute shrinks. */
export async function startWorker(
  rig: Pick<Rig, "test" | "secret" | "simulator" | "core"> & {
    readonly options: Pick<Rig["options"], "profile" | "throttle">;
  },
  how: { readonly client: Ours; readonly scale: number; readonly aliveMs?: number },
): Promise<Program> {
  const { profile, throttle } = rig.options;
  return await startProgram({
    file: "worker/main.ts",
    env: {
      DATABASE_APP_URL: rig.test.appUrl,
      TIEOUT_SECRET: rig.secret,
      TIEOUT_SIMULATOR_URL: rig.simulator.url,
      TIEOUT_WORKER_TIMING: JSON.stringify({
        ...timingOf(how.scale),
        aliveMs: how.aliveMs ?? defaultTiming.aliveMs,
        singlesBeside: how.client === "mixed",
      }),
      QBO_BATCH_ITEMS_COUNT: throttle.countBatchItems ? "1" : "",
      LOG_LEVEL: "warn",
    },
    ready: "worker ready",
    core: rig.core,
    nodeOptions: profile === "" ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`],
  });
}

/**
 * The product's own times on a clock that runs faster; but for how long a worker may be silent, which has to do with this
 * machine: a busy one would be taken for dead.
 */
export function timingOf(scale: number): Partial<Timing> {
  const { leaseMs, callMs, idMemoryMs, minuteMs } = defaultTiming;
  const faster = Object.entries({ leaseMs, callMs, idMemoryMs, minuteMs }).map(([name, ms]) => [name, ms / scale]);
  return Object.fromEntries(faster) as Partial<Timing>;
}

// npm run simulate: many schedules, one again, or the planted bugs.
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";

import { openGround } from "./ground.ts";
import { huntMutants } from "./hunt.ts";
import { reportOf, runSeeds, seedsFrom } from "./run.ts";
import { runSchedule } from "./schedule.ts";

const say = (line: string) => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    schedules: { type: "string", default: "2000" },
    seed: { type: "string" },
    from: { type: "string" },
    mutants: { type: "boolean", default: false },
    only: { type: "string" },
    "first-caught": { type: "boolean", default: false },
  },
});

async function replay(seed: number): Promise<boolean> {
  const ground = await openGround();
  try {
    const { trace, wrong, swarm, steps, calls, faults } = await runSchedule(ground, seed);
    for (const line of trace.lines) say(line);
    say(JSON.stringify(swarm));
    say(`${steps} steps, ${calls} calls, ${faults} faults, trace ${trace.digest()}`);
    for (const { invariant, sentence } of wrong) say(`WRONG ${invariant} ${sentence}`);
    return wrong.length === 0;
  } finally {
    await ground.close();
  }
}

async function many(): Promise<boolean> {
  const from = values.from === undefined ? randomBytes(4).readUInt32BE() : Number(values.from);
  const count = Number(values.schedules);
  say(`${count} schedules from seed ${from}: the same again with --from ${from}`);
  const startMs = performance.now();
  let done = 0;
  const tally = await runSeeds(seedsFrom(from, count), (outcome) => {
    done += 1;
    if (outcome.wrong.length > 0) say(reportOf(outcome));
    if (done % 1_000 === 0)
      say(`${done} schedules, ${(done / ((performance.now() - startMs) / 1_000)).toFixed(1)} a second`);
    return !(values["first-caught"] && outcome.wrong.length > 0);
  });
  const seconds = (performance.now() - startMs) / 1_000;
  const { schedules, steps, calls, faults, deaths, bad } = tally;
  say(
    `${schedules} schedules in ${seconds.toFixed(1)} s, ${(schedules / seconds).toFixed(1)} a second: ${steps} steps, ${calls} calls, ${faults} faults, ${deaths} deaths`,
  );
  if (values["first-caught"])
    say(`CAUGHT ${JSON.stringify({ schedules, first: bad[0] && { seed: bad[0].seed, ...bad[0].wrong[0] } })}`);
  say(bad.length === 0 ? "Nothing wrong." : `${bad.length} schedules went wrong.`);
  return bad.length === 0;
}

const isWell = values.mutants
  ? await huntMutants(values.only, say)
  : values.seed === undefined
    ? await many()
    : await replay(Number(values.seed));
process.exitCode = isWell ? 0 : 1;

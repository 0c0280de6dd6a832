// Which machine was it? A figure without it says nothing.
import { cpus, loadavg, totalmem } from "node:os";

import type { TestDatabase } from "#db/testing.ts";

/** Version of the measured database, and whether it keeps what it confirmed when the power fails. */
export type Server = { readonly version: string; readonly fsync: string; readonly synchronousCommit: string };

export async function describeServer(test: TestDatabase): Promise<Server> {
  const result = await test.admin.query<Server>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
            current_setting('synchronous_commit') as "synchronousCommit"`,
  );
  return result.rows[0]!;
}

/** The machine, its load before and now; without a database where none is measured. */
export function machineOf(postgres: Server | null, loadBefore: number) {
  return {
    processors: cpus().length,
    model: cpus()[0]?.model ?? "",
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres,
    loadBefore,
    loadAfter: loadavg()[0],
  };
}

// What does the rest of the simulator learn about a committed change?
import type { EntityName } from "./entities.ts";
import type { Row } from "./json.ts";

/** A change beyond create, update and delete; "nothing" tells nobody. */
export type Told = { as: "Void" | "Emailed" | "Merge" | "nothing"; deletedId?: string };
export type Committed = {
  entity: EntityName;
  id: string;
  before: Row | undefined;
  after: Row | undefined;
  told: Told | undefined;
  nowMs: number;
};

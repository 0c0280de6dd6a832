// Everything is at rest: is it as it should be?
import { inTransaction } from "#db/client.ts";
import { readCredentials } from "#lib/ledgers/connections/store.ts";
import type { Books } from "./books.ts";
import { facts, type Look } from "./facts.ts";
import { ownerOf, type Ground } from "./ground.ts";
import type { Site } from "./site.ts";
import { i1Exactly1, i2Money, i8Payments } from "./invariants/of-books.ts";
import {
  i12Tokens,
  i13Audit,
  i15Rests,
  i3NewestVersion,
  i4EditNoted,
  i4HumanEdit,
  i4NoFalseAlarm,
  i6Explained,
} from "./invariants/of-state.ts";
import type { Rest, ToldOrder, Touch } from "./model.ts";
import type { Watch } from "./watch.ts";

type State = Pick<Rest, "restMs" | "restMaxMs" | "isAtRest" | "deeds"> & {
  readonly look: Look;
  readonly orders: readonly ToldOrder[];
  readonly touches: readonly Touch[];
};

/** Reads everything once and asks every invariant that is about rest. */
export async function judgeRest(
  ground: Ground,
  site: Site,
  watch: Watch,
  state: State,
  books: Books,
  wrong: (invariant: string, sentences: readonly string[]) => void,
): Promise<void> {
  const rest: Rest = {
    ...state,
    books: watch.view(),
    facts: await facts(ground.test.admin, site),
    sent: watch.sent,
    refresh: await refreshOf(ground, site, books),
  };
  wrong("I15", i15Rests(rest));
  wrong("I1", i1Exactly1(rest));
  wrong("I2", i2Money(rest));
  wrong("I3", i3NewestVersion(rest));
  wrong("I4", i4HumanEdit(rest));
  wrong("I4", i4EditNoted(rest));
  wrong("I4", i4NoFalseAlarm(rest));
  wrong("I6", i6Explained(rest));
  wrong("I8", i8Payments(rest));
  wrong("I12", i12Tokens(rest));
  wrong("I13", i13Audit(rest));
  if (!(await ground.isUntouched())) wrong("I9", ["Rows of another tenant have changed"]);
}

async function refreshOf(ground: Ground, site: Site, books: Books): Promise<Rest["refresh"]> {
  const scope = ownerOf(
    site,
    ground.db,
    () => new Date(0),
    () => new Uint8Array(),
  );
  const kept = await inTransaction(scope, (tx) => readCredentials(tx, scope, site.companyFileId));
  return kept.is === "open" ? { kept: kept.credentials.refreshToken, newest: books.newestRefresh(site.realmId) } : null;
}

// Whose daily digest is due? Each is sent once a day, or written to the log where there is no mail server.
import { asAuth, inTransaction, type Transaction } from "#db/client.ts";
import type { Member } from "#lib/access/people.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { findMembersAsAuth, readTenantName } from "#lib/access/store.ts";
import { pageUrl } from "#lib/env.ts";
import { log } from "#lib/log.ts";
import { digestOf, digestWaits, type Digest } from "#lib/notify/digest.ts";
import type { DigestState } from "#lib/notify/digest-state.ts";
import {
  deleteDigest,
  endDigest,
  findDueDigests,
  findTenantsWithDigests,
  lockDueDigest,
  putOffDigest,
  takeDigest,
} from "#lib/notify/digests/store.ts";
import { htmlOf, textOf } from "#lib/notify/letter.ts";
import { mailServer, sendMail, type MailServer } from "#lib/notify/mail/carrier.ts";
import { dayIn, nextHour, nextTry } from "#lib/notify/schedule.ts";
import { readFrame } from "./read-frame.ts";
import { readToday } from "./read-today.ts";
import { workerScope, type World } from "./world.ts";

type Post = { readonly server: MailServer | null; readonly compose: () => Promise<Digest | null> };

/**
 * Sends what is due, whoever runs it and however often. Returns how many people had their turn. What a tenant makes it throw
 * comes out after all others had theirs.
 */
export async function sendDueDigests(world: World, server: MailServer | null = mailServer()): Promise<number> {
  let done = 0;
  const failed: unknown[] = [];
  for (const tenantId of await findTenantsWithDigests(world.db, world.now())) {
    if (world.isLeaving?.()) break;
    const scope = workerScope(world, tenantId, "digests");
    allow(scope, "sync:run");
    try {
      done += await sendOf(world, scope, server);
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, "Some digests could not be sent");
  return done;
}

async function sendOf(world: World, scope: Scope, server: MailServer | null): Promise<number> {
  const members = await asAuth(scope.db, (tx) => findMembersAsAuth(tx, scope));
  // The same for everybody of the tenant: put together once, and only if somebody is to get it.
  let composed: Promise<Digest | null> | undefined;
  const post = { server, compose: () => (composed ??= compose(scope)) };
  let done = 0;
  for (const userId of await inTransaction(scope, (tx) => findDueDigests(tx, scope))) {
    if (world.isLeaving?.()) break;
    const member = members.find((each) => each.userId === userId);
    if (!member) await inTransaction(scope, (tx) => deleteDigest(tx, scope, userId));
    else if (await sendTo(scope, member, post)) done++;
  }
  return done;
}

/**
 * Takes the day, then sends. A worker that dies in between leaves the day taken: a digest that may have gone is not sent
 * again, because two would cost more trust than none. What the mail server refused, or what did not reach it, is tried again.
 */
async function sendTo(scope: Scope, member: Member, post: Post): Promise<boolean> {
  const taken = await inTransaction(scope, (tx) => take(tx, scope, member.userId));
  if (!taken) return false;
  const { day, tries, nextAt } = taken;
  const { state, said } = await letterTo(scope, member, day, post).catch((error: unknown) => {
    log.error({ err: error, tenantId: scope.tenantId }, "a digest could not be put together");
    return { state: "failed" as const, said: "It could not be put together." };
  });
  const again = state === "failed" ? nextTry(digestWaits, tries, scope.now()) : null;
  const isToday = again !== null && again < nextAt && dayIn(again, taken.timeZone) === day;
  await inTransaction(scope, (tx) =>
    endDigest(tx, scope, member.userId, day, { state, said, nextAt: isToday ? again : undefined }),
  );
  return true;
}

async function take(tx: Transaction, scope: Scope, userId: string) {
  const kept = await lockDueDigest(tx, scope, userId);
  if (!kept) return null;
  const { hour, timeZone, last } = kept;
  const day = dayIn(scope.now(), timeZone);
  const nextAt = nextHour(scope.now(), hour, timeZone);
  const isAgain = last?.day === day && last.state === "failed";
  // Another hour or time zone was chosen after the day's digest had gone.
  if (last && last.day >= day && !isAgain) {
    await putOffDigest(tx, scope, userId, nextAt);
    return null;
  }
  const tries = isAgain ? last.tries + 1 : 1;
  await takeDigest(tx, scope, userId, { day, tries, nextAt });
  return { day, tries, nextAt, timeZone };
}

async function letterTo(
  scope: Scope,
  { userId, name, email }: Member,
  day: string,
  { server, compose }: Post,
): Promise<{ readonly state: DigestState; readonly said: string | null }> {
  const digest = await compose();
  if (!digest) return { state: "nothing", said: null };
  const { subject } = digest;
  const text = textOf(digest);
  if (!server) {
    log.info({ to: email, subject, text }, "a digest; set SMTP_URL to have it sent");
    return { state: "printed", said: null };
  }
  const host = server.from.replace(/^.*@/, "").replace(/>.*$/, "");
  const messageId = `<digest.${day}.${scope.tenantId}.${userId}@${host}>`;
  const mail = { to: { name, address: email }, subject, text, html: htmlOf(digest), messageId };
  const posted = await sendMail(server, mail);
  if (posted.is === "sent") return { state: "sent", said: null };
  log.warn({ to: email, why: posted.why }, "a digest was not taken by the mail server");
  return { state: posted.is, said: posted.why };
}

/** From the same figures as the page Today. */
async function compose(scope: Scope): Promise<Digest | null> {
  const tenant = await inTransaction(scope, (tx) => readTenantName(tx, scope));
  const today = await readToday(scope, {});
  const { news } = await readFrame(scope, {});
  return digestOf({ tenant, today, news, pageUrl });
}

// When is which event posted, when is it tried again, and when does the next one have to wait?
import { existsSync } from "node:fs";
import type { Clock } from "./clock.ts";
import type { Committed } from "./committed.ts";
import type { Company } from "./company.ts";
import { Journal, readJournal } from "./journal.ts";
import { asRow, asText, type Json, type Row } from "./json.ts";
import { bodyOf, eventsOf, plainEvent, savedEvent, signatureOf, type WebhookEvent } from "./webhook-events.ts";
import { subscribed, type WebhookSettings } from "./webhook-settings.ts";

type Post = { number: number; events: WebhookEvent[]; attempts: number; dueMs: number };
export type Delivery = {
  post: number;
  attempt: number;
  at: number;
  outcome: "acknowledged" | "refused" | "timeout" | "unreachable" | "lost";
  status: number | null;
  tookMs: number;
  duplicate: boolean;
  wrongSignature: boolean;
  events: Row[];
};

const LOG = 500;
const BYTES_MAX = 1_000_000;
const TIMER_MAX = 2_000_000_000;

function isNth(every: number, number: number): boolean {
  return every > 0 && number % every === 0;
}

function customerKey({ realm, entityId }: WebhookEvent): string {
  return `${realm}:${entityId}`;
}

function shown(event: WebhookEvent): Row {
  const { id, realm, entity, entityId, operation, deletedId } = event;
  return { id, realmId: realm, entity, entityId, operation, ...(deletedId === null ? {} : { deletedId }) };
}

/** One URL and one verifier token for the whole app; one post on its way at a time. */
export class Webhooks {
  settings: WebhookSettings | undefined;
  deliveries: Delivery[] = [];
  private clock: Clock;
  private isConnected: (realm: string) => boolean;
  private waiting: WebhookEvent[] = [];
  private customersWaiting = new Set<string>();
  /** Real time from which the waiting events may leave. */
  private collectUntil = 0;
  private head: Post | undefined;
  private posts = 0;
  private attempts = 0;
  private flight: AbortController | undefined;
  private timer: NodeJS.Timeout | undefined;
  private idleWaiters: (() => void)[] = [];
  private journal: Journal | undefined;
  private closed = false;

  constructor(clock: Clock, isConnected: (realm: string) => boolean) {
    this.clock = clock;
    this.isConnected = isConnected;
  }

  /** Takes up subscription and unacknowledged events of an earlier run and keeps them in this file from now on. */
  keepIn(file: string): Journal {
    const waiting = new Map<string, WebhookEvent>();
    for (const line of existsSync(file) ? readJournal(file) : []) {
      const row = asRow(line);
      if (row?.settings !== undefined) this.settings = subscribed(undefined, row.settings ?? {});
      const event = savedEvent(asRow(row?.event));
      if (event !== undefined) waiting.set(event.id, event);
      if (Array.isArray(row?.done)) for (const id of row.done) waiting.delete(asText(id) ?? "");
    }
    this.waiting = [...waiting.values()];
    this.journal = new Journal(file);
    const events = this.waiting.map((event): Row => ({ event: event as unknown as Row }));
    this.journal.rewrite([{ settings: (this.settings ?? null) as Json }, ...events]);
    this.wake();
    return this.journal;
  }

  /** Subscribes or changes the subscription; undefined when there is none and no url was given. Throws ZodError. */
  subscribe(input: unknown): WebhookSettings | undefined {
    const settings = subscribed(this.settings, input);
    if (settings === undefined) return undefined;
    this.settings = settings;
    this.save({ settings: settings as unknown as Row });
    this.wake();
    return settings;
  }

  /** Ends the subscription; what was waiting is forgotten. */
  unsubscribe(): void {
    this.settings = undefined;
    this.save({ settings: null, done: [...(this.head?.events ?? []), ...this.waiting].map(({ id }) => id) });
    this.waiting = [];
    this.customersWaiting.clear();
    this.head = undefined;
    this.flight?.abort();
    this.wake();
  }

  /** Called with every committed write of a company. */
  note(company: Company, changes: Committed[]): void {
    if (this.settings === undefined || !this.isConnected(company.realm)) return;
    this.add(eventsOf(company, changes, this.settings));
  }

  /** The company's Preferences were changed by hand. */
  notePreferences(company: Company, nowMs: number): void {
    if (this.settings === undefined || !this.isConnected(company.realm)) return;
    this.add([plainEvent(company.realm, "Preferences", "1", nowMs, false)]);
  }

  /** Sends what is due by now, else sets the alarm; called whenever something changed, the clock included. */
  wake(): void {
    clearTimeout(this.timer);
    if (this.closed || this.flight !== undefined) return;
    if (this.isIdle()) {
      for (const resolve of this.idleWaiters.splice(0)) resolve();
      return;
    }
    const { settings } = this;
    if (settings === undefined || settings.paused) return;
    const full = this.waiting.length >= settings.maxEvents;
    const left =
      this.head !== undefined ? this.head.dueMs - this.clock.now() : full ? 0 : this.collectUntil - performance.now();
    if (left > 0) {
      this.timer = setTimeout(() => this.wake(), Math.min(Math.ceil(left), TIMER_MAX)).unref();
      return;
    }
    this.head ??= this.nextPost(settings);
    void this.attempt(this.head, settings);
  }

  /** Tries at once, whatever the ladder says. */
  hurry(): void {
    if (this.head !== undefined) this.head.dueMs = this.clock.now();
    this.collectUntil = 0;
    this.wake();
  }

  /** Resolves with true when nothing waits any more, with false after `timeoutMs`. */
  async idle(timeoutMs: number): Promise<boolean> {
    if (this.isIdle()) return true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.idleWaiters.push(() => (clearTimeout(timer), resolve()));
    });
    return this.isIdle();
  }

  /** The queue and the deliveries so far, newest last. */
  state(): Row {
    const { head } = this;
    const post = head && {
      post: head.number,
      attempts: head.attempts,
      /** Simulated time in milliseconds since 1970. */
      nextAttemptAt: head.dueMs,
      events: head.events.map(shown),
    };
    return {
      subscription: (this.settings ?? null) as Json,
      idle: this.isIdle(),
      sending: post ?? null,
      waiting: this.waiting.map(shown),
      deliveries: this.deliveries as unknown as Json,
    };
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.flight?.abort();
    for (const resolve of this.idleWaiters.splice(0)) resolve();
  }

  private isIdle(): boolean {
    return this.head === undefined && this.waiting.length === 0 && this.flight === undefined;
  }

  private save(line: Row): void {
    this.journal?.add(line);
    this.journal?.flush();
  }

  private add(events: WebhookEvent[]): void {
    if (this.waiting.length === 0) {
      this.collectUntil = performance.now() + (this.settings?.coalesceMs ?? 0) / this.clock.scale;
    }
    for (const event of events) {
      // A customer gets one event for all transactions that are collected together.
      if (event.touch && this.customersWaiting.has(customerKey(event))) continue;
      if (event.entity === "Customer") this.customersWaiting.add(customerKey(event));
      this.waiting.push(event);
      this.journal?.add({ event: event as unknown as Row });
    }
    this.journal?.flush();
    this.wake();
  }

  private nextPost({ maxEvents, mixRealms, reorder, format }: WebhookSettings): Post {
    const ordered = reorder ? this.waiting.toReversed() : this.waiting;
    const realm = ordered[0]?.realm;
    let events = ordered.filter((event) => mixRealms || event.realm === realm).slice(0, maxEvents);
    while (events.length > 1 && bodyOf(events, format).length > BYTES_MAX) {
      events = events.slice(0, Math.ceil(events.length / 2));
    }
    const taken = new Set(events);
    this.waiting = this.waiting.filter((event) => !taken.has(event));
    for (const event of events) if (event.entity === "Customer") this.customersWaiting.delete(customerKey(event));
    this.posts += 1;
    return { number: this.posts, events, attempts: 0, dueMs: 0 };
  }

  private async attempt(post: Post, settings: WebhookSettings): Promise<void> {
    post.attempts += 1;
    const lost = isNth(settings.dropEvery, post.number);
    const acknowledged = lost ? this.lose(post) : await this.send(post, settings, false);
    const again = acknowledged && !lost && isNth(settings.duplicateEvery, post.number);
    if (again && !this.closed) await this.send(post, settings, true);
    if (this.closed) return;
    // An end of the subscription meanwhile has taken the post away.
    if (this.head === post) {
      if (acknowledged) {
        this.head = undefined;
        this.save({ done: post.events.map(({ id }) => id) });
      } else {
        const ladder = this.settings?.retrySeconds ?? settings.retrySeconds;
        post.dueMs = this.clock.now() + (ladder[Math.min(post.attempts, ladder.length) - 1] ?? 0) * 1000;
      }
    }
    this.wake();
  }

  private lose(post: Post): boolean {
    this.log(post, { outcome: "lost", status: null, tookMs: 0, duplicate: false, wrongSignature: false });
    return true;
  }

  private async send(post: Post, settings: WebhookSettings, duplicate: boolean): Promise<boolean> {
    const bytes = Buffer.from(bodyOf(post.events, settings.format), "utf8");
    this.attempts += 1;
    const wrongSignature = isNth(settings.wrongSignatureEvery, this.attempts);
    const token = wrongSignature ? `not-${settings.verifierToken}` : settings.verifierToken;
    const usual = settings.format === "legacy" ? "application/json" : "application/cloudevents+json";
    const flight = new AbortController();
    this.flight = flight;
    const started = performance.now();
    let status: number | null = null;
    let outcome: Delivery["outcome"];
    try {
      const answer = await fetch(settings.url, {
        method: "POST",
        headers: {
          "content-type": settings.contentType ?? usual,
          "intuit-signature": signatureOf(bytes, token),
          "user-agent": "intuit_notification_handler",
        },
        body: bytes,
        redirect: "manual",
        signal: AbortSignal.any([flight.signal, AbortSignal.timeout(settings.answerWithinMs)]),
      });
      ({ status } = answer);
      await answer.body?.cancel();
      outcome = answer.ok ? "acknowledged" : "refused";
    } catch (error) {
      outcome = error instanceof Error && error.name === "TimeoutError" ? "timeout" : "unreachable";
    } finally {
      this.flight = undefined;
    }
    this.log(post, {
      outcome,
      status,
      tookMs: Math.round(performance.now() - started),
      duplicate,
      wrongSignature,
    });
    return outcome === "acknowledged";
  }

  private log(post: Post, result: Omit<Delivery, "post" | "attempt" | "at" | "events">): void {
    const { number, attempts, events } = post;
    this.deliveries.push({
      post: number,
      attempt: attempts,
      at: this.clock.now(),
      ...result,
      events: events.map(shown),
    });
    if (this.deliveries.length > LOG) this.deliveries.shift();
  }
}

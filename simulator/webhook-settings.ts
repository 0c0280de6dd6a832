// Where do webhooks go, in which shape, and how do they misbehave on order?
import { randomBytes } from "node:crypto";
import { z } from "zod";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** True for an http address on this machine without a name and password in it. */
export function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return (protocol === "http:" || protocol === "https:") && LOOPBACK.test(hostname) && `${username}${password}` === "";
}

const every = z.number().int().min(0);

const shape = {
  url: z.string().refine(isLoopback, "only addresses on this machine (127.0.0.1, localhost, [::1]) are allowed"),
  verifierToken: z.string().min(1).max(200),
  format: z.enum(["cloudevents", "legacy"]),
  /** null: application/cloudevents+json, or application/json for the legacy shape. */
  contentType: z.string().min(1).nullable(),
  /** What `data` of a CloudEvent holds; Intuit's own samples disagree. */
  data: z.enum(["merge-id", "empty", "entity"]),
  /** How the deactivation of a name is reported. */
  deactivation: z.enum(["update", "delete"]),
  /** An event for a customer that only got a new time from a transaction. */
  customerTouches: z.boolean(),
  /** How long events are collected before a post, milliseconds of real time divided by the time scale. */
  coalesceMs: z.number().min(0).max(600_000),
  maxEvents: z.number().int().min(1).max(1000),
  mixRealms: z.boolean(),
  answerWithinMs: z.number().int().min(1).max(600_000),
  /** Waits after the first, second, … failure, seconds of simulated time; the last one repeats. */
  retrySeconds: z.array(z.number().min(0)).min(1),
  paused: z.boolean(),
  /** Every nth post is delivered twice; 0 = never. The same below. */
  duplicateEvery: every,
  /** Newest first, within a post and between posts. */
  reorder: z.boolean(),
  wrongSignatureEvery: every,
  /** Every nth post is lost without a trace. */
  dropEvery: every,
};

/** What POST /_control/webhooks accepts; members left out stay as they are. */
export const webhookPatch = z.strictObject(shape).partial();
export type WebhookPatch = z.infer<typeof webhookPatch>;
export type WebhookSettings = z.infer<z.ZodObject<typeof shape>>;

const DEFAULTS: Omit<WebhookSettings, "url" | "verifierToken"> = {
  format: "cloudevents",
  contentType: null,
  data: "merge-id",
  deactivation: "update",
  customerTouches: true,
  coalesceMs: 250,
  maxEvents: 100,
  mixRealms: true,
  answerWithinMs: 3000,
  retrySeconds: [10, 20, 30, 300, 1200, 7200, 14_400, 21_600],
  paused: false,
  duplicateEvery: 0,
  reorder: false,
  wrongSignatureEvery: 0,
  dropEvery: 0,
};

/** The subscription after a change; undefined while no address is known. A missing token is made up, as the portal does. */
export function subscribed(before: WebhookSettings | undefined, input: unknown): WebhookSettings | undefined {
  const patch = webhookPatch.parse(input);
  const url = patch.url ?? before?.url;
  if (url === undefined) return undefined;
  const named = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  return { ...DEFAULTS, verifierToken: randomBytes(18).toString("hex"), ...before, ...named, url };
}

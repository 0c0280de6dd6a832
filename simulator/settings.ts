// What can be set in one simulated company: its speed, its limits, its preferences, our readings of what is unsure?
import { z } from "zod";
import { preferencesSchema, readingsSchema, type Preferences, type Readings } from "./preferences.ts";

const latency = z.object({
  on: z.boolean().default(true),
  /** Median of one write, milliseconds; reads take `readFactor` of it. */
  singleMs: z.number().min(0).default(400),
  sigma: z.number().min(0).default(0.4),
  readFactor: z.number().min(0).default(0.5),
  batchMs: z.number().min(0).default(300),
  batchItemMs: z.number().min(0).default(180),
});

/** A limit; null switches this one off. */
const limit = (value: number) => z.number().int().min(1).nullable().default(value);

const throttle = z.object({
  on: z.boolean().default(true),
  /** All apps of the company together. */
  perMinute: limit(500),
  /** This app alone. */
  batchesPerMinute: limit(40),
  /** All apps of the company together. */
  companyBatchesPerMinute: limit(120),
  /** "Combined with other endpoints", all apps; with the defaults the 500 is reached first. */
  combinedPerMinute: limit(800),
  perSecond: limit(10),
  inFlight: limit(10),
  batchItems: z.number().int().min(1).default(30),
  /** Batch calls count in the requests per minute. */
  countBatches: z.boolean().default(true),
  /** Pessimistic reading: each item of a batch counts in the requests per minute. */
  countBatchItems: z.boolean().default(false),
  /** Where counted items do not fit: refuse the whole call, or answer 3001 inside the items that are too many. */
  overflow: z.enum(["call", "items"]).default("call"),
  windows: z.enum(["sliding", "fixed"]).default("sliding"),
  /** The part of the company's limits (0 to 1) that other apps use up, spread evenly over time. */
  otherAppShare: z.number().min(0).max(1).default(0),
  /** "company": other apps use the limits all apps share; "all": also the ones documented per app (10/s, 40 batches). */
  otherAppUses: z.enum(["company", "all"]).default("company"),
  mailsPerDay: limit(40),
});

export type Latency = z.infer<typeof latency>;
export type Throttle = z.infer<typeof throttle>;
export type { Preferences, Readings };

export const settingsSchema = z.object({
  latency: latency.prefault({}),
  throttle: throttle.prefault({}),
  preferences: preferencesSchema.prefault({}),
  readings: readingsSchema.prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

export type SettingsPatch = {
  latency?: Partial<Latency> | undefined;
  throttle?: Partial<Throttle> | undefined;
  preferences?: Partial<Preferences> | undefined;
  readings?: Partial<Readings> | undefined;
};

const patchSchema = z.object({
  latency: z.strictObject(latency.shape).partial().optional(),
  throttle: z.strictObject(throttle.shape).partial().optional(),
  preferences: z.strictObject(preferencesSchema.shape).partial().optional(),
  readings: z.strictObject(readingsSchema.shape).partial().optional(),
});

/** Checks a partial change as control and fixtures write it; keeps only the members named in it. Throws ZodError. */
export function readPatch(input: unknown): SettingsPatch {
  patchSchema.parse(input);
  // The parsed value would hold every default; the checked input holds just what was asked for.
  return input as SettingsPatch;
}

/** The settings with the given members replaced. */
export function patched(settings: Settings, patch: SettingsPatch): Settings {
  return settingsSchema.parse({
    latency: { ...settings.latency, ...patch.latency },
    throttle: { ...settings.throttle, ...patch.throttle },
    preferences: { ...settings.preferences, ...patch.preferences },
    readings: { ...settings.readings, ...patch.readings },
  });
}

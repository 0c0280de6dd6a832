// What can be switched on or off in one simulated company, and how do its Preferences show it?
import { z } from "zod";

const latency = z.object({
  on: z.boolean().default(true),
  /** Median of one write, milliseconds; reads take `readFactor` of it. */
  singleMs: z.number().min(0).default(400),
  sigma: z.number().min(0).default(0.4),
  readFactor: z.number().min(0).default(0.5),
  batchMs: z.number().min(0).default(300),
  batchItemMs: z.number().min(0).default(180),
});

const throttle = z.object({
  on: z.boolean().default(true),
  perMinute: z.number().int().min(1).default(500),
  batchesPerMinute: z.number().int().min(1).default(40),
  perSecond: z.number().int().min(1).default(10),
  inFlight: z.number().int().min(1).default(10),
  batchItems: z.number().int().min(1).default(30),
  /** Pessimistic reading: each item of a batch counts in the requests per minute. */
  countBatchItems: z.boolean().default(false),
  windows: z.enum(["sliding", "fixed"]).default("sliding"),
});

const preferences = z.object({
  customTxnNumbers: z.boolean().default(false),
  warnDuplicateNumbers: z.boolean().default(false),
  /** Name the clashing transaction in the text of 6140. */
  nameClashingTxn: z.boolean().default(false),
  bookCloseDate: z.string().nullable().default(null),
  usingSalesTax: z.boolean().default(false),
  /** A TotalTax sent by the client replaces the computed tax. */
  honourTotalTax: z.boolean().default(true),
  classTrackingPerTxn: z.boolean().default(false),
  classTrackingPerTxnLine: z.boolean().default(false),
  trackDepartments: z.boolean().default(false),
  multiCurrency: z.boolean().default(false),
  homeCurrency: z.string().default("USD"),
  autoApplyPayments: z.boolean().default(false),
  /** Names of inactive customers, vendors and employees stay taken even without the suffix " (deleted)". */
  inactiveNamesReserved: z.boolean().default(false),
  voidPaidInvoice: z.enum(["refuse", "unapply"]).default("refuse"),
  deletePaidInvoice: z.enum(["refuse", "unapply"]).default("unapply"),
  subscription: z.enum(["active", "lapsed"]).default("active"),
  /** Refuse (6000) a write to a name list while another one is running in the same company. */
  oneNameAtATime: z.boolean().default(false),
  /** How long a requestid is remembered, milliseconds of simulated time; null = forever. */
  requestIdMemoryMs: z.number().min(0).nullable().default(null),
  /** Also answer a repeated requestid with the stored refusal (undocumented at Intuit). */
  replayFailures: z.boolean().default(false),
});

export type Latency = z.infer<typeof latency>;
export type Throttle = z.infer<typeof throttle>;
export type Preferences = z.infer<typeof preferences>;

export const settingsSchema = z.object({
  latency: latency.prefault({}),
  throttle: throttle.prefault({}),
  preferences: preferences.prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

export type SettingsPatch = {
  latency?: Partial<Latency> | undefined;
  throttle?: Partial<Throttle> | undefined;
  preferences?: Partial<Preferences> | undefined;
};

const patchSchema = z.object({
  latency: z.strictObject(latency.shape).partial().optional(),
  throttle: z.strictObject(throttle.shape).partial().optional(),
  preferences: z.strictObject(preferences.shape).partial().optional(),
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
  });
}

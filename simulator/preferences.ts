// What can a company's owner switch in QuickBooks, and which unsure facts can be read one way or another?
import { z } from "zod";

const off = z.boolean().default(false);
const on = z.boolean().default(true);

/** What the company is and what its owner chose; most of it shows in Preferences and CompanyInfo. */
export const preferencesSchema = z.object({
  customTxnNumbers: off,
  warnDuplicateNumbers: off,
  /** Name the clashing transaction in the text of 6140. */
  nameClashingTxn: off,
  bookCloseDate: z.string().nullable().default(null),
  country: z.enum(["US", "CA", "GB", "AU", "IN", "FR"]).default("US"),
  usingSalesTax: off,
  /** Automated sales tax (US): the engine replaces the tax code that was sent. */
  partnerTaxEnabled: off,
  /** Name of the tax code the engine picks; null = the first real one. */
  partnerTaxCode: z.string().nullable().default(null),
  /** A TotalTax sent by the client replaces the computed tax. */
  honourTotalTax: on,
  classTrackingPerTxn: off,
  classTrackingPerTxnLine: off,
  trackDepartments: off,
  multiCurrency: off,
  homeCurrency: z.string().length(3).default("USD"),
  /** Home currency for one unit of the foreign one. */
  exchangeRates: z.record(z.string().length(3), z.number().positive()).default({}),
  autoApplyPayments: off,
  autoApplyCredit: off,
  allowDeposit: on,
  allowDiscount: on,
  allowEstimates: on,
  allowServiceDate: on,
  allowShipping: on,
  /** Stock items need Plus or Advanced. */
  quantityOnHand: on,
  /** Name of the terms of an invoice whose customer has none. */
  defaultTerms: z.string().nullable().default(null),
  /** Names of the custom fields "1" to "3". */
  customFields: z.array(z.string().max(31)).max(3).default([]),
  /** Names of inactive customers, vendors and employees stay taken even without the suffix " (deleted)". */
  inactiveNamesReserved: off,
  voidPaidInvoice: z.enum(["refuse", "unapply"]).default("refuse"),
  deletePaidInvoice: z.enum(["refuse", "unapply"]).default("unapply"),
  subscription: z.enum(["active", "lapsed"]).default("active"),
  /** Refuse (6000) a write to a name list while another one is running in the same company. */
  oneNameAtATime: off,
  /** How long a requestid is remembered, milliseconds of simulated time; null = forever. */
  requestIdMemoryMs: z.number().min(0).nullable().default(null),
  /** Also answer a repeated requestid with the stored refusal (undocumented at Intuit). */
  replayFailures: off,
});

/** How an unsure or unrecorded fact is read in this company, and in what state its service is. */
export const readingsSchema = z.object({
  /** Which keys open the company: development keys a sandbox, production keys a production company (else 3100). */
  environment: z.enum(["any", "sandbox", "production"]).default("any"),
  /** "no-admin": 120 for everybody; "limited": writes answer 5020. */
  connectingUser: z.enum(["admin", "limited", "no-admin"]).default("admin"),
  /** 130, 140, 150 on every call. */
  service: z.enum(["open", "wrong-cluster", "locked", "maintenance"]).default("open"),
  cdcBeyond30Days: z.enum(["clamp", "fault"]).default("clamp"),
  /** Any plain field may be asked for in WHERE and ORDERBY, not only the known ones. */
  filterAnyField: off,
  /** Classes, locations, estimates that are switched off: left out and allowed, or refused with 5030. */
  switchedOff: z.enum(["ignore", "refuse"]).default("ignore"),
  /** A customer that owes money (or is owed some) is made inactive: allowed, or 6220. */
  deactivateWithBalance: z.enum(["allow", "refuse"]).default("refuse"),
  /** A record with active children is made inactive: allowed, or 800. */
  deactivateParent: z.enum(["allow", "refuse"]).default("allow"),
  salesReceiptNeedsCustomer: on,
  parentPaysForJobs: on,
  reopenEstimates: on,
  /** Invoices, credit memos and receipts number together; estimates always for themselves. */
  numberSequences: z.enum(["shared", "own"]).default("shared"),
  /** The next number follows the last one used, also one that was sent. */
  numbersFollowSent: on,
  /** Tax code of a US line that names none. */
  lineTaxDefault: z.enum(["NON", "TAX"]).default("NON"),
  /** Cents by which a line may differ from quantity × price before 6070. */
  lineToleranceCents: z.number().int().min(0).default(0),
  /** The same requestid while its first call still runs: wait for that, or 600. */
  requestIdInFlight: z.enum(["wait", "refuse"]).default("wait"),
  /** An Accept that allows anything gives JSON or XML; a missing Accept always gives XML. */
  acceptAnything: z.enum(["json", "xml"]).default("json"),
});

export type Preferences = z.infer<typeof preferencesSchema>;
export type Readings = z.infer<typeof readingsSchema>;
